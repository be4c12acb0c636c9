import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { EVENTS, NODES, POD_DISRUPTION_BUDGETS, PODS } from '../../src/api/resources.ts';
import { readConfiguration } from '../../src/scheduler/config/read-configuration.ts';
import { schedulerProfiles } from '../../src/scheduler/config/scheduler-profiles.ts';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import type { SchedulerOptions } from '../../src/scheduler/options.ts';
import { REGISTRY } from '../../src/scheduler/plugins/index.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import { POLICIES, type PolicyName } from '../../src/scheduler/policy.ts';
import { Profiles } from '../../src/scheduler/profiles.ts';
import type { RunningScheduler } from '../../src/scheduler/running-scheduler.ts';
import { runScheduler } from '../../src/scheduler/scheduler.ts';
import { node, pod } from '../helpers/builders.ts';
import { schedulerOptions } from '../helpers/scheduler-options.ts';
import { advanceUntil, FakeClock } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

async function arrange(
  t: TestContext,
  make: (context: {
    api: MemoryApi;
    clock: FakeClock;
    random: () => number;
  }) => Pick<SchedulerOptions, 'profiles'> & Partial<SchedulerOptions>,
) {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  const told: SchedulerEvent[] = [];
  const ending = new AbortController();
  const { promise, resolve } = Promise.withResolvers<RunningScheduler>();
  api.put(NODES, node('a').allocatable({ cpu: '2', memory: '4Gi', pods: '110' }).build());
  api.put(NODES, node('b').allocatable({ cpu: '8', memory: '16Gi', pods: '110' }).build());
  for (const name of ['x', 'y', 'z']) api.put(PODS, pod(name).on('b').build());
  const done = runScheduler(
    schedulerOptions({
      api,
      policy: 'custom',
      onRunning: resolve,
      parallelBinds: 4,
      observe: (event) => void told.push(event),
      clock,
      signal: ending.signal,
      ...make({ api, clock, random: () => 0 }),
    }),
  );
  t.after(async () => {
    ending.abort(new Error('stopped by the test'));
    await done;
  });
  const running = await promise;
  const until = (condition: () => boolean, what: string) => advanceUntil(clock, condition, what);
  const nodeOf = (name: string) =>
    api.all(PODS).find(({ metadata }) => metadata.name === name)?.spec.nodeName;
  return { api, clock, running, told, until, nodeOf };
}

const SPREAD_AND_PACK = {
  apiVersion: 'kubescheduler.config.k8s.io/v1',
  kind: 'KubeSchedulerConfiguration',
  profiles: ['fewest', 'most'].map((prefer) => ({
    schedulerName: prefer,
    plugins: { score: { disabled: [{ name: '*' }], enabled: [{ name: 'PodCount' }] } },
    pluginConfig: [{ name: 'PodCount', args: { prefer } }],
  })),
};

test('several profiles in one process: each pod gets the plugins of its own scheduler, which speaks for itself', async (t) => {
  const { api, told, until, nodeOf } = await arrange(t, (context) => ({
    profiles: schedulerProfiles(
      readConfiguration(SPREAD_AND_PACK, { registry: REGISTRY, schedulerName: 'x' }),
      context,
    ),
  }));
  assert.partialDeepStrictEqual(told[0], { type: 'running', scheduler: 'fewest, most', policy: 'custom' });
  api.put(PODS, pod('spread').scheduler('fewest').build());
  api.put(PODS, pod('packed').scheduler('most').build());
  api.put(PODS, pod('foreign').scheduler('another').build());
  await until(() => nodeOf('spread') !== undefined && nodeOf('packed') !== undefined, 'both are bound');
  assert.equal(nodeOf('spread'), 'a');
  assert.equal(nodeOf('packed'), 'b');
  assert.equal(nodeOf('foreign'), undefined);
  await until(() => api.all(EVENTS).length === 2, 'both have their event');
  assert.deepEqual(
    api
      .all(EVENTS)
      .map(({ regarding, reportingController }) => `${regarding?.name} ${reportingController}`)
      .toSorted(),
    ['packed most', 'spread fewest'],
  );
});

const policies = (context: Parameters<typeof policyPlugins>[1]) => (policy: PolicyName) => [
  { schedulerName: 's', plugins: policyPlugins(policy === 'custom' ? 'default' : policy, context) },
];

test('every policy can take over while it runs, and is told', async (t) => {
  const { running, api, told, until, nodeOf } = await arrange(t, (context) => ({
    profiles: policies(context)('least-pods'),
    profilesOf: policies(context),
  }));
  const names = () => told.flatMap((event) => (event.type === 'policy' ? [event.policy] : []));
  for (const policy of POLICIES) {
    running.policyChanged(policy);
    await until(() => names().at(-1) === policy, `${policy} holds`);
    api.put(PODS, pod(policy).scheduler('s').requests({ cpu: '100m', memory: '1Mi' }).build());
    await until(() => nodeOf(policy) !== undefined, `${policy} places a pod`);
  }
  assert.equal(nodeOf('most-pods'), 'b');
  assert.equal(nodeOf('most-allocated'), 'a');
  assert.equal(nodeOf('least-allocated'), 'b');
});

test('a pod that waits is tried again by the policy that takes over, and of two in a row the last holds', async (t) => {
  const { running, api, told, until, clock } = await arrange(t, (context) => ({
    profiles: policies(context)('least-pods'),
    profilesOf: policies(context),
  }));
  api.put(PODS, pod('low').on('a').priority(0).requests({ cpu: '2', memory: '1Mi' }).build());
  api.put(PODS, pod('low2').on('b').priority(0).requests({ cpu: '8', memory: '1Mi' }).build());
  api.put(
    PODS,
    pod('high').uid('high').scheduler('s').priority(10).requests({ cpu: '2', memory: '1Mi' }).build(),
  );
  await until(() => running.find('high')?.place === 'parked', 'no room, and nobody makes any');
  assert.ok(!told.some(({ type }) => type === 'preempting'));
  assert.equal(api.all(POD_DISRUPTION_BUDGETS).length, 0);
  const at = clock.monotonic();
  running.policyChanged('random');
  running.policyChanged('default');
  await until(() => told.some(({ type }) => type === 'preempting'), 'room is made');
  assert.ok(clock.monotonic() - at < 60_000, 'not only when its five minutes are over');
  assert.deepEqual(
    told.flatMap((event) => (event.type === 'policy' ? [event.policy] : [])),
    ['default'],
  );
});

test('a scheduler that knows no other policy keeps its own', async (t) => {
  const { running, told } = await arrange(t, (context) => ({ profiles: policies(context)('least-pods') }));
  running.policyChanged('random');
  assert.ok(!told.some(({ type }) => type === 'policy'));
});

test('pods rest as the configuration says', async (t) => {
  const { api, told, until, clock } = await arrange(t, (context) => ({
    profiles: policies(context)('least-pods'),
    backoff: { initialMs: 3_000, maxMs: 4_000 },
  }));
  const attempts = () => told.filter(({ type }) => type === 'unschedulable').length;
  api.put(PODS, pod('large').scheduler('s').requests({ cpu: '64', memory: '1Mi' }).build());
  await until(() => attempts() === 1, 'it does not fit');
  const at = clock.monotonic();
  api.put(NODES, node('c').allocatable({ cpu: '1', memory: '1Gi', pods: '110' }).build());
  await until(() => attempts() === 2, 'it is tried again');
  assert.ok(clock.monotonic() - at >= 2_000, `${clock.monotonic() - at} ms`);
});

test('who bound with one framework goes on with it, also when another is in its place', () => {
  const context = { api: new MemoryApi(), clock: new FakeClock(), random: () => 0 };
  const profiles = new Profiles(policies(context)('least-pods'));
  const before = profiles.of(pod('p').scheduler('s').build());
  profiles.replace(policies(context)('random'));
  assert.notEqual(profiles.of(pod('p').scheduler('s').build()).framework, before.framework);
  assert.equal(before.sample, undefined, 'every node is looked at unless a profile says less');
  profiles.replace([
    { schedulerName: 's', plugins: policyPlugins('random', context), percentageOfNodesToScore: 0 },
  ]);
  assert.ok(profiles.first.sample);
});
