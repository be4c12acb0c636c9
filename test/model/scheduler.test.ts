import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApiError, UnreachableError } from '../../src/api/errors.ts';
import { NODES, PODS } from '../../src/api/resources.ts';
import type { Bound, SchedulerEvent } from '../../src/scheduler/events.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import { runScheduler } from '../../src/scheduler/scheduler.ts';
import { node, pod } from '../helpers/builders.ts';
import { schedulerOptions } from '../helpers/scheduler-options.ts';
import { advanceUntil, FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

const NODE_NAMES = ['n1', 'n2', 'n3'];
const POD_NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const nodeName = fc.constantFrom(...NODE_NAMES);
const podName = fc.constantFrom(...POD_NAMES);

const FAULTS = {
  'no answer': new UnreachableError('memory', new Error('connection reset')),
  'etcd unhappy': new ApiError(500, 'InternalError', 'etcd is unhappy'),
  'too many requests': new ApiError(429, 'TooManyRequests', 'slow down'),
};

const step = fc.oneof(
  fc.record({ op: fc.constant('create' as const), pod: podName }),
  fc.record({ op: fc.constant('delete' as const), pod: podName }),
  fc.record({ op: fc.constant('finish' as const), pod: podName }),
  fc.record({ op: fc.constant('somebody else places' as const), pod: podName, node: nodeName }),
  fc.record({ op: fc.constant('node' as const), node: nodeName, tainted: fc.boolean(), ready: fc.boolean() }),
  fc.record({ op: fc.constant('remove node' as const), node: nodeName }),
  fc.record({ op: fc.constant('drop watches' as const) }),
  fc.record({ op: fc.constant('expire' as const) }),
  fc.record({
    op: fc.constant('fail' as const),
    method: fc.constantFrom(
      'bind' as const,
      'get' as const,
      'list' as const,
      'create' as const,
      'patch' as const,
    ),
    fault: fc.constantFrom('no answer' as const, 'etcd unhappy' as const, 'too many requests' as const),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
  fc.record({ op: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 500, 2_000, 15_000) }),
);

/** What happens before anybody can react to any of it. */
const atOnce = fc.array(step, { minLength: 1, maxLength: 4 });

/** Does the step to the cluster, as far as it makes sense there now. */
function apply(api: MemoryApi, now: typeof step extends fc.Arbitrary<infer S> ? S : never): void {
  const podNow = 'pod' in now ? api.all(PODS).find(({ metadata }) => metadata.name === now.pod) : undefined;
  switch (now.op) {
    case 'create':
      if (!podNow) api.put(PODS, pod(now.pod).uid(crypto.randomUUID()).scheduler('ours').build());
      break;
    case 'delete':
      if (podNow) api.remove(PODS, podNow.metadata);
      break;
    case 'finish':
      if (podNow?.spec.nodeName)
        api.put(PODS, { ...podNow, status: { ...podNow.status, phase: 'Succeeded' } });
      break;
    case 'somebody else places':
      if (podNow && !podNow.spec.nodeName)
        api.put(PODS, { ...podNow, spec: { ...podNow.spec, nodeName: now.node } });
      break;
    case 'node': {
      const wanted = node(now.node).ready(now.ready);
      api.put(NODES, (now.tainted ? wanted.taint('k', 'NoSchedule') : wanted).build());
      break;
    }
    case 'remove node':
      if (api.all(NODES).some(({ metadata }) => metadata.name === now.node))
        api.remove(NODES, { name: now.node });
      break;
    case 'drop watches':
      api.dropWatches();
      break;
    case 'expire':
      api.expire();
      api.dropWatches();
      break;
    case 'fail':
      api.failNext(now.method, FAULTS[now.fault], { when: now.when });
      break;
    case 'wait':
      break;
  }
}

test('whatever happens to the cluster and to the way to it, in the end every pod is placed once and counted once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(atOnce, { maxLength: 20 }), async (moments) => {
      const clock = new FakeClock();
      const api = new MemoryApi(clock);
      for (const name of NODE_NAMES) api.put(NODES, node(name).build());
      const told: SchedulerEvent[] = [];
      const ending = new AbortController();
      const done = runScheduler(
        schedulerOptions({
          api,
          policy: 'least-pods',
          profiles: [
            {
              schedulerName: 'ours',
              plugins: policyPlugins('least-pods', { api, clock, random: () => 0.5 }),
            },
          ],
          parallelBinds: 2,
          observe: (event) => void told.push(event),
          clock,
          random: () => 0.5,
          signal: ending.signal,
        }),
      );
      for (const moment of moments) {
        for (const now of moment) {
          apply(api, now);
          if (now.op === 'wait') await clock.advance(now.ms);
        }
        await settle();
      }
      // the storm is over: three good nodes, no more faults than are still under way
      for (const name of NODE_NAMES) api.put(NODES, node(name).build());
      const waiting = () => api.all(PODS).filter(({ spec }) => !spec.nodeName);
      await advanceUntil(clock, () => waiting().length === 0, 'every pod has a node', { stepMs: 1_000 });
      await clock.advance(60_000);

      // one more pod tells what the scheduler believes: the emptiest node, and how many pods it has
      const probe = await untilBound((name) => {
        api.put(PODS, pod(name).scheduler('ours').build());
        return advanceUntil(clock, () => waiting().length === 0, `${name} has a node`, { stepMs: 1_000 });
      }, told);
      await clock.advance(1_000);
      const counts = new Map(NODE_NAMES.map((name) => [name, 0]));
      for (const { metadata, spec, status } of api.all(PODS)) {
        const counted = metadata.name !== probe.pod.name && status?.phase !== 'Succeeded' && spec.nodeName;
        if (counted) counts.set(counted, (counts.get(counted) ?? 0) + 1);
      }
      assert.equal(
        probe.hadPods,
        Math.min(...counts.values()),
        'it knows how many pods the emptiest node has',
      );
      assert.equal(counts.get(probe.node), probe.hadPods);

      const bound = told.flatMap((event) => (event.type === 'bound' ? [event.pod.uid] : []));
      assert.equal(new Set(bound).size, bound.length, 'no pod was bound twice');
      ending.abort(new Error('the test is over'));
      await clock.advance(2_000);
      await done;
      assert.partialDeepStrictEqual(told.at(-1), { type: 'stopped', pending: 0 });
      await settle();
      assert.equal(api.openWatches(), 0);
      assert.equal(clock.waiting, 0, 'no timer is left');
    }),
    { numRuns: 500 },
  );
});

/**
 * Places pods until one is told to be bound: faults that are left over hit the first ones, and a binding whose answer is
 * lost together with the answer to the question about it is never told, though it counts.
 */
async function untilBound(
  place: (name: string) => Promise<void>,
  told: readonly SchedulerEvent[],
): Promise<Bound> {
  for (let number = 0; ; number++) {
    const name = `probe-${number}`;
    await place(name);
    const bound = told.find((event): event is Bound => event.type === 'bound' && event.pod.name === name);
    if (bound) return bound;
  }
}
