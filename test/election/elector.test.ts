import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApiError, UnreachableError } from '../../src/api/errors.ts';
import { LEASES } from '../../src/api/resources.ts';
import { becomeLeader, type Leadership, TIMINGS } from '../../src/election/elector.ts';
import { fencedApi, NotLeading } from '../../src/election/fenced-api.ts';
import { FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

const NAME = { namespace: 'kube-system', name: 'workshop-scheduler' };

/** A candidate of this name on its own view of the cluster, with a clock of its own where one is given. */
function candidate(api: MemoryApi, identity: string, clock: FakeClock) {
  const ending = new AbortController();
  const leaders: string[] = [];
  let leadership: Leadership | undefined;
  let isLost = false;
  const elected = becomeLeader({
    api,
    lease: NAME,
    identity,
    timings: TIMINGS,
    clock,
    random: () => 0,
    signal: ending.signal,
    onLeader: (leader) => void leaders.push(leader),
  });
  elected.then(
    (won) => {
      leadership = won;
      void won.lost.then(() => (isLost = true));
    },
    () => {},
  );
  return {
    leaders,
    leads: () => leadership?.isHeld() ?? false,
    isLost: () => isLost,
    stop: () => ending.abort(new Error('stopped')),
    ended: () => leadership?.done,
  };
}

const holderOf = async (api: MemoryApi) => (await api.get(LEASES, NAME)).spec?.holderIdentity;

test('the first candidate leads, the second waits and knows who leads', async () => {
  const [clock, api] = [new FakeClock(), new MemoryApi()];
  const a = candidate(api, 'a', clock);
  await settle();
  const b = candidate(api, 'b', clock);
  await clock.advance(60_000);
  assert.deepEqual([a.leads(), b.leads()], [true, false]);
  assert.deepEqual([a.leaders, b.leaders], [['a'], ['a']]);
  assert.equal(await holderOf(api), 'a');
});

test('a leader that ends gives the lease back: the next one leads at its next try', async () => {
  const [clock, api] = [new FakeClock(), new MemoryApi()];
  const a = candidate(api, 'a', clock);
  await settle();
  const b = candidate(api, 'b', clock);
  await clock.advance(5_000);
  a.stop();
  await settle();
  assert.equal(a.leads(), false);
  assert.equal(await holderOf(api), '');
  await clock.advance(TIMINGS.retryMs);
  assert.equal(b.leads(), true);
});

test('a leader that died is waited for as long as its lease lasts, and the change is counted', async () => {
  const [clock, api] = [new FakeClock(), new MemoryApi()];
  candidate(api, 'a', new FakeClock()); // its clock stands still: it never renews
  await settle();
  const b = candidate(api, 'b', clock);
  await settle();
  await clock.advance(TIMINGS.leaseMs - 1);
  assert.equal(b.leads(), false);
  await clock.advance(TIMINGS.retryMs + 1);
  assert.equal(b.leads(), true);
  const { spec } = await api.get(LEASES, NAME);
  assert.equal(spec?.leaseTransitions, 1);
});

test('a leader that cannot renew stops when its time is over, and says so; a short trouble costs it nothing', async () => {
  const [clock, api] = [new FakeClock(), new MemoryApi()];
  const a = candidate(api, 'a', clock);
  await settle();
  api.failNext('patch', new UnreachableError('https://x', new Error('refused')), { times: 2 });
  await clock.advance(8_000);
  assert.deepEqual([a.leads(), a.isLost()], [true, false]);
  api.failNext('patch', new ApiError(500, 'InternalError', 'no'), { times: 100 });
  await clock.advance(9_000);
  assert.equal(a.isLost(), false);
  await clock.advance(TIMINGS.renewMs);
  assert.deepEqual([a.leads(), a.isLost()], [false, true]);
});

test('a leader whose event loop stood still may not write in the very moment in which it wakes', async () => {
  const [clock, api] = [new FakeClock(), new MemoryApi()];
  const a = candidate(api, 'a', clock);
  await settle();
  clock.spend(TIMINGS.renewMs);
  assert.equal(a.leads(), false);
  // nobody else has taken the lease: it leads again as soon as it has renewed
  await clock.advance(TIMINGS.retryMs);
  assert.deepEqual([a.leads(), a.isLost()], [true, false]);
});

test('a leader that slept while another took over never leads again', async () => {
  const api = new MemoryApi();
  const [mine, theirs] = [new FakeClock(), new FakeClock()];
  const a = candidate(api, 'a', mine);
  await settle();
  const b = candidate(api, 'b', theirs);
  await theirs.advance(TIMINGS.leaseMs + TIMINGS.retryMs);
  assert.equal(b.leads(), true);
  mine.spend(60_000);
  assert.equal(a.leads(), false);
  await mine.advance(TIMINGS.retryMs);
  assert.deepEqual([a.leads(), a.isLost()], [false, true]);
});

test('a wall clock that jumps ahead closes the fence until the next renewal, one that is put back does not keep it open', async () => {
  const [clock, api] = [new FakeClock(), new MemoryApi()];
  const a = candidate(api, 'a', clock);
  await settle();
  clock.jump(3_600_000);
  assert.equal(a.leads(), false);
  await clock.advance(TIMINGS.retryMs);
  assert.equal(a.leads(), true);
  clock.jump(-7_200_000);
  assert.equal(a.leads(), true);
  clock.spend(TIMINGS.renewMs);
  assert.equal(a.leads(), false);
});

test('whoever does not hold the lease writes nothing', async () => {
  const api = new MemoryApi();
  let isHeld = false;
  const fenced = fencedApi(api, () => isHeld);
  await assert.rejects(fenced.bind({ name: 'p' }, 'n'), NotLeading);
  await assert.rejects(fenced.create(LEASES, { metadata: NAME, spec: {} }), NotLeading);
  assert.equal(api.calls.get('bind'), undefined);
  isHeld = true;
  await fenced.create(LEASES, { metadata: NAME, spec: {} });
  assert.equal((await fenced.list(LEASES)).items.length, 1);
});

test('never do two lead at once, whatever fails and whoever sleeps; somebody leads again when it is over', async () => {
  const step = fc.oneof(
    fc.record({ op: fc.constant('pass' as const), ms: fc.constantFrom(500, 2_000, 5_000, 12_000) }),
    fc.record({
      op: fc.constant('sleep' as const),
      who: fc.nat(2),
      ms: fc.constantFrom(5_000, 12_000, 30_000),
    }),
    fc.record({
      op: fc.constant('jump' as const),
      who: fc.nat(2),
      ms: fc.constantFrom(-3_600_000, 3_600_000),
    }),
    fc.record({
      op: fc.constant('fail' as const),
      method: fc.constantFrom('get' as const, 'patch' as const),
      when: fc.constantFrom('before' as const, 'after' as const),
      times: fc.integer({ min: 1, max: 8 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const api = new MemoryApi();
      const clocks = [new FakeClock(), new FakeClock(), new FakeClock()] as const;
      const all = clocks.map((clock, at) => candidate(api, `c${at}`, clock));
      const leading = () => all.filter((one) => one.leads()).length;
      // time passes for all alike; who sleeps finds out only when it wakes
      const pass = async (ms: number) => {
        for (let passed = 0; passed < ms; passed += 500) {
          for (const clock of clocks) await clock.advance(500);
          assert.ok(leading() <= 1, 'two lead');
        }
      };
      for (const now of steps) {
        if (now.op === 'pass') await pass(now.ms);
        else if (now.op === 'jump') clocks[now.who]?.jump(now.ms);
        else if (now.op === 'fail')
          api.failNext(now.method, new UnreachableError('https://x', new Error('lost')), now);
        else
          for (let passed = 0; passed < now.ms; passed += 500) {
            for (const [at, clock] of clocks.entries()) {
              if (at === now.who) clock.spend(500);
              else await clock.advance(500);
            }
            assert.ok(leading() <= 1, 'two lead');
          }
      }
      if (all.every((one) => one.isLost())) return;
      await pass(120_000);
      assert.ok(leading() === 1 || all.every((one) => one.isLost()), 'nobody leads');
      for (const one of all) one.stop();
    }),
    { numRuns: 40 },
  );
});
