import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NODES, PODS } from '../../src/api/resources.ts';
import { EXTENSION_POINTS } from '../../src/scheduler/framework/extension-points.ts';
import type { PluginEntry } from '../../src/scheduler/framework/plugin.ts';
import { coscheduling } from '../../src/scheduler/plugins/coscheduling/coscheduling.ts';
import { MIN_AVAILABLE, POD_GROUP } from '../../src/scheduler/plugins/coscheduling/pod-group.ts';
import { defaultBinder } from '../../src/scheduler/plugins/default-binder.ts';
import { nodeResourcesFit } from '../../src/scheduler/plugins/node-resources/fit.ts';
import { prioritySort } from '../../src/scheduler/plugins/priority-sort.ts';
import { runScheduler } from '../../src/scheduler/scheduler.ts';
import { node, pod } from '../helpers/builders.ts';
import { schedulerOptions } from '../helpers/scheduler-options.ts';
import { advanceUntil, FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

const GANGS = ['a', 'b'] as const;
type GangName = (typeof GANGS)[number];

/** Two gangs, and nodes of which each takes so many pods: either gang fits alone. */
const world = fc
  .record({
    slots: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    min: fc.record({ a: fc.integer({ min: 1, max: 5 }), b: fc.integer({ min: 1, max: 5 }) }),
    extra: fc.record({ a: fc.nat(1), b: fc.nat(1) }),
    keptTogether: fc.boolean(),
  })
  .filter(({ slots, min }) => Math.max(min.a, min.b) <= slots.reduce((sum, more) => sum + more, 0));

/** Long before a wait of an hour for the others of a gang ends: nobody waits in vain. */
const SOON = { stepMs: 500, limitMs: 60_000 };

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ op: fc.constant('create' as const), gang: fc.constantFrom(...GANGS) }),
  },
  fc.record({ op: fc.constant('delete' as const), gang: fc.constantFrom(...GANGS), number: fc.nat(5) }),
  fc.record({ op: fc.constant('stranger comes' as const), slot: fc.nat(2) }),
  fc.record({ op: fc.constant('stranger goes' as const) }),
  fc.record({ op: fc.constant('drop watches' as const) }),
  fc.record({ op: fc.constant('wait' as const), ms: fc.constantFrom(0, 100, 1_000, 3_000, 15_000) }),
);

test('two gangs of which each fits alone never hold each other up, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(world, fc.array(step, { maxLength: 25 }), async (given, steps) => {
      const { slots, min, extra } = given;
      const run = start(given);
      const { api, clock, gang } = run;
      const count: Record<GangName, number> = { a: 0, b: 0 };
      const create = (name: GangName) => {
        const number = count[name]++;
        api.put(PODS, run.member(name, number).build());
      };
      for (const now of steps) {
        switch (now.op) {
          case 'create':
            if (count[now.gang] < min[now.gang] + extra[now.gang]) create(now.gang);
            break;
          case 'delete': {
            const found = gang(now.gang).find(({ metadata }) => metadata.name === `${now.gang}${now.number}`);
            if (!found) break;
            api.remove(PODS, found.metadata);
            // as a controller does
            api.put(PODS, run.member(now.gang, now.number).build());
            break;
          }
          case 'stranger comes':
            run.strangerOn(`n${now.slot % slots.length}`);
            break;
          case 'stranger goes':
            run.strangersGo(1);
            break;
          case 'drop watches':
            api.dropWatches();
            break;
          case 'wait':
            await clock.advance(now.ms);
        }
        await settle();
      }
      // the storm is over: all pods are there, all room is free
      for (const name of GANGS) while (count[name] < min[name] + extra[name]) create(name);
      run.strangersGo(Infinity);
      const isPlaced = (name: GangName) => gang(name).filter(({ spec }) => spec.nodeName).length >= min[name];
      await advanceUntil(clock, () => GANGS.some(isPlaced), 'one of them is placed', SOON);
      await clock.advance(120_000);
      for (const name of GANGS) {
        const placed = gang(name).filter(({ spec }) => spec.nodeName).length;
        assert.ok(placed === 0 || placed >= min[name], `${name}: ${placed} of ${min[name]} are placed`);
      }
      const [first, second] = isPlaced('a') ? GANGS : GANGS.toReversed();
      assert.ok(first && second);
      for (const { metadata } of gang(first)) api.remove(PODS, metadata);
      await advanceUntil(clock, () => isPlaced(second), 'the other one is placed', SOON);
      await run.stop();
      assert.equal(clock.waiting, 0, 'no timer is left');
    }),
    { numRuns: 120 },
  );
});

function start({ slots, min, keptTogether }: typeof world extends fc.Arbitrary<infer W> ? W : never) {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  for (const [at, cpu] of slots.entries())
    api.put(
      NODES,
      node(`n${at}`)
        .allocatable({ cpu: `${cpu}`, memory: '8Gi', pods: '110' })
        .build(),
    );
  const ending = new AbortController();
  const done = runScheduler(
    schedulerOptions({
      api,
      policy: 'least-pods',
      profiles: [{ schedulerName: 'ours', plugins: plugins(api, keptTogether) }],
      parallelBinds: 2,
      observe: () => {},
      clock,
      random: () => 0.5,
      signal: ending.signal,
    }),
  );
  let strangers = 0;
  const asking = (name: string) => pod(name).uid(crypto.randomUUID()).requests({ cpu: '1' });
  return {
    api,
    clock,
    gang: (name: GangName) => api.all(PODS).filter(({ metadata }) => metadata.labels?.[POD_GROUP] === name),
    member: (name: GangName, number: number) =>
      asking(`${name}${number}`)
        .scheduler('ours')
        .label(POD_GROUP, name)
        .label(MIN_AVAILABLE, String(min[name])),
    strangerOn: (on: string) => void api.put(PODS, asking(`stranger${strangers++}`).on(on).build()),
    strangersGo(most: number) {
      const there = api.all(PODS).filter(({ metadata }) => metadata.name.startsWith('stranger'));
      for (const { metadata } of there.slice(0, most)) api.remove(PODS, metadata);
    },
    async stop() {
      ending.abort(new Error('the test is over'));
      await clock.advance(2_000);
      await done;
    },
  };
}

/** With gangs kept together in the queue, or without. */
function plugins(api: MemoryApi, keptTogether: boolean): readonly PluginEntry[] {
  const points = new Set(EXTENSION_POINTS.filter((point) => keptTogether || point !== 'queueSort'));
  return [
    { plugin: coscheduling({ permitWaitingTimeSeconds: 3600 }), weight: 1, points },
    ...[prioritySort, nodeResourcesFit({}), defaultBinder(api)].map((plugin) => ({ plugin, weight: 1 })),
  ];
}
