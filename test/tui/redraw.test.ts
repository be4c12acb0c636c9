import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FRAME_MS } from '../../src/tui/pace.ts';
import { Redraw } from '../../src/tui/redraw.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

/** A screen that notes when it was drawn, in milliseconds from the beginning; every 1,000 ms though nothing happens. */
function screen(draw: (redraw: Redraw) => void = () => {}) {
  const clock = new FakeClock();
  const began = clock.monotonic();
  const drawn: number[] = [];
  const broken: unknown[] = [];
  const redraw: Redraw = new Redraw(
    {
      clock,
      onBroken: (error) => broken.push(error),
      draw: () => {
        drawn.push(clock.monotonic() - began);
        draw(redraw);
        return 1_000;
      },
    },
    500,
  );
  return { clock, drawn, broken, redraw };
}

test('is drawn at first, and then again and again, though nothing happens', async () => {
  const { clock, drawn } = screen();
  await clock.advance(2_600);
  assert.deepEqual(drawn, [500, 1_500, 2_500]);
});

test('a key is answered at once, and what is due earlier is not put off by news', async () => {
  const { clock, drawn, redraw } = screen();
  redraw.now();
  redraw.afterKey();
  redraw.afterNews();
  await clock.advance(10);
  assert.deepEqual(drawn, [0, 0]);
  redraw.afterNews();
  await clock.advance(10);
  assert.equal(drawn.length, 2, 'news wait');
  await clock.advance(500);
  assert.equal(drawn.length, 3);
});

test('what happens while it is drawn is drawn afterwards', async () => {
  let more = 1;
  const { clock, drawn, redraw } = screen((own) => {
    if (more-- > 0) own.afterKey();
  });
  redraw.now();
  await clock.advance(FRAME_MS);
  assert.equal(drawn.length, 2);
});

test('closed, it draws nothing and does no work', async () => {
  const { clock, drawn, redraw } = screen();
  redraw.afterNews();
  redraw.close();
  redraw.afterKey();
  redraw.now();
  redraw.guard(() => assert.fail('it works'));
  await clock.advance(5_000);
  assert.deepEqual([drawn, redraw.isClosed], [[], true]);
});

test('what throws closes it and is told, once', async () => {
  const bug = new Error('bug');
  const { clock, drawn, broken } = screen(() => {
    throw bug;
  });
  await clock.advance(5_000);
  assert.deepEqual([drawn, broken], [[500], [bug]]);
});
