import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Actions } from '../../src/tui/actions.ts';
import type { Model } from '../../src/tui/model.ts';
import { FRAME_MS } from '../../src/tui/pace.ts';
import { Session } from '../../src/tui/session.ts';
import type { Want } from '../../src/view/facts.ts';
import { startStory } from '../../src/view/story.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { ABOUT, boundEvent, factsOf, nodeOf } from '../helpers/models.ts';

interface Arrangement {
  readonly readonly?: boolean;
  readonly actions?: Partial<Actions>;
  /** Milliseconds that each frame takes to draw. */
  readonly cost?: number;
  readonly nodes?: number;
}

function arrange(t: TestContext, { readonly = false, actions = {}, cost = 0, nodes = 2 }: Arrangement = {}) {
  const clock = new FakeClock();
  const frames: { readonly at: number; readonly model: Model }[] = [];
  const asked: string[] = [];
  const wants: Want[] = [];
  const nothing = async () => '';
  const session = new Session({
    about: { ...ABOUT, readonly },
    story: startStory({ mode: 'bind', policy: 'least-pods' }),
    size: { columns: 80, rows: 24 },
    read(want) {
      wants.push(want);
      const all = Array.from({ length: nodes }, (_, at) => nodeOf(`node${at}`));
      const { from, count } = want.nodes;
      const facts = factsOf({ nodes: all });
      return { ...facts, nodes: { ...facts.nodes, from, rows: all.slice(from, from + count) } };
    },
    actions: {
      pause: () => void asked.push('pause'),
      resume: () => void asked.push('resume'),
      setPolicy: (policy) => void asked.push(policy),
      quit: () => void asked.push('quit'),
      cordon: nothing,
      taint: nothing,
      describe: nothing,
      yaml: nothing,
      ...actions,
    },
    clock,
    onBroken: (error) => assert.fail(String(error)),
  });
  session.subscribe(() => {
    frames.push({ at: clock.monotonic(), model: session.snapshot() });
    clock.spend(cost);
  });
  t.after(() => session.close());
  const last = () => frames.at(-1)?.model ?? session.snapshot();
  return { clock, session, frames, asked, wants, last };
}

test('a thousand events a second make at most twenty frames a second, and none is lost', async (t) => {
  const { clock, session, frames, last } = arrange(t);
  for (let number = 0; number < 3_000; number++) {
    session.push(boundEvent(`p${number}`, number / 1000));
    await clock.advance(1);
  }
  assert.ok(frames.length <= 60, `${frames.length} frames in three seconds`);
  assert.ok(frames.length >= 29, `${frames.length} frames in three seconds`);
  for (const [at, frame] of frames.slice(1).entries())
    assert.ok(frame.at - (frames[at]?.at ?? 0) >= FRAME_MS);
  await clock.advance(3 * FRAME_MS);
  assert.equal(last().story.bound, 3_000);
});

test('a screen that is costly to draw rests the longer, so that it takes four hundredths of the time', async (t) => {
  const { clock, session, frames } = arrange(t, { cost: 10 });
  while (clock.monotonic() < 10_000) {
    session.push(boundEvent('p', 0));
    await clock.advance(1);
  }
  const drawing = frames.length * 10;
  assert.ok(drawing <= 10_000 * 0.05, `${drawing} ms of ten seconds`);
});

test('a key is answered at once, however busy the screen is', async (t) => {
  const { clock, session, frames } = arrange(t, { cost: 3, nodes: 200 });
  for (const key of ['tab', 'tab', 'j', 'j', 'k', 'G']) {
    for (let passed = 0; passed < 230; passed++) {
      session.push(boundEvent('p', 1));
      await clock.advance(1);
    }
    const pressed = clock.monotonic();
    session.key(key);
    session.push(boundEvent('more', 4));
    await clock.advance(1);
    const { at, model } = frames.at(-1) ?? {};
    assert.ok(at !== undefined && at >= pressed, key);
    assert.equal(model, session.snapshot());
  }
  assert.equal(session.snapshot().ui.panels.nodes.list.cursor, 199);
});

test('a key that is held down is answered within the twentieth of a second, and makes no more than twenty frames a second', async (t) => {
  const { clock, session, frames } = arrange(t, { nodes: 5_000 });
  const seconds = 5;
  session.key('shift+tab');
  let waited = 0;
  for (let passed = 0; passed < seconds * 1_000; passed += 33) {
    const pressed = clock.monotonic();
    session.key('j');
    session.push(boundEvent('p', 1));
    await clock.advance(33);
    const answered = frames.find(({ at }) => at >= pressed);
    waited = Math.max(waited, (answered?.at ?? clock.monotonic()) - pressed);
  }
  assert.ok(waited <= FRAME_MS, `${waited} ms`);
  assert.ok(frames.length <= seconds * 20 + 5, `${frames.length} frames in ${seconds} seconds`);
});

test('keys that come faster than frames mean the rows that would be under the cursor', async (t) => {
  const { clock, session, asked, last } = arrange(t, {
    nodes: 200,
    actions: {
      async cordon(node) {
        asked.push(node);
        return `cordoned ${node}`;
      },
    },
  });
  await clock.advance(1_000);
  for (const key of ['shift+tab', 'G', 'u', 'g', 'u']) session.key(key);
  assert.deepEqual(asked, ['node199', 'node0']);
  await clock.advance(2 * FRAME_MS);
  assert.equal(last().ui.notice?.text, 'cordoned node0');
});

test('the snapshot is the same object until the next frame', async (t) => {
  const { clock, session } = arrange(t);
  await clock.advance(1_000);
  const before = session.snapshot();
  session.push(boundEvent('p', 1));
  assert.equal(session.snapshot(), before);
  await clock.advance(2 * FRAME_MS);
  assert.notEqual(session.snapshot(), before);
});

test('events that nobody draws yet are taken in before they pile up', (t) => {
  const { session, frames } = arrange(t);
  for (let number = 0; number < 10_000; number++) session.push(boundEvent(`p${number}`, 1));
  assert.equal(frames.length, 0);
  session.flush();
  assert.equal(session.snapshot().story.bound, 10_000);
  assert.equal(session.snapshot().story.stream.length, 1_000);
});

test('with --readonly nothing is changed, and looking is allowed', async (t) => {
  const { clock, session, asked, last } = arrange(t, {
    readonly: true,
    actions: { cordon: async () => assert.fail('cordoned'), yaml: async () => 'kind: Node' },
  });
  await clock.advance(1_000);
  for (const key of ['s', 'p', 'shift+tab', 'u', 't']) session.key(key);
  await clock.advance(2 * FRAME_MS);
  assert.deepEqual(asked, []);
  assert.match(last().ui.notice?.text ?? '', /--readonly/);
  session.key('y');
  await clock.advance(2 * FRAME_MS);
  assert.partialDeepStrictEqual(last().ui.pages[0], {
    kind: 'text',
    title: 'yaml node node0',
    text: 'kind: Node',
  });
  session.key('ctrl+c');
  assert.deepEqual(asked, ['quit']);
});

test('what could not be done is said at the foot of the screen', async (t) => {
  const { clock, session, last } = arrange(t, {
    actions: { cordon: () => Promise.reject(new Error('nodes "node0" is forbidden')) },
  });
  await clock.advance(1_000);
  for (const key of ['shift+tab', 'u']) session.key(key);
  await clock.advance(2 * FRAME_MS);
  assert.deepEqual(last().ui.notice, { text: 'nodes "node0" is forbidden', isTrouble: true });
});

test('only what is seen is read, and a page reads what it is about', async (t) => {
  const { clock, session, wants } = arrange(t, { nodes: 200 });
  await clock.advance(1_000);
  session.key('shift+tab');
  session.key('enter');
  const want = wants.at(-1);
  assert.equal(want?.node, 'node0');
  assert.ok((want?.nodes.count ?? 99) < 24);
});

test('clocks on the screen go on when nothing happens, and all timers end with it', async (t) => {
  const { clock, session, frames } = arrange(t);
  await clock.advance(5_000);
  assert.equal(frames.length, 5);
  session.close();
  session.push(boundEvent('late', 6));
  session.key('j');
  await clock.advance(5_000);
  assert.equal(frames.length, 5);
  assert.equal(clock.waiting, 0);
});
