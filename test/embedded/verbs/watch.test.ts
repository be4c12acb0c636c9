import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import type { WatchParams } from '../../../src/embedded/api/verbs.ts';
import {
  at,
  CONFIG_MAPS,
  configMap,
  createWorld,
  heard,
  nextOf,
  pod,
  PODS,
  refusal,
  told,
  type World,
} from '../../helpers/embedded-verbs.ts';

function patchLabels({ verbs, context }: World, name: string, labels: object): void {
  const body = { metadata: { labels } };
  verbs.patch(at(CONFIG_MAPS, name), { type: 'merge', body, fieldValidation: 'Ignore' }, context);
}

function make({ verbs, context }: World, ...names: readonly string[]): void {
  for (const name of names) verbs.create(at(CONFIG_MAPS), configMap(name), context);
}

function remove({ verbs, context }: World, name: string): void {
  verbs.delete(at(CONFIG_MAPS, name), {}, context);
}

void suite('a watch', () => {
  test('from a version tells what came after it, then what comes', async () => {
    const world = createWorld();
    make(world, 'a', 'b');
    const watch = world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '1' });
    assert.deepEqual(await heard(watch), ['ADDED b']);
    patchLabels(world, 'a', { x: '1' });
    remove(world, 'b');
    assert.deepEqual(await heard(watch), ['MODIFIED a', 'DELETED b']);
  });

  test('from the beginning tells what is there first', async () => {
    const world = createWorld();
    make(world, 'b', 'a');
    const watch = world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '0' });
    make(world, 'c');
    assert.deepEqual(await heard(watch), ['ADDED a', 'ADDED b', 'ADDED c']);
  });

  test('ends its initial events with a marked bookmark when the client takes bookmarks', async () => {
    const world = createWorld();
    make(world, 'a');
    for (const resourceVersion of ['', '0', '1']) {
      const watch = world.verbs.watch(at(CONFIG_MAPS), {
        resourceVersion,
        allowWatchBookmarks: true,
        sendInitialEvents: true,
        resourceVersionMatch: 'NotOlderThan',
      });
      assert.deepEqual(await heard(watch), ['ADDED a', 'BOOKMARK 1 (initial end)']);
    }
    const legacy = world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '0', allowWatchBookmarks: true });
    assert.deepEqual(await heard(legacy), ['ADDED a', 'BOOKMARK 1 (initial end)']);
  });

  test('without initial events begins now', async () => {
    const world = createWorld();
    make(world, 'a');
    const params = { sendInitialEvents: false, resourceVersionMatch: 'NotOlderThan', resourceVersion: '0' };
    const watch = world.verbs.watch(at(CONFIG_MAPS), params);
    make(world, 'b');
    assert.deepEqual(await heard(watch), ['ADDED b']);
  });

  test('of what is selected tells of comings as ADDED and of goings as DELETED', async () => {
    const world = createWorld();
    const watch = world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '', labelSelector: 'x=1' });
    make(world, 'a');
    patchLabels(world, 'a', { x: '1' });
    patchLabels(world, 'a', { x: '1', y: '2' });
    patchLabels(world, 'a', { x: '2' });
    patchLabels(world, 'a', { x: '1' });
    remove(world, 'a');
    assert.deepEqual(await heard(watch), ['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED a', 'DELETED a']);
  });

  test('shows what left the selection as it was, with the version of the change', async () => {
    const world = createWorld();
    make(world, 'a');
    patchLabels(world, 'a', { x: '1' });
    const watch = world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '2', labelSelector: 'x=1' });
    patchLabels(world, 'a', { x: '2' });
    const [event] = (await watch.next()) ?? [];
    assert.equal(event?.type, 'DELETED');
    const { labels, resourceVersion } = event.entry.object.metadata;
    assert.deepEqual([labels, resourceVersion, event.entry.revision], [{ x: '1' }, '3', 3]);
  });

  test('by namespace, name or node hears of nothing else', async () => {
    const { verbs, context } = createWorld();
    const named = verbs.watch(at(PODS), { resourceVersion: '', fieldSelector: 'metadata.name=b' });
    const onNode = verbs.watch(
      { resource: PODS },
      { resourceVersion: '', fieldSelector: 'spec.nodeName=n1' },
    );
    const elsewhere = verbs.watch({ resource: PODS, namespace: 'other' }, { resourceVersion: '' });
    for (const name of ['a', 'b', 'c']) verbs.create(at(PODS), pod(name), context);
    const target = { apiVersion: 'v1', kind: 'Node', name: 'n1' };
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'c' }, target };
    verbs.create(at(PODS, 'c', 'binding'), binding, context);
    verbs.delete(at(PODS, 'c'), { gracePeriodSeconds: 0 }, context);
    assert.deepEqual(await heard(named), ['ADDED b']);
    assert.deepEqual(await heard(onNode), ['ADDED c', 'MODIFIED c', 'DELETED c']);
    assert.deepEqual(await heard(elsewhere), []);
  });

  test('shares one event among all who select nothing', async () => {
    const world = createWorld();
    const watches = [1, 2].map(() => world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '' }));
    for (const watch of watches) assert.deepEqual(await heard(watch), []);
    make(world, 'a');
    const [one, other] = await Promise.all(watches.map(async (watch) => nextOf(watch)));
    assert.equal(one?.[0], other?.[0]);
  });

  test('from a forgotten version ends with 410 as its error', async () => {
    const world = createWorld();
    make(world, 'a', 'b');
    world.store.compact();
    const watch = world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '1' });
    assert.equal(await watch.next(), undefined);
    assert.deepEqual(watch.error, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'too old resource version: 1 (2)',
      reason: 'Expired',
      code: 410,
    });
  });

  test('from a version that is still to come waits for what is newer', async () => {
    const world = createWorld();
    const watch = world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '2' });
    make(world, 'a', 'b', 'c');
    assert.deepEqual(await heard(watch), ['ADDED c']);
  });

  test('with initial events of a version that is still to come ends with 504 as its error', async () => {
    const params = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', resourceVersion: '9' };
    const watch = createWorld().verbs.watch(at(CONFIG_MAPS), params);
    assert.equal(await nextOf(watch), undefined);
    assert.equal(watch.error?.message, 'Timeout: Too large resource version: 9, current: 0');
  });

  test('ends when its time is over, and with it all its timers', async () => {
    const world = createWorld();
    const watch = world.verbs.watch(at(CONFIG_MAPS), {
      resourceVersion: '',
      timeoutSeconds: 5,
      allowWatchBookmarks: true,
    });
    await heard(watch);
    const next = nextOf(watch);
    await world.clock.advance(3000);
    assert.deepEqual(told(await next), ['BOOKMARK 0']);
    const last = nextOf(watch);
    await world.clock.advance(2000);
    assert.deepEqual([await last, watch.error, world.clock.waiting], [undefined, undefined, 0]);
  });

  test('gives bookmarks every minute and two seconds before its end', async () => {
    const world = createWorld();
    const watch = world.verbs.watch(at(CONFIG_MAPS), {
      resourceVersion: '',
      timeoutSeconds: 130,
      allowWatchBookmarks: true,
    });
    await heard(watch);
    const times: number[] = [];
    for (let second = 0; second < 130; second += 1) {
      await world.clock.advance(1000);
      const bookmarks = (await heard(watch)).length;
      if (bookmarks > 0) times.push(second + 1);
    }
    assert.deepEqual(times, [60, 120, 128]);
  });

  test('lasts half an hour to an hour when the client names no time', async () => {
    const world = createWorld({ random: () => 0.5 });
    const watch = world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '' });
    const end = watch.next();
    await world.clock.advance(2_699_000);
    assert.equal(world.clock.waiting, 1);
    await world.clock.advance(1000);
    assert.equal(await end, undefined);
  });

  test('that is closed lets go of everything', async () => {
    const world = createWorld();
    const watch = world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '', allowWatchBookmarks: true });
    const next = watch.next();
    await next;
    const waiting = watch.next();
    watch.close();
    make(world, 'a');
    assert.deepEqual([await waiting, world.clock.waiting], [undefined, 0]);
  });

  test('misses nothing when its reader is slow, without keeping it all', async () => {
    const world = createWorld();
    const watch = world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '' });
    await heard(watch);
    const names = Array.from({ length: 5000 }, (_, index) => `a${String(index)}`);
    make(world, ...names);
    assert.deepEqual(
      await heard(watch),
      names.map((name) => `ADDED ${name}`),
    );
    make(world, 'b');
    assert.deepEqual(await heard(watch), ['ADDED b']);
  });

  test('ends when its reader is slower than the store forgets', async () => {
    const world = createWorld();
    const watch = world.verbs.watch(at(CONFIG_MAPS), { resourceVersion: '' });
    await heard(watch);
    make(world, ...Array.from({ length: 1500 }, (_, index) => `a${String(index)}`));
    world.store.compact();
    assert.equal((await heard(watch)).length, 1000);
    assert.equal(await nextOf(watch), undefined);
  });

  const REFUSED: readonly (readonly [WatchParams, number, string])[] = [
    [
      { sendInitialEvents: true },
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ],
    [
      { resourceVersionMatch: 'Exact' },
      422,
      'ListOptions.meta.k8s.io "" is invalid: [resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided, resourceVersionMatch: Unsupported value: "Exact": supported values: "NotOlderThan"]',
    ],
    [
      { resourceVersion: 'abc' },
      500,
      'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    ],
    [{ labelSelector: '!' }, 400, "unable to parse requirement: found '', expected: identifier"],
  ];
  for (const [params, code, message] of REFUSED) {
    test(`with ${JSON.stringify(params)} is refused in the words of the real server`, () => {
      const status = refusal(() => createWorld().verbs.watch(at(CONFIG_MAPS), params));
      assert.deepEqual([status.code, status.message], [code, message]);
    });
  }
});
