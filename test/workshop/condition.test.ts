import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PODS } from '../../src/api/resources.ts';
import { findOut } from '../../src/workshop/checks/index.ts';
import type { Check } from '../../src/workshop/checks/schema.ts';
import { parseStep } from '../../src/workshop/content.ts';
import { Look } from '../../src/workshop/look.ts';
import { playItem } from '../../src/workshop/items/index.ts';
import { Stage } from '../../src/workshop/stage.ts';
import { pod } from '../helpers/builders.ts';
import { MemoryApi } from '../helpers/memory-api.ts';
import { World } from '../helpers/workshop-world.ts';

const ALIKE: Check = { id: 'x', title: 'the same', alike: { pods: ['b1', 'b2'], as: ['a1', 'a2'] } };

async function ask(check: Check, places: Readonly<Record<string, string | undefined>>, succeeds = true) {
  const asked: string[][] = [];
  const api = new MemoryApi();
  for (const [name, place] of Object.entries(places))
    api.put(PODS, (place === undefined ? pod(name) : pod(name).on(place)).build());
  const finding = await findOut(check, {
    look: new Look(api, 'default', new AbortController().signal),
    values: { scheduler: 'mine' },
    told: [],
    toldIsKnown: true,
    isOwn: false,
    kubectl: (args) => {
      asked.push([...args]);
      const exitCode = succeeds ? 0 : 1;
      return Promise.resolve({ line: '', exitCode, stdout: '', stderr: '', startedAt: '', milliseconds: 1 });
    },
  });
  return { finding, asked };
}

describe('alike', () => {
  test('holds where each pod is on the node of its counterpart', async () => {
    const { finding } = await ask(ALIKE, { a1: 'w1', a2: 'w2', b1: 'w1', b2: 'w2' });
    assert.equal(finding?.ok, true);
  });

  test('does not where they changed places, though each node has as many', async () => {
    const { finding } = await ask(ALIKE, { a1: 'w1', a2: 'w2', b1: 'w2', b2: 'w1' });
    assert.equal(finding?.ok, false);
    assert.equal(finding?.seen, 'not yet: b1 on w2 and not on w1, b2 on w1 and not on w2');
  });

  test('does not while both wait, or one is not there', async () => {
    assert.equal((await ask(ALIKE, { a1: undefined, a2: 'w2', b1: undefined, b2: 'w2' })).finding?.ok, false);
    assert.equal((await ask(ALIKE, { a1: 'w1', a2: 'w2', b1: 'w1' })).finding?.ok, false);
  });

  test('has to name as many counterparts', () => {
    const step = (as: string) => `
title: X
minutes: 1
play: [{ say: x }]
checks: [{ id: x, title: x, alike: { pods: [b1, b2], as: [${as}] } }]
`;
    assert.equal(parseStep(step('a1, a2'), 'x').checks.length, 1);
    assert.throws(() => parseStep(step('a1'), 'x'), /as many pods as counterparts/);
  });
});

describe('if', () => {
  test('asks the check only where the command succeeds, with its variables filled in', async () => {
    const check = { ...ALIKE, if: 'kubectl get deployment ${scheduler} -n kube-system' };
    const { finding, asked } = await ask(check, {});
    assert.equal(finding?.ok, false);
    assert.deepEqual(asked, [['get', 'deployment', 'mine', '-n', 'kube-system']]);
    assert.equal((await ask(check, {}, false)).finding, undefined);
  });

  test('plays the item only where the command succeeds, and does not show it', async () => {
    const world = new World();
    const step = { ...parseStep('title: X\nminutes: 1\nplay: [{ say: x }]', 'x') };
    const workshop = world.workshop([{ ...step, number: 0, slug: 'x', folder: '/', text: '' }]);
    const succeeding = workshop.kubectl;
    const [shown] = workshop.steps;
    assert.ok(shown);
    const said = async (exitCode: number) => {
      const before = world.seen.length;
      const kubectl: typeof succeeding = async (args, options) => ({
        ...(await succeeding(args, options)),
        exitCode,
      });
      const stage = new Stage({ ...workshop, kubectl });
      const scene = { stage, step: shown, values: {} };
      assert.equal(await playItem({ say: 'hello', if: 'kubectl get pod x' }, scene), true);
      return world.seen.slice(before).map((one) => one.type);
    };
    assert.deepEqual(await said(0), ['text']);
    assert.deepEqual(await said(1), []);
  });

  test('is a kubectl command line, or else it is complained about', () => {
    const step = 'title: X\nminutes: 1\nplay: [{ say: x, if: ls }]';
    assert.throws(() => parseStep(step, 'x'), /a command starts with "kubectl"/);
  });
});
