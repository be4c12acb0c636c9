import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ApiError, UnreachableError } from '../../src/api/errors.ts';
import { PODS } from '../../src/api/resources.ts';
import type { Pod } from '../../src/api/types.ts';
import { runInformer } from '../../src/informer/informer.ts';
import type { Selection } from '../../src/informer/reflector.ts';
import { pod } from '../helpers/builders.ts';
import { advanceUntil, FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

/** An informer on pods with everything it said, as short lines. */
function follow(api: MemoryApi, clock: FakeClock, options: Selection = {}, random = () => 0) {
  const told: string[] = [];
  const outages: string[] = [];
  const controller = new AbortController();
  const informer = runInformer<Pod>({
    api,
    resource: PODS,
    options,
    handler: {
      onAdd: (object) => told.push(`+${object.metadata.name}`),
      onUpdate: (before, now) => told.push(`~${before.metadata.name}:${now.metadata.labels?.['v'] ?? ''}`),
      onDelete: (last) => told.push(`-${last.metadata.name}`),
    },
    observe: ({ state, message }) => outages.push(`${state}: ${message}`),
    clock,
    random,
    signal: controller.signal,
  });
  const end = async (): Promise<void> => {
    controller.abort(new Error('test over'));
    await informer.done;
    assert.equal(api.openWatches(), 0);
    assert.equal(clock.waiting, 0, 'no timer is left');
  };
  const taken = (): string[] => told.splice(0);
  return { informer, told, taken, outages, controller, end };
}

function start(): { api: MemoryApi; clock: FakeClock } {
  const clock = new FakeClock();
  return { api: new MemoryApi(clock), clock };
}

const refused = new UnreachableError('https://test', new Error('connect ECONNREFUSED'));
const gone = new ApiError(410, 'Expired', 'too old resource version');

test('what is there at the start is told as adds before it is synced', async () => {
  const { api, clock } = start();
  await api.create(PODS, pod('a').build());
  const { informer, told, end } = follow(api, clock);
  await informer.synced;
  assert.deepEqual(told, ['+a']);
  assert.equal(informer.store.get({ namespace: 'default', name: 'a' })?.metadata.name, 'a');
  await end();
});

test('changes are told in order, and the store has them already', async () => {
  const { api, clock } = start();
  const { informer, told, end } = follow(api, clock);
  await informer.synced;
  await settle();
  const { metadata } = await api.create(PODS, pod('a').build());
  await api.patch(PODS, metadata, { metadata: { labels: { v: '1' } } });
  await settle();
  assert.equal(informer.store.list()[0]?.metadata.labels?.['v'], '1');
  await api.delete(PODS, metadata);
  await settle();
  // a deletion marks the object first
  assert.deepEqual(told, ['+a', '~a:1', '~a:1', '-a']);
  assert.equal(informer.store.size, 0);
  await end();
});

test('a list of many pages is complete before anything is told', async () => {
  const { api, clock } = start();
  for (let count = 0; count < 1201; count += 1) await api.create(PODS, pod(`p${count}`).build());
  const { informer, told, end } = follow(api, clock);
  await informer.synced;
  assert.equal(told.length, 1201);
  assert.equal(api.calls.get('list'), 3);
  await end();
});

test('a page whose token is too old begins the list anew, and nothing is told twice', async () => {
  const { api, clock } = start();
  for (let count = 0; count < 700; count += 1) await api.create(PODS, pod(`p${count}`).build());
  const release = api.hold('list');
  const { informer, told, end } = follow(api, clock);
  release();
  const holdSecond = api.hold('list');
  await settle();
  api.expire();
  holdSecond();
  await informer.synced;
  assert.equal(new Set(told).size, 700);
  assert.equal(told.length, 700);
  await end();
});

test('a watch that ends as agreed is opened again at once and is no outage', async () => {
  const { api, clock } = start();
  const { informer, taken, outages, end } = follow(api, clock);
  await informer.synced;
  await clock.advance(301_000);
  await api.create(PODS, pod('a').build());
  await settle();
  assert.deepEqual(taken(), ['+a']);
  assert.deepEqual(outages, []);
  assert.equal(api.calls.get('list'), 1);
  assert.equal(api.openWatches(), 1);
  await end();
});

test('a broken watch goes on where it was, and the outage is told once', async () => {
  const { api, clock } = start();
  const { informer, taken, outages, end } = follow(api, clock);
  await informer.synced;
  await settle();
  api.failNext('list', refused, { times: 3 });
  api.dropWatches();
  await settle();
  await api.create(PODS, pod('a').build());
  await advanceUntil(clock, () => taken().includes('+a'), 'the pod is seen');
  await clock.advance(1000);
  assert.deepEqual(
    outages.map((line) => line.split(':')[0]),
    ['lost', 'restored'],
  );
  assert.match(outages[0] ?? '', /^lost: cannot watch pods: cannot reach the API server/);
  assert.equal(api.openWatches(), 1);
  await end();
});

test('the end of an outage is told even when nothing changes', async () => {
  const { api, clock } = start();
  const { informer, outages, end } = follow(api, clock);
  await informer.synced;
  await settle();
  api.dropWatches();
  await clock.advance(800 + 1000);
  assert.equal(outages.at(-1), 'restored: pods are watched again');
  await end();
});

test('delays grow from 0.8 to 30 seconds and begin anew when something worked', async () => {
  const { api, clock } = start();
  api.failNext('list', refused, { times: 8 });
  const { informer, end } = follow(api, clock);
  const starts: number[] = [];
  let seen = 0;
  await advanceUntil(
    clock,
    () => {
      const calls = api.calls.get('list') ?? 0;
      if (calls > seen) starts.push(clock.monotonic());
      seen = calls;
      return informer.store.size === 0 && calls === 9;
    },
    'nine lists',
  );
  const delays = starts.slice(1).map((time, index) => time - (starts[index] ?? 0));
  assert.deepEqual(delays, [800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
  await clock.advance(1000);
  api.dropWatches();
  await clock.advance(800);
  assert.equal(api.openWatches(), 1, 'the next failure is a first one');
  await end();
});

test('a version that is too old is answered by a new list at once: no gap, no outage', async () => {
  const { api, clock } = start();
  const { metadata } = await api.create(PODS, pod('a').build());
  const { informer, taken, outages, end } = follow(api, clock);
  await informer.synced;
  await clock.advance(1000);
  taken();
  await api.create(PODS, pod('b').build());
  await settle();
  taken();
  const watchAgain = api.hold('watch');
  api.dropWatches(null);
  await settle();
  await api.delete(PODS, metadata);
  await api.create(PODS, pod('c').build());
  api.expire();
  watchAgain();
  await settle();
  assert.deepEqual(taken(), ['-a', '+c'], 'a delete missed in the gap is told');
  assert.deepEqual(outages, []);
  await end();
});

test('a pod made anew under its name during a gap is a delete and an add', async () => {
  const { api, clock } = start();
  const first = await api.create(PODS, pod('a').build());
  const { informer, taken, end } = follow(api, clock);
  await informer.synced;
  await clock.advance(1000);
  taken();
  const watchAgain = api.hold('watch');
  api.dropWatches(null);
  await settle();
  await api.delete(PODS, first.metadata);
  const second = await api.create(PODS, pod('a').build());
  api.expire();
  watchAgain();
  await settle();
  assert.deepEqual(taken(), ['-a', '+a']);
  assert.equal(informer.store.get(second.metadata)?.metadata.uid, second.metadata.uid);
  await end();
});

test('a server that always says 410 is not asked in a spin', async () => {
  const { api, clock } = start();
  api.failNext('watch', gone, { times: 1000 });
  const { informer, end } = follow(api, clock);
  await informer.synced;
  await clock.advance(60_000);
  assert.ok((api.calls.get('list') ?? 0) < 12, `${api.calls.get('list')} lists in a minute`);
  await end();
});

test('a server that ends every watch at once is not asked in a spin', async () => {
  const { api, clock } = start();
  const { informer, end } = follow(api, clock);
  await informer.synced;
  for (let count = 0; count < 600; count += 1) {
    api.dropWatches(null);
    await clock.advance(100);
  }
  assert.ok((api.calls.get('watch') ?? 0) < 12, `${api.calls.get('watch')} watches in a minute`);
  await end();
});

test('a silent watch is given up and what was missed is told', async () => {
  const { api, clock } = start();
  const { informer, taken, outages, end } = follow(api, clock);
  await informer.synced;
  await settle();
  api.silenceWatches();
  await api.create(PODS, pod('a').build());
  await clock.advance(89_000);
  assert.deepEqual(taken(), []);
  await clock.advance(3000);
  assert.deepEqual(taken(), ['+a']);
  assert.equal(outages.length, 2);
  await end();
});

test('bookmarks move the version on, so that a quiet selection does not become too old', async () => {
  const { api, clock } = start();
  const { informer, end } = follow(api, clock, { fieldSelector: 'metadata.name=quiet' });
  await informer.synced;
  await clock.advance(1000);
  for (let count = 0; count < 5; count += 1) await api.create(PODS, pod(`noise${count}`).build());
  api.expire();
  api.bookmark();
  await settle();
  api.dropWatches(null);
  await settle();
  assert.equal(api.calls.get('list'), 1, 'no new list was needed');
  await end();
});

test('a watch that is always refused is one outage', async () => {
  const { api, clock } = start();
  api.failNext('watch', new ApiError(403, 'Forbidden', 'pods is forbidden'), { times: 1000 });
  const { outages, end } = follow(api, clock);
  await clock.advance(120_000);
  assert.deepEqual(outages, ['lost: cannot watch pods: pods is forbidden']);
  await end();
});

for (const when of ['the first list', 'a watch']) {
  test(`a handler that throws during ${when} ends the informer with its error`, async () => {
    const { api, clock } = start();
    if (when === 'the first list') await api.create(PODS, pod('a').build());
    const bug = new Error('bug in the handler');
    const throws = (): void => {
      throw bug;
    };
    const informer = runInformer<Pod>({
      api,
      resource: PODS,
      options: {},
      handler: { onAdd: throws, onUpdate: throws, onDelete: throws },
      observe: () => {},
      clock,
      random: () => 0,
      signal: new AbortController().signal,
    });
    const outcome = assert.rejects(informer.done, (error) => error === bug);
    await settle();
    if (when === 'a watch') await api.create(PODS, pod('a').build());
    await outcome;
    assert.equal(api.openWatches(), 0);
    if (when === 'the first list') await assert.rejects(informer.synced, (error) => error === bug);
  });
}

test('a watch goes on from the last change it saw: nothing is told again', async () => {
  const { api, clock } = start();
  const { informer, taken, end } = follow(api, clock);
  await informer.synced;
  await settle();
  const { metadata } = await api.create(PODS, pod('a').build());
  await api.patch(PODS, metadata, { metadata: { labels: { v: '1' } } });
  await settle();
  assert.deepEqual(taken(), ['+a', '~a:1']);
  await clock.advance(2000);
  api.dropWatches(null);
  await clock.advance(2000);
  assert.equal(api.calls.get('watch'), 2);
  assert.deepEqual(taken(), []);
  await end();
});

test('an abort while it waits, lists or watches ends it', async () => {
  for (const fault of ['list', 'watch', undefined] as const) {
    const { api, clock } = start();
    if (fault) api.failNext(fault, refused, { times: 10 });
    const { end } = follow(api, clock);
    await settle();
    await end();
  }
});

test('a watch that ended early, but had told something, is opened again at once', async () => {
  const { api, clock } = start();
  const { informer, taken, end } = follow(api, clock);
  await informer.synced;
  await settle();
  for (const name of ['a', 'b', 'c']) {
    await api.create(PODS, pod(name).build());
    await settle();
    api.dropWatches(null);
    await settle();
    assert.equal(api.openWatches(), 1);
  }
  assert.deepEqual(taken(), ['+a', '+b', '+c']);
  await end();
});

test('not all watches of a cluster end at the same time: from five to ten minutes, by chance', async () => {
  for (const [chance, minutes] of [
    [0, 5],
    [0.999, 9.9],
  ] as const) {
    const { api, clock } = start();
    const { informer, end } = follow(api, clock, {}, () => chance);
    await informer.synced;
    await settle();
    await clock.advance(minutes * 60_000 - 1000);
    assert.equal(api.calls.get('watch'), 1);
    await clock.advance(8000);
    assert.equal(api.calls.get('watch'), 2);
    await end();
  }
});

test('one that is aborted before its first list is never synced, and says why', async () => {
  const { api, clock } = start();
  const release = api.hold('list');
  const { informer, controller, end } = follow(api, clock);
  const reason = new Error('enough');
  const outcome = assert.rejects(informer.synced, (error) => error === reason);
  controller.abort(reason);
  release();
  await outcome;
  await end();
});
