import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, UnreachableError } from '../../src/api/errors.ts';
import { NODES, PODS } from '../../src/api/resources.ts';
import { bind } from '../../src/scheduler/bind.ts';
import { Framework } from '../../src/scheduler/framework/framework.ts';
import type { Plugin } from '../../src/scheduler/framework/plugin.ts';
import { defaultBinder } from '../../src/scheduler/plugins/default-binder.ts';
import { SchedulingQueue } from '../../src/scheduler/queue.ts';
import { node, pod } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';
import { cacheOf } from './node-info.ts';

function arrange(...extra: Plugin[]) {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  for (const name of ['n1', 'n2']) api.put(NODES, node(name).build());
  const p = api.put(PODS, pod('p').scheduler('s').build());
  const cache = cacheOf(api.all(NODES));
  const unreserved: string[] = [];
  const framework = new Framework(
    [
      defaultBinder(api),
      { name: 'Claims', unreserve: (_pod: unknown, on: string) => void unreserved.push(on) },
      ...extra,
    ].map((plugin) => ({ plugin, weight: 1 })),
  );
  const queue = new SchedulingQueue({ clock, isWorthAnotherTry: () => false });
  queue.add(p);
  const queued = queue.pop();
  assert.ok(queued);
  cache.assume(p, 'n1');
  const run = () =>
    bind(
      { framework, cache, api, signal: new AbortController().signal },
      { kind: 'decision', queued, node: 'n1', hadPods: 0 },
    );
  const stored = () => api.all(PODS)[0];
  return { api, cache, p, run, stored, unreserved };
}

const NO_ANSWER = new UnreachableError('memory', new Error('timed out'));

test('a binding that is accepted leaves the pod assumed until the watch confirms it', async () => {
  const { run, stored, cache, p } = arrange();
  assert.deepEqual(await run(), { kind: 'bound' });
  assert.equal(stored()?.spec.nodeName, 'n1');
  assert.equal(cache.isAssumed(p), true);
});

test('a binding that failed is forgotten and unreserved before the pod is tried again (fault F4)', async () => {
  const { api, run, cache, p, unreserved } = arrange();
  api.failNext('bind', new ApiError(500, 'InternalError', 'etcd is unhappy'));
  assert.deepEqual(await run(), { kind: 'failed', message: 'etcd is unhappy' });
  assert.equal(cache.isAssumed(p), false);
  assert.deepEqual(unreserved, ['n1']);
});

test('a binding whose answer was lost but that was accepted counts as bound (fault F5)', async () => {
  const { api, run, cache, p } = arrange();
  api.failNext('bind', NO_ANSWER, { when: 'after' });
  assert.deepEqual(await run(), { kind: 'bound' });
  assert.equal(cache.isAssumed(p), true);
});

test('a binding whose answer was lost, with no answer to the question either, is tried again', async () => {
  const { api, run } = arrange();
  api.failNext('bind', NO_ANSWER);
  api.failNext('get', NO_ANSWER);
  assert.equal((await run()).kind, 'failed');
});

test('409 because it is on the same node already is success', async () => {
  const { api, p, run } = arrange();
  await api.bind(p.metadata, 'n1');
  assert.deepEqual(await run(), { kind: 'bound' });
});

test('a pod that another scheduler placed elsewhere is dropped without noise (fault F6)', async () => {
  const { api, p, run, cache } = arrange();
  await api.bind(p.metadata, 'n2');
  assert.deepEqual(await run(), { kind: 'dropped', message: 'it was placed on n2 by somebody else' });
  assert.equal(cache.isAssumed(p), false);
});

test('a pod that vanished between decision and binding is dropped (fault F10)', async () => {
  const { api, p, run } = arrange();
  api.remove(PODS, p.metadata);
  assert.deepEqual(await run(), { kind: 'dropped', message: 'the pod is gone' });
});

test('a successor of the same name is never bound by the decision for its predecessor (fault F10)', async () => {
  const { api, p, run, stored } = arrange();
  api.remove(PODS, p.metadata);
  api.put(PODS, pod('p').uid('another').scheduler('s').build());
  assert.equal((await run()).kind, 'dropped');
  assert.equal(stored()?.spec.nodeName, undefined);
});

test('a pod that is being deleted is dropped', async () => {
  const { api, run } = arrange();
  api.put(PODS, pod('p').scheduler('s').deleting().build());
  assert.deepEqual(await run(), { kind: 'dropped', message: 'the pod is being deleted' });
});

test('nothing is bound to a node that vanished since the decision (fault F17)', async () => {
  const { run, cache, stored } = arrange();
  cache.removeNode('n1');
  assert.deepEqual(await run(), { kind: 'failed', message: 'node n1 was removed before the binding' });
  assert.equal(stored()?.spec.nodeName, undefined);
});

test('what has to be done before the binding is done before it, and when it cannot be, nothing is bound', async () => {
  const before = arrange({
    name: 'Prepares',
    preBind: async () => {
      assert.equal(before.stored()?.spec.nodeName, undefined);
    },
  });
  assert.deepEqual(await before.run(), { kind: 'bound' });
  const fails = arrange({ name: 'Fails', preBind: () => Promise.reject(new Error('the disk is full')) });
  assert.deepEqual(await fails.run(), {
    kind: 'failed',
    message: 'running PreBind plugin "Fails": the disk is full',
  });
  assert.equal(fails.stored()?.spec.nodeName, undefined);
  assert.equal(fails.cache.isAssumed(fails.p), false);
  assert.deepEqual(fails.unreserved, ['n1']);
});
