import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitErrorMessage } from '../../src/scheduler/framework/fit-error.ts';
import { Framework } from '../../src/scheduler/framework/framework.ts';
import type { Plugin } from '../../src/scheduler/framework/plugin.ts';
import { node, pod } from '../helpers/builders.ts';
import { nodeInfo } from './node-info.ts';

const binder: Plugin = { name: 'Binder', bind: () => Promise.resolve() };
const no = (name: string): Plugin => ({ name, filter: () => ({ reasons: [name] }) });
const entries = (...plugins: Plugin[]) => [...plugins, binder].map((plugin) => ({ plugin, weight: 1 }));

test('the message counts each reason and sorts the texts as kube-scheduler does', () => {
  const taints = ['node(s) had untolerated taint(s)'];
  assert.equal(
    fitErrorMessage([taints, ['node(s) were unschedulable'], taints, taints]),
    '0/4 nodes are available: 1 node(s) were unschedulable, 3 node(s) had untolerated taint(s).',
  );
});

test('counts are sorted as text, so 10 comes before 2', () => {
  const reasons = [...Array.from({ length: 10 }, () => ['b']), ['a'], ['a']];
  assert.equal(fitErrorMessage(reasons), '0/12 nodes are available: 10 b, 2 a.');
});

test('the first plugin that rejects a node gives the reason', () => {
  const framework = new Framework(
    entries({ name: 'Yes', filter: () => undefined }, no('First'), no('Second')),
  );
  assert.equal(framework.runFilter(pod('p').build(), nodeInfo(node('n').build()))?.plugin.name, 'First');
});

test('totals add each normalised score times its weight', () => {
  const plugin: Plugin = {
    name: 'Twice',
    score: (_pod, { name }) => Number(name),
    normalize: (scores) => {
      for (const [at, score] of scores.entries()) scores[at] = score * 10;
    },
  };
  const framework = new Framework([
    { plugin, weight: 3 },
    { plugin: { name: 'One', score: () => 1 }, weight: 2 },
    { plugin: binder, weight: 1 },
  ]);
  const nodes = ['1', '2'].map((name) => nodeInfo(node(name).build()));
  const told: unknown[] = [];
  const totals = framework.runScore(pod('p').build(), nodes, (at, name, score) =>
    told.push([at, name, score]),
  );
  assert.deepEqual(totals, [32, 62]);
  assert.deepEqual(told[1], [1, 'Twice', { raw: 2, score: 20, weight: 3 }]);
});

test('a rejected reservation gives back what was reserved, the last first', () => {
  const calls: string[] = [];
  const claims = (name: string, ok: boolean): Plugin => ({
    name,
    reserve: () => {
      calls.push(`reserve ${name}`);
      return ok ? undefined : { reasons: ['taken'] };
    },
    unreserve: () => void calls.push(`unreserve ${name}`),
  });
  const framework = new Framework(entries(claims('a', true), claims('b', false), claims('c', true)));
  assert.equal(framework.runReserve(pod('p').build(), 'n')?.plugin.name, 'b');
  assert.deepEqual(calls, ['reserve a', 'reserve b', 'unreserve c', 'unreserve b', 'unreserve a']);
});

test('a profile without a plugin that binds is refused', () => {
  assert.throws(() => new Framework([]), /needs a plugin that binds/);
});

test('a change helps when a rejecting plugin names it, or names nothing', () => {
  const framework = new Framework(entries({ name: 'Picky', requeueOn: ['node-taints'] }, { name: 'Open' }));
  assert.equal(framework.isWorthAnotherTry(new Set(['Picky']), 'node-taints'), true);
  assert.equal(framework.isWorthAnotherTry(new Set(['Picky']), 'pod-deleted'), false);
  assert.equal(framework.isWorthAnotherTry(new Set(['Picky', 'Open']), 'pod-deleted'), true);
  assert.equal(framework.isWorthAnotherTry(new Set(), 'node-taints'), false);
});
