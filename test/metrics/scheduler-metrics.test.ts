import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiError } from '../../src/api/errors.ts';
import { NODES, PODS } from '../../src/api/resources.ts';
import { Registry } from '../../src/metrics/registry.ts';
import { SchedulerMetrics } from '../../src/metrics/scheduler-metrics.ts';
import type { Plugin } from '../../src/scheduler/framework/plugin.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import { runScheduler } from '../../src/scheduler/scheduler.ts';
import { node, pod } from '../helpers/builders.ts';
import { schedulerOptions } from '../helpers/scheduler-options.ts';
import { advanceUntil, FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

/** A scheduler with the default policy on one node of 4 CPUs that is measured; `random` 0: every cycle plugin by plugin. */
async function arrange(t: TestContext, { random = 0, plugins = [] as readonly Plugin[] } = {}) {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  api.put(NODES, node('worker').allocatable({ cpu: '4', memory: '8Gi', pods: '10' }).build());
  const registry = new Registry();
  const ending = new AbortController();
  const done = runScheduler(
    schedulerOptions({
      api,
      metrics: new SchedulerMetrics(registry),
      profiles: [
        {
          schedulerName: 'ours',
          plugins: [
            ...policyPlugins('default', { api, clock, random: () => 0 }),
            ...plugins.map((plugin) => ({ plugin, weight: 1 })),
          ],
        },
      ],
      observe: () => {},
      clock,
      random: () => random,
      signal: ending.signal,
    }),
  );
  t.after(async () => {
    ending.abort(new Error('stopped by the test'));
    await advanceUntil(clock, () => clock.waiting === 0, 'it has ended');
    await done;
  });
  await settle();
  /** Sample lines that begin so, without what is before the brace. */
  const lines = (start: string) =>
    registry
      .text()
      .split('\n')
      .filter((line) => line.startsWith(start));
  const value = (series: string) => Number(lines(`${series} `)[0]?.split(' ').at(-1) ?? 'NaN');
  const create = (name: string, cpu: string) =>
    api.put(PODS, pod(name).scheduler('ours').requests({ cpu }).build());
  return { api, clock, lines, value, create };
}

test('an attempt counts by how it ended, with its time', async (t) => {
  const { api, clock, value, create } = await arrange(t);
  create('fits', '1');
  create('too-big', '8');
  await clock.advance(100);
  const attempts = (result: string) =>
    value(`scheduler_schedule_attempts_total{result="${result}",profile="ours"}`);
  assert.deepEqual(['scheduled', 'unschedulable', 'error'].map(attempts), [1, 1, NaN]);
  assert.equal(
    value('scheduler_scheduling_attempt_duration_seconds_count{result="scheduled",profile="ours"}'),
    1,
  );
  assert.equal(value('scheduler_scheduling_algorithm_duration_seconds_count'), 2);
  assert.equal(value('scheduler_pod_scheduling_sli_duration_seconds_count{attempts="1"}'), 1);
  api.failNext('bind', new ApiError(500, 'InternalError', 'not now'));
  create('second', '1');
  await clock.advance(5_000);
  // the failed binding gave back room, so the one that is too big was tried again, too
  assert.deepEqual(['scheduled', 'unschedulable', 'error'].map(attempts), [2, 2, 1]);
  assert.equal(value('scheduler_pod_scheduling_attempts_bucket{le="1"}'), 1);
  assert.equal(value('scheduler_pod_scheduling_attempts_sum'), 3);
  // it rested for a second in between
  assert.ok(value('scheduler_pod_scheduling_sli_duration_seconds_sum{attempts="2"}') >= 1);
});

test('who waits where and why, what is in the cache, and how pods came there', async (t) => {
  const { clock, lines, value, create, api } = await arrange(t);
  create('fits', '1');
  create('too-big', '8');
  api.put(PODS, pod('gated').scheduler('ours').gate('example.com/wait').build());
  await clock.advance(100);
  assert.deepEqual(lines('scheduler_pending_pods{'), [
    'scheduler_pending_pods{queue="active"} 0',
    'scheduler_pending_pods{queue="backoff"} 0',
    'scheduler_pending_pods{queue="unschedulable"} 1',
    'scheduler_pending_pods{queue="gated"} 1',
  ]);
  const why = 'scheduler_unschedulable_pods{plugin="NodeResourcesFit",profile="ours"}';
  assert.equal(value(why), 1);
  assert.equal(value('scheduler_cache_size{type="nodes"}'), 1);
  assert.equal(value('scheduler_cache_size{type="pods"}'), 1);
  assert.equal(value('scheduler_queue_incoming_pods_total{queue="active",event="UnscheduledPodAdd"}'), 2);
  assert.equal(
    value('scheduler_queue_incoming_pods_total{queue="unschedulable",event="ScheduleAttemptFailure"}'),
    1,
  );
  api.put(NODES, node('larger').allocatable({ cpu: '16', memory: '8Gi', pods: '10' }).build());
  await clock.advance(15_000);
  assert.equal(value(why), 0);
  assert.equal(value('scheduler_queue_incoming_pods_total{queue="backoff",event="NodeAdd"}'), 1);
  assert.equal(value('scheduler_queue_incoming_pods_total{queue="active",event="BackoffComplete"}'), 1);
});

test('preemption is counted with its victims', async (t) => {
  const { api, clock, value } = await arrange(t);
  for (const name of ['a', 'b'])
    api.put(PODS, pod(name).on('worker').requests({ cpu: '2' }).priority(0).build());
  await clock.advance(100);
  api.put(PODS, pod('important').scheduler('ours').requests({ cpu: '3' }).priority(100).build());
  await clock.advance(100);
  assert.equal(value('scheduler_preemption_attempts_total'), 1);
  assert.equal(value('scheduler_preemption_victims_sum'), 2);
});

test('every extension point is measured, and in one cycle of ten every plugin', async (t) => {
  const waits: Plugin = { name: 'Waits', permit: () => ({ waitMs: 2_000 }) };
  const { clock, lines, value, create } = await arrange(t, { plugins: [waits] });
  create('fits', '1');
  create('too-big', '8');
  await clock.advance(3_000);
  const points = new Set(
    lines('scheduler_framework_extension_point_duration_seconds_count').map(
      (line) => /extension_point="(\w+)",status="(\w+)"/.exec(line)?.slice(1).join(' ') ?? '',
    ),
  );
  for (const point of [
    'PreEnqueue Success',
    'PreFilter Success',
    'Filter Success',
    'Filter Unschedulable',
    'PostFilter Unschedulable',
    'Reserve Success',
    'Permit Wait',
    'Unreserve Success',
  ])
    assert.ok(points.has(point), `${point} is not among ${[...points].join(', ')}`);
  assert.equal(value('scheduler_permit_wait_duration_seconds_count{result="Unschedulable"}'), 1);
  const filter =
    'scheduler_plugin_execution_duration_seconds_count{plugin="NodeResourcesFit",extension_point="Filter"';
  assert.ok(value(`${filter},status="Success"}`) >= 1);
  assert.ok(
    value(`${filter},status="Unschedulable"}`) >= 1 ||
      value(`${filter},status="UnschedulableAndUnresolvable"}`) >= 1,
  );
});

test('in the other nine no plugin is', async (t) => {
  const { clock, lines, create } = await arrange(t, { random: 0.5 });
  create('fits', '1');
  await clock.advance(100);
  assert.deepEqual(lines('scheduler_plugin_execution_duration_seconds_count'), []);
  assert.ok(lines('scheduler_framework_extension_point_duration_seconds_count').length > 5);
});
