import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { at, CONFIG_MAPS, configMap, createWorld, heard, type World } from '../../helpers/embedded-verbs.ts';

const NAMES = ['a', 'b', 'c'] as const;
const LABELS = ['1', '2'] as const;

const step = fc.oneof(
  fc.record({
    what: fc.constant('set' as const),
    name: fc.constantFrom(...NAMES),
    label: fc.constantFrom(...LABELS),
  }),
  fc.record({ what: fc.constant('remove' as const), name: fc.constantFrom(...NAMES) }),
  fc.record({ what: fc.constant('read' as const), watcher: fc.nat(3) }),
  fc.record({ what: fc.constant('watch' as const), selected: fc.boolean() }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What a client knows that lists, watches and believes what it is told. */
class Informer {
  readonly #known: Set<string>;
  readonly #world: World;
  readonly #selector: { readonly labelSelector?: string };
  readonly #watch;

  constructor(world: World, selected: boolean) {
    this.#world = world;
    this.#selector = selected ? { labelSelector: 'x=1' } : {};
    const { entries, resourceVersion } = world.verbs.list(at(CONFIG_MAPS), this.#selector);
    this.#known = new Set(entries.map(({ object }) => object.metadata.name ?? ''));
    this.#watch = world.verbs.watch(at(CONFIG_MAPS), { ...this.#selector, resourceVersion });
  }

  /** Every event must make sense after those before it. */
  async read(): Promise<void> {
    for (const event of await heard(this.#watch)) {
      const [type, name = ''] = event.split(' ');
      assert.equal(this.#known.has(name), type !== 'ADDED', event);
      if (type === 'DELETED') this.#known.delete(name);
      else this.#known.add(name);
    }
  }

  check(): void {
    const { entries } = this.#world.verbs.list(at(CONFIG_MAPS), this.#selector);
    assert.deepEqual(
      [...this.#known].toSorted(),
      entries.map(({ object }) => object.metadata.name),
    );
  }
}

async function play(world: World, informers: Informer[], step: Step): Promise<void> {
  const { verbs, store, context } = world;
  if (step.what === 'watch') informers.push(new Informer(world, step.selected));
  else if (step.what === 'read') await informers[step.watcher]?.read();
  else if (step.what === 'remove') {
    if (store.get('configmaps', `default/${step.name}`))
      verbs.delete(at(CONFIG_MAPS, step.name), {}, context);
  } else {
    const object = configMap(step.name, { metadata: { name: step.name, labels: { x: step.label } } });
    if (store.get('configmaps', `default/${step.name}`))
      verbs.update(at(CONFIG_MAPS, step.name), object, context);
    else verbs.create(at(CONFIG_MAPS), object, context);
  }
}

void test('whoever lists and then watches knows what is there, whatever is selected and whenever it reads', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const world = createWorld();
      const informers = [new Informer(world, true), new Informer(world, false)];
      for (const each of steps) await play(world, informers, each);
      for (const informer of informers) {
        await informer.read();
        informer.check();
      }
    }),
  );
});
