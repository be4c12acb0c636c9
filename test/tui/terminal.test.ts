import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Facts, Want } from '../../src/view/facts.ts';
import { boundEvent, factsOf, nodeOf, someEvents, waitingOf } from '../helpers/models.ts';
import { eventually } from '../helpers/eventually.ts';
import { ScreenReader } from '../helpers/screen-reader.ts';

/** Facts of so many nodes and waiting pods, cut to what is looked at. */
function cluster(nodes: number, waiting: number): (want: Want) => Facts {
  const allNodes = Array.from({ length: nodes }, (_, at) => nodeOf(`node-${at}`));
  const allWaiting = Array.from({ length: waiting }, (_, at) => waitingOf(`pod-${at}`));
  const cut = <T>(all: readonly T[], { from, count }: Want['nodes']) => {
    const first = Math.max(0, Math.min(from, all.length - count));
    return { rows: all.slice(first, first + count), from: first, matching: all.length, total: all.length };
  };
  return (want) => ({
    ...factsOf({ pending: waiting }),
    nodes: cut(allNodes, want.nodes),
    queue: cut(allWaiting, want.queue),
  });
}

for (const [columns, rows] of [
  [60, 15],
  [80, 24],
  [200, 50],
] as const) {
  test(`at ${columns}×${rows} a person sees state, figures, the newest decision, every panel's title and the keys`, async () => {
    const reader = new ScreenReader(columns, rows);
    const screen = reader.open({ read: cluster(5, 3) });
    for (const event of someEvents()) screen.push(event);
    await reader.sees('default/blocked fits nowhere');
    assert.match(reader.lines()[0] ?? '', /^✓ running {2}workshop-scheduler on embedded-test/);
    for (const words of [
      'bound 2  pending 3  failed 1',
      'nodes 5',
      'decisions 4',
      'queue 3',
      '? help',
      'q end',
    ])
      reader.line(words);
    assert.ok(reader.isReversed('default/blocked fits nowhere'), 'the cursor is seen');
    if (rows >= 24) reader.line('node-0');
    if (columns >= 200) {
      const line = reader.line('decisions 4');
      assert.ok(line.includes('nodes 5'), 'panels are beside each other');
    }
    await screen.close();
  });
}

test('keys move, open and go back; the list scrolls to what is under the cursor', async () => {
  const reader = new ScreenReader(80, 24);
  const screen = reader.open({ read: cluster(500, 0) });
  await reader.sees('nodes 500');
  reader.press('\u001b[Z');
  await reader.sees('▶ nodes 500');
  reader.press('G');
  await reader.sees('node-499');
  assert.ok(reader.isReversed('node-499'));
  assert.ok(!reader.text().includes('node-0 '));
  reader.press('\u001b[A\u001b[A');
  await reader.sees('▶ node-497');
  reader.press('?');
  await reader.sees('pause the scheduling');
  reader.press('\u001b');
  await reader.sees('▶ node-497');
  await screen.close();
});

test('a terminal that is made larger or smaller is filled and never overflows', async () => {
  const reader = new ScreenReader(80, 24);
  const screen = reader.open({ read: cluster(100, 100) });
  await reader.sees('queue 100');
  for (const [columns, rows] of [
    [160, 45],
    [60, 15],
    [40, 8],
    [100, 30],
  ] as const) {
    reader.resize(columns, rows);
    await reader.sees(rows >= 9 ? 'queue 100' : 'decisions');
    await reader.settled();
    assert.match(reader.lines()[0] ?? '', /^starting/);
    await reader.sees(columns >= 60 ? '? help' : '? he');
  }
  await screen.close();
});

test('the other screen is shown while it is open; then the terminal is as it was, twice closed or once', async () => {
  const reader = new ScreenReader(80, 24);
  const screen = reader.open();
  await reader.sees('decisions');
  assert.ok(reader.isAlternate);
  assert.ok(reader.isRaw);
  await screen.close();
  await screen.close();
  await reader.settled();
  assert.ok(!reader.isAlternate);
  assert.ok(!reader.isRaw);
  assert.equal(reader.text().trim(), '');
});

test('a screen that breaks gives the terminal back, and says what broke', async () => {
  const reader = new ScreenReader(80, 24);
  let isBroken = false;
  const screen = reader.open({
    read: () => {
      // what no reader would give: drawing it must fail
      return isBroken ? Object.create(null) : factsOf({});
    },
  });
  let failure: unknown;
  screen.done.catch((error: unknown) => void (failure = error));
  await reader.sees('decisions');
  isBroken = true;
  screen.push(boundEvent('p', 1));
  await eventually(() => failure instanceof TypeError, 'it says what broke');
  await screen.close();
  await reader.settled();
  assert.ok(!reader.isAlternate);
  assert.ok(!reader.isRaw);
});

test('a storm of events never clears the terminal, and writes only what changed', async () => {
  const reader = new ScreenReader(100, 30);
  const screen = reader.open({ read: cluster(50, 50) });
  await reader.sees('nodes 50');
  const before = reader.bytes;
  for (let number = 0; number < 2_000; number++) screen.push(boundEvent(`p${number}`, 1));
  await reader.sees('bound 2000');
  assert.equal(reader.clears, 0);
  assert.ok(reader.bytes - before < 10_000, `${reader.bytes - before} bytes`);
  await screen.close();
});
