import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ClusterEvent } from '../../src/scheduler/framework/cluster-event.ts';
import { backoffMs } from '../../src/scheduler/backoff.ts';
import { PARKED_LIMIT_MS, SchedulingQueue } from '../../src/scheduler/queue.ts';
import type { QueuedPod } from '../../src/scheduler/queued-pod.ts';
import { pod } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

/** What a pod is doing, kept the simplest way one can think of. */
interface Model {
  where: 'active' | 'backoff' | 'parked' | 'gated' | 'in-flight';
  attempts: number;
  notBefore: number;
  parkedAt: number;
  rejectedBy: string;
  missed: ClusterEvent[];
  priority: number;
  sequence: number;
}

const HELPS: Readonly<Record<string, ClusterEvent>> = {
  Taints: 'node-taints',
  Count: 'pod-deleted',
  Gang: 'pod-waiting',
  Own: 'pod-changed',
};
const helps = (plugin: string, event: ClusterEvent) => HELPS[plugin] === event;

const NAMES = ['a', 'b', 'c', 'd'];
const step = fc.oneof(
  fc.record({ op: fc.constant('add' as const), name: fc.constantFrom(...NAMES), gated: fc.boolean() }),
  fc.record({ op: fc.constant('ungate' as const), name: fc.constantFrom(...NAMES) }),
  fc.record({ op: fc.constant('change' as const), name: fc.constantFrom(...NAMES) }),
  fc.record({ op: fc.constant('activate' as const), names: fc.subarray(NAMES) }),
  fc.record({ op: fc.constant('delete' as const), name: fc.constantFrom(...NAMES) }),
  fc.record({ op: fc.constant('pop' as const) }),
  fc.record({ op: fc.constant('fits' as const) }),
  fc.record({ op: fc.constant('rejected' as const), by: fc.constantFrom(...Object.keys(HELPS)) }),
  fc.record({ op: fc.constant('bind failed' as const) }),
  fc.record({
    op: fc.constant('event' as const),
    event: fc.constantFrom<ClusterEvent>('node-taints', 'pod-deleted', 'node-labels'),
  }),
  fc.record({ op: fc.constant('wait' as const), ms: fc.constantFrom(100, 1_000, 10_000, PARKED_LIMIT_MS) }),
);

test('the queue does what a naive model does, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 50 }), async (steps) => {
      const clock = new FakeClock();
      const queue = new SchedulingQueue({
        clock,
        gate: ({ spec }) => (spec.schedulingGates?.length ? 'gated' : undefined),
        isOfInterest: (event) => Object.values(HELPS).includes(event),
        isWorthAnotherTry: (rejectedBy, _pod, { event }) =>
          [...rejectedBy].some((plugin) => helps(plugin, event)),
      });
      const model = new Map<string, Model>();
      const flying: QueuedPod[] = [];
      let sequence = 0;

      const rest = (state: Model) => {
        state.where = state.notBefore <= clock.monotonic() ? 'active' : 'backoff';
      };
      const comeBack = (rejectedBy: string) => {
        const queued = flying.shift();
        if (!queued) return;
        queue.requeue(queued, new Set(rejectedBy ? [rejectedBy] : []));
        const state = model.get(queued.pod.metadata.name);
        if (
          !state ||
          state.where !== 'in-flight' ||
          queued.pod.metadata.uid !== `uid-of-${queued.pod.metadata.name}`
        )
          return;
        state.notBefore = clock.monotonic() + backoffMs(state.attempts);
        state.rejectedBy = rejectedBy;
        state.parkedAt = clock.monotonic();
        if (!rejectedBy || state.missed.some((event) => helps(rejectedBy, event))) rest(state);
        else state.where = 'parked';
      };

      const built = (name: string, gated: boolean) => {
        const plain = pod(name).priority(NAMES.indexOf(name) % 2);
        return (gated ? plain.gate('g') : plain).build();
      };
      const happens = (event: ClusterEvent, except?: string) => {
        for (const [name, state] of model) {
          if (state.where === 'in-flight') state.missed.push(event);
          if (state.where === 'parked' && name !== except && helps(state.rejectedBy, event)) rest(state);
        }
      };
      const enter = (name: string, gated: boolean) => {
        model.delete(name);
        if (!gated) happens('pod-waiting');
        model.set(name, {
          where: gated ? 'gated' : 'active',
          attempts: 0,
          notBefore: 0,
          parkedAt: 0,
          rejectedBy: '',
          missed: [],
          priority: NAMES.indexOf(name) % 2,
          sequence: sequence++,
        });
      };

      for (const now of steps) {
        switch (now.op) {
          case 'add': {
            // a pod that is deleted while in flight and made again under its name has another uid in a real cluster
            if (flying.some((queued) => queued.pod.metadata.name === now.name) && !model.has(now.name)) break;
            const known = model.get(now.name);
            const gated = known ? known.where === 'gated' : now.gated;
            queue.add(built(now.name, gated));
            if (!known) enter(now.name, gated);
            break;
          }
          case 'ungate':
            if (model.get(now.name)?.where !== 'gated') break;
            queue.update(built(now.name, false), true);
            enter(now.name, false);
            break;
          case 'change': {
            const state = model.get(now.name);
            queue.update(built(now.name, state?.where === 'gated'), true);
            if (!state || state.where === 'gated') break;
            if (state.where === 'in-flight') happens('pod-changed');
            if (state.where === 'parked' && helps(state.rejectedBy, 'pod-changed')) rest(state);
            happens('pod-waiting', now.name);
            break;
          }
          case 'activate':
            queue.activate(now.names.map((name) => pod(name).build()));
            for (const name of now.names) {
              const state = model.get(name);
              if (state?.where === 'backoff' || state?.where === 'parked') state.where = 'active';
            }
            break;
          case 'delete':
            queue.delete(pod(now.name).build());
            model.delete(now.name);
            break;
          case 'pop': {
            const [expected] = [...model]
              .filter(([, { where }]) => where === 'active')
              .toSorted(([, a], [, b]) => b.priority - a.priority || a.sequence - b.sequence);
            const queued = queue.pop();
            assert.equal(queued?.pod.metadata.name, expected?.[0]);
            if (!queued || !expected) break;
            flying.push(queued);
            Object.assign(expected[1], {
              where: 'in-flight',
              attempts: expected[1].attempts + 1,
              missed: [],
            });
            break;
          }
          case 'fits': {
            const queued = flying.shift();
            if (!queued) break;
            queue.done(queued);
            model.delete(queued.pod.metadata.name);
            break;
          }
          case 'rejected':
            comeBack(now.by);
            break;
          case 'bind failed':
            comeBack('');
            break;
          case 'event':
            queue.moveOn({ event: now.event }, 'test');
            if (now.event !== 'node-labels') happens(now.event);
            break;
          case 'wait':
            await clock.advance(now.ms);
            for (const state of model.values()) {
              if (state.where === 'backoff' && state.notBefore <= clock.monotonic()) state.where = 'active';
              if (state.where === 'parked' && state.parkedAt + PARKED_LIMIT_MS <= clock.monotonic())
                rest(state);
            }
            break;
        }
        const count = (where: Model['where']) =>
          [...model.values()].filter((state) => state.where === where).length;
        assert.deepEqual(queue.counts(), {
          active: count('active'),
          backoff: count('backoff'),
          parked: count('parked'),
          gated: count('gated'),
          inFlight: count('in-flight'),
        });
      }
      queue.close();
    }),
    { numRuns: 300 },
  );
});
