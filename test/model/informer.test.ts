import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { ApiError, UnreachableError } from '../../src/api/errors.ts';
import { PODS } from '../../src/api/resources.ts';
import type { Pod } from '../../src/api/types.ts';
import { runInformer } from '../../src/informer/informer.ts';
import { pod } from '../helpers/builders.ts';
import { advanceUntil, FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

/** One thing that happens to the cluster or to the connection. Names are few, so that they come again. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('create' as const), name: fc.constantFrom('a', 'b', 'c', 'd') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('update' as const), name: fc.constantFrom('a', 'b', 'c', 'd') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('finish' as const), name: fc.constantFrom('a', 'b', 'c', 'd') }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ what: fc.constant('delete' as const), name: fc.constantFrom('a', 'b', 'c', 'd') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constantFrom('drop', 'end', 'silence', 'expire', 'bookmark') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constantFrom('fail list', 'fail watch', 'gone list', 'gone watch') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40_000 }) }),
  },
);
type Happening = { readonly what: string; readonly name?: string; readonly ms?: number };

const SELECTION = { fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed' };
const broken = new UnreachableError('test', new Error('broken'));
const gone = new ApiError(410, 'Expired', 'too old resource version');

test('whatever happens, the store ends as the server, and the story of each uid is add, updates, delete', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 60, size: 'max' }), async (happenings) => {
      const clock = new FakeClock();
      const api = new MemoryApi(clock);
      const story = new Story();
      const controller = new AbortController();
      const informer = runInformer<Pod>({
        api,
        resource: PODS,
        options: SELECTION,
        handler: story,
        observe: ({ state }) => story.outages.push(state),
        clock,
        random: () => 0.5,
        signal: controller.signal,
      });
      for (const next of happenings) {
        await happen(api, clock, next);
        assert.ok(api.openWatches() <= 1, 'at most one watch');
      }
      await advanceUntil(clock, () => sameAsServer(api, informer.store.list()), 'the store is as the server');
      story.checkAgainst(informer.store.list());
      controller.abort();
      await informer.done;
      assert.equal(clock.waiting, 0, 'no timer is left');
    }),
    { numRuns: 150 },
  );
});

async function happen(
  api: MemoryApi,
  clock: FakeClock,
  { what, name = '', ms = 0 }: Happening,
): Promise<void> {
  const existing = api.all(PODS).find(({ metadata }) => metadata.name === name);
  if (what === 'create' && !existing) api.put(PODS, pod(name).uid(crypto.randomUUID()).build());
  else if (what === 'update' && existing) {
    const v = String(Number(existing.metadata.labels?.['v'] ?? 0) + 1);
    api.put(PODS, { ...existing, metadata: { ...existing.metadata, labels: { v } } });
  } else if (what === 'finish' && existing) api.put(PODS, { ...existing, status: { phase: 'Succeeded' } });
  else if (what === 'delete' && existing) api.remove(PODS, existing.metadata);
  else if (what === 'wait') await clock.advance(ms);
  else breakSomething(api, what);
  if (Math.abs(ms) % 2 === 0) await settle();
}

function breakSomething(api: MemoryApi, what: string): void {
  if (what === 'drop') api.dropWatches();
  else if (what === 'end') api.dropWatches(null);
  else if (what === 'silence') api.silenceWatches();
  else if (what === 'expire') api.expire();
  else if (what === 'bookmark') api.bookmark();
  else if (what === 'fail list') api.failNext('list', broken);
  else if (what === 'fail watch') api.failNext('watch', broken);
  else if (what === 'gone list') api.failNext('list', gone);
  else if (what === 'gone watch') api.failNext('watch', gone);
}

function sameAsServer(api: MemoryApi, objects: readonly Pod[]): boolean {
  return (
    lines(objects) === lines(api.all(PODS)) && objects.every(({ status }) => status?.phase === 'Pending')
  );
}

/** Which unfinished pods are there in which form, as text. */
function lines(pods: readonly Pod[]): string {
  return pods
    .filter(({ status }) => status?.phase === 'Pending')
    .map(({ metadata }) => `${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`)
    .toSorted()
    .join('\n');
}

/** A number in the test store, and only there. */
function versionOf(object: Pod): number {
  return Number(object.metadata.resourceVersion);
}

/** What a handler was told, checked while it is told. */
class Story {
  readonly outages: string[] = [];
  /** The last form told of each uid that is there. */
  readonly #present = new Map<string, Pod>();

  onAdd(object: Pod): void {
    const uid = object.metadata.uid ?? '';
    assert.ok(!this.#present.has(uid), 'an add of what is there');
    const sameName = [...this.#present.values()].some(
      ({ metadata }) => metadata.name === object.metadata.name,
    );
    assert.ok(!sameName, 'two objects of one name');
    this.#present.set(uid, object);
  }

  onUpdate(before: Pod, now: Pod): void {
    assert.equal(
      this.#present.get(before.metadata.uid ?? ''),
      before,
      'an update from what was not told last',
    );
    assert.equal(now.metadata.uid, before.metadata.uid);
    assert.ok(versionOf(now) > versionOf(before), 'an update back in time');
    this.#present.set(now.metadata.uid ?? '', now);
  }

  onDelete(last: Pod): void {
    assert.ok(this.#present.delete(last.metadata.uid ?? ''), 'a delete of what is not there');
  }

  checkAgainst(objects: readonly Pod[]): void {
    assert.deepEqual(new Set(this.#present.values()), new Set(objects));
    for (const [index, state] of this.outages.entries()) {
      assert.equal(state, index % 2 === 0 ? 'lost' : 'restored', 'outages begin and end in turn');
    }
  }
}
