import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnreachableError } from '../../src/api/errors.ts';
import { LEASES, NODES, PODS } from '../../src/api/resources.ts';
import { takePart } from '../../src/app/leading.ts';
import { UserError } from '../../src/lib/errors.ts';
import { leaderElectionDefaults } from '../../src/scheduler/config/leader-election.ts';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import { eventText } from '../../src/scheduler/log-text.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import { runScheduler } from '../../src/scheduler/scheduler.ts';
import { node, pod } from '../helpers/builders.ts';
import { schedulerOptions } from '../helpers/scheduler-options.ts';
import { advanceUntil, FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

const LEASE = { namespace: 'kube-system', name: 'workshop-scheduler' };
const election = { ...leaderElectionDefaults('workshop-scheduler'), leaderElect: true };

/** A cluster with one node, on which schedulers of these names take part in an election. */
function arrange() {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  api.put(NODES, node('worker').build());
  const run = (identity: string, own = clock) => {
    const ending = new AbortController();
    const told: SchedulerEvent[] = [];
    const observe = (event: SchedulerEvent) => void told.push(event);
    const common = { observe, clock: own, random: () => 0 };
    const leading = takePart({ ...common, api, election, identity, signal: ending.signal });
    const plugins = policyPlugins('least-pods', { api: leading.api, clock: own, random: () => 0 });
    const done = runScheduler(
      schedulerOptions({
        ...common,
        api: leading.api,
        leads: leading.leads,
        signal: leading.signal,
        policy: 'least-pods',
        profiles: [{ schedulerName: 'workshop-scheduler', plugins }],
        instance: identity,
      }),
    ).then(() => leading.close());
    done.catch(() => {});
    const stop = async () => {
      ending.abort(new Error('stopped'));
      await advanceUntil(clock, () => told.some(({ type }) => type === 'stopped'), 'it has stopped');
      await done;
    };
    const types = () => told.map(({ type }) => type);
    return { done, told, stop, types, leading, lines: () => told.map(eventText) };
  };
  const create = (name: string) => api.put(PODS, pod(name).scheduler('workshop-scheduler').build());
  const nodeOf = (name: string) =>
    api.all(PODS).find(({ metadata }) => metadata.name === name)?.spec.nodeName;
  const holder = async () => (await api.get(LEASES, LEASE)).spec?.holderIdentity;
  return { clock, api, run, create, nodeOf, holder };
}

test('one leads and schedules; the other knows every pod and schedules none, and goes on when the first has given the lease back', async () => {
  const { clock, run, create, nodeOf, holder } = arrange();
  const a = run('a');
  await settle();
  const b = run('b');
  await settle();
  create('one');
  await clock.advance(5_000);
  assert.equal(nodeOf('one'), 'worker');
  assert.deepEqual(
    a.types().filter((type) => type !== 'noticed'),
    ['leading', 'running', 'bound'],
  );
  assert.deepEqual(b.types(), ['waiting-to-lead', 'noticed']);
  assert.equal(b.lines()[0], 'waiting to lead: a holds the lease kube-system/workshop-scheduler');
  assert.deepEqual([a.leading.isHeld(), b.leading.isHeld()], [true, false]);
  await a.stop();
  assert.equal(await holder(), '');
  create('two');
  await clock.advance(3_000);
  assert.equal(await holder(), 'b');
  assert.equal(nodeOf('two'), 'worker');
  assert.deepEqual(b.types().slice(2), ['noticed', 'leading', 'running', 'bound']);
  await b.stop();
});

test('a leader that slept too long binds nothing when it wakes, and ends with a sentence that says who leads', async () => {
  const { clock, run, create, nodeOf } = arrange();
  const asleep = new FakeClock();
  const a = run('a', asleep);
  await settle();
  const b = run('b');
  await clock.advance(1_000);
  await asleep.advance(1_000);
  await clock.advance(20_000);
  assert.equal(b.leading.isHeld(), true);
  // time has passed for the sleeper, too, and nothing of it has run
  asleep.spend(20_000);
  assert.equal(a.leading.isHeld(), false);
  create('one');
  await settle();
  await clock.advance(1_000);
  assert.equal(nodeOf('one'), 'worker');
  assert.deepEqual(
    a.types().filter((type) => type === 'bound'),
    [],
  );
  await asleep.advance(10_000);
  await assert.rejects(a.done, (error) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.exitCode, 3);
    assert.match(error.message, /^the lease kube-system\/workshop-scheduler was lost to b, so this process /);
    return true;
  });
  assert.ok(a.types().includes('lost'));
  await b.stop();
});

test('a leader that cannot renew ends before anybody else can lead, and says so once', async () => {
  const { clock, api, run } = arrange();
  const a = run('a');
  await settle();
  api.failNext('patch', new UnreachableError('https://example', new Error('no route')), { times: 100 });
  await clock.advance(election.leaseDuration - 1);
  await assert.rejects(a.done, /could not be renewed in time/);
  assert.equal(a.types().filter((type) => type === 'warning').length, 1);
});

test('a candidate that is asked to end has ended at once', async () => {
  const { clock, run, holder } = arrange();
  const a = run('a');
  await settle();
  const b = run('b');
  await clock.advance(1_000);
  await b.stop();
  assert.deepEqual(b.types(), ['waiting-to-lead', 'stopped']);
  assert.equal(await holder(), 'a');
  await a.stop();
});

test('a leader that is asked to end gives the lease back only when its bindings have ended', async () => {
  const { clock, api, run, create, nodeOf, holder } = arrange();
  const a = run('a');
  await settle();
  const release = api.hold('bind');
  create('one');
  await clock.advance(100);
  const stopped = a.stop();
  await settle();
  create('two');
  assert.equal(await holder(), 'a');
  release();
  await stopped;
  assert.deepEqual([nodeOf('one'), nodeOf('two')], ['worker', undefined]);
  assert.equal(await holder(), '');
  assert.deepEqual(
    a.types().filter((type) => type !== 'noticed'),
    ['leading', 'running', 'bound', 'stopped'],
  );
});
