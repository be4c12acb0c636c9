import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { MOST_EVENTS, startEventExpiry } from '../../../../src/embedded/controllers/events/event-expiry.ts';
import { EVENTS } from '../../../../src/embedded/controllers/runtime/kinds.ts';
import { Turns } from '../../../../src/embedded/controllers/runtime/turns.ts';
import { createStore } from '../../../../src/embedded/store/create-store.ts';
import { createVerbs } from '../../../../src/embedded/verbs/verbs.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';

const HOUR = 3_600_000;
const { storage } = EVENTS.info;

function world(t: TestContext) {
  const clock = new FakeClock();
  const store = createStore();
  const random = (): number => 0.5;
  const admission = { mutate: () => {}, validate: () => {} };
  const verbs = createVerbs({ store, clock, random, admission, virtual: new Map() });
  const log = assert.fail;
  const parts = { store, verbs, clock, random, log, turns: new Turns(clock) };
  const running = startEventExpiry(parts);
  t.after(() => {
    running.stop();
  });
  const tell = (name: string) =>
    store.create(storage, `default/${name}`, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace: 'default' },
    });
  const names = (): string[] => store.list(storage).map(({ object }) => object.metadata.name ?? '');
  return { clock, store, tell, names };
}

test('an event goes an hour after it was last written, and its watchers are told', async (t) => {
  const { clock, store, tell, names } = world(t);
  tell('first');
  const counted = tell('counted');
  await clock.advance(HOUR / 2);
  assert.ok(counted);
  store.replace(storage, counted.key, { ...counted.object }, counted.revision);
  const { revision } = store;
  await clock.advance(HOUR / 2 - 60_000);
  assert.deepEqual(names(), ['counted', 'first']);
  await clock.advance(120_000);
  assert.deepEqual(names(), ['counted']);
  assert.deepEqual(
    store.changesSince(storage, revision)?.map(({ type, entry }) => `${type} ${entry.key}`),
    ['DELETED default/first'],
  );
  await clock.advance(HOUR / 2);
  assert.deepEqual(names(), []);
});

test('of very many events the oldest go before their time', async (t) => {
  const { clock, store, tell } = world(t);
  for (let number = 0; number < MOST_EVENTS + 1_500; number += 1) tell(String(number));
  await clock.advance(60_000);
  assert.equal(store.count(storage), MOST_EVENTS);
  assert.equal(store.get(storage, 'default/1499'), undefined);
  assert.ok(store.get(storage, 'default/1500'));
});
