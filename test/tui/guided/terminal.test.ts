import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/lib/errors.ts';
import type { GuidedActions } from '../../../src/tui/guided/guided-actions.ts';
import { eventually } from '../../helpers/eventually.ts';
import { guideStep, output, someGuide, told } from '../../helpers/guide.ts';
import { NO_GUIDED_ACTIONS } from '../../helpers/no-actions.ts';
import { ScreenReader } from '../../helpers/screen-reader.ts';

test('a person presses enter, sees the step being played and a check come true, and gets the terminal back', async () => {
  const reader = new ScreenReader(80, 24);
  const played: unknown[] = [];
  const actions: GuidedActions = {
    ...NO_GUIDED_ACTIONS,
    play(step, { all }) {
      played.push([step, all]);
      screen.push({ type: 'play-began', step, all });
    },
  };
  const screen = reader.openGuided({ actions });
  await reader.sees('▶ enter plays step 1');
  assert.ok(reader.isAlternate && reader.isRaw);
  reader.press('\r');
  await reader.sees('▶ being played');
  assert.deepEqual(played, [[1, false]]);
  for (const event of told(
    { type: 'command', line: 'kubectl get pods' },
    {
      type: 'check',
      finding: {
        id: 'runs',
        title: 'the pod runs',
        ok: true,
        expected: '',
        seen: 'it does',
        source: 'cluster',
      },
    },
  ))
    screen.push(event);
  await reader.sees('checks 1 of 2 true');
  reader.line('✓ the pod runs');
  reader.line('$ kubectl get pods');
  await screen.close();
  await screen.done;
  await reader.settled();
  assert.ok(!reader.isAlternate && !reader.isRaw);
});

test("the screen is drawn anew in the terminal's new size", async () => {
  const reader = new ScreenReader(60, 15);
  const screen = reader.openGuided();
  await reader.sees('▶ enter plays step 1');
  reader.resize(200, 50);
  await reader.sees('command by command; a plays it without stops');
  assert.ok(
    reader.line('▶ step 1').includes('workshop-scheduler does not run'),
    'panels are beside each other',
  );
  reader.resize(60, 15);
  await reader.sees('─ checks 0 of 2 true');
  assert.equal(reader.lines().length, 15);
  await screen.close();
});

test('what comes of a check and of the evidence is said at the foot and on a page; what went wrong, too, with what to do next', async () => {
  const reader = new ScreenReader(80, 24);
  const tried = Promise.withResolvers<void>();
  const actions: GuidedActions = {
    ...NO_GUIDED_ACTIONS,
    check: () =>
      Promise.reject(new UserError('the cluster is not up', { next: 'kubectl minisched workshop step 1' })),
    async verify(note, tell) {
      tell('trying whether it retries');
      await tried.promise;
      return `${'a check\n'.repeat(50)}\u001b[32mall is well\u001b[0m, for ${note}`;
    },
  };
  const screen = reader.openGuided({ actions });
  await reader.sees('▶ enter plays step 1');
  reader.press('c');
  await reader.sees('the cluster is not up');
  reader.line('next: kubectl minisched workshop step 1');
  reader.press('q');
  await reader.sees('▶ step 1');
  reader.press('v');
  await reader.sees('why does it score nodes so?');
  reader.press('even load\r');
  await reader.sees('trying whether it retries');
  tried.resolve();
  await reader.sees('all is well, for even load');
  reader.press('q');
  await reader.sees('▶ enter plays step 1');
  await screen.close();
});

test('a screen that breaks says so, and tells nothing more', async () => {
  const reader = new ScreenReader(80, 24);
  const screen = reader.openGuided({
    actions: {
      ...NO_GUIDED_ACTIONS,
      stop() {},
      play() {
        throw new Error('a bug');
      },
    },
  });
  await reader.sees('▶ enter plays step 1');
  reader.press('\r');
  await assert.rejects(screen.done, /a bug/);
  await screen.close();
  await reader.settled();
  assert.ok(!reader.isAlternate && !reader.isRaw);
});

test('a screen that cannot be drawn says so, too', async () => {
  const reader = new ScreenReader(80, 24);
  const screen = reader.openGuided();
  await reader.sees('▶ enter plays step 1');
  screen.push({ type: 'play-began', step: 1, all: true });
  const [waiting] = told({
    type: 'waiting',
    get what(): string {
      throw new Error('a bug');
    },
    seen: '',
    elapsedMs: 0,
    hold: false,
  });
  assert.ok(waiting);
  const broken: unknown[] = [];
  screen.done.catch((error: unknown) => broken.push(error));
  screen.push(waiting);
  await eventually(() => broken.length > 0, 'it says so');
  assert.match(String(broken[0]), /a bug/);
  await screen.close();
});

test('a step that is told fast is drawn at most twenty times a second, and ends up on the screen', async () => {
  const reader = new ScreenReader(80, 24);
  const screen = reader.openGuided({ guide: someGuide({ steps: [guideStep(1)] }) });
  screen.push({ type: 'play-began', step: 1, all: true });
  const bytes = reader.bytes;
  for (const event of told(...output(1000))) screen.push(event);
  assert.equal(reader.bytes, bytes, 'nothing is drawn within the call');
  reader.press('G');
  await reader.sees('line 1000');
  await screen.close();
});
