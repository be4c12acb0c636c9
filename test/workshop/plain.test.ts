import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eventText } from '../../src/scheduler/log-text.ts';
import type { WorkshopEvent } from '../../src/workshop/events.ts';
import { plainLines, wideCheckLines } from '../../src/workshop/plain.ts';
import { paint, piecesOf, type Style, widthOf } from '../../src/workshop/style.ts';
import type { LineSink } from '../../src/workshop/progress.ts';
import { terminalWriter } from '../../src/workshop/terminal.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

const PLAIN: Style = { width: 80, colours: false, unicode: true };
const ASCII: Style = { ...PLAIN, unicode: false };
const COLOURED: Style = { ...PLAIN, colours: true };

const finding = {
  id: 'x',
  title: 'six pods run',
  ok: true,
  expected: 'six',
  seen: 'six',
  source: 'cluster',
} as const;
const pod = { namespace: 'default', name: 'pod1', uid: 'u' };
const time = '2026-01-01T00:00:00.000Z';

function text(event: WorkshopEvent, style = PLAIN): string {
  return plainLines(event, style, eventText).join('\n');
}

/** What a sink was written. */
function written(events: readonly WorkshopEvent[], isTTY: boolean): string {
  const { writer, all } = openWriter(isTTY);
  for (const event of events) writer.show(event);
  writer.end();
  return all();
}

function openWriter(isTTY: boolean) {
  let all = '';
  const clock = new FakeClock();
  const sink: LineSink = { isTTY, write: (part) => (all += part) };
  const writer = terminalWriter(sink, { style: PLAIN, eventText, clock });
  return { writer, clock, all: () => all };
}

function waiting(elapsedMs: number, what = 'the pod runs'): WorkshopEvent {
  return {
    type: 'waiting',
    what,
    seen: 'not yet: Pending',
    elapsedMs,
    limitMs: 60_000,
    hold: false,
  };
}

test('a step begins with its number, its title and how long it takes', () => {
  const line = text({ type: 'step-began', step: 4, of: 6, title: 'Run it', minutes: 10 });
  assert.match(line, /^Step 4 of 6 {2}Run it +─+ 10 min$/m);
});

test('a command is shown behind a dollar sign, its output indented under it', () => {
  assert.match(text({ type: 'command', line: 'kubectl get pods' }), /^ {2}\$ kubectl get pods$/m);
  assert.equal(text({ type: 'output', text: 'pod1 Running', stream: 'stdout' }), '    pod1 Running');
});

test('the scheduler speaks in the words of the workshop, each in one unbroken line', () => {
  const node = 'sched-workshop-worker';
  assert.equal(
    text({
      type: 'told',
      event: { type: 'bound', time, pod, node, hadPods: 0, attempts: 1, milliseconds: 1 },
    }),
    '  │ bound default/pod1 -> sched-workshop-worker (had 0 pods)',
  );
  const message = '0/4 nodes are available: 4 node(s) had untolerated taint(s).';
  const blocked = { ...pod, name: 'blocked' };
  assert.equal(
    text({
      type: 'told',
      event: { type: 'unschedulable', time, pod: blocked, message, attempts: 1, nodes: [] },
    }),
    `  │ failed to schedule default/blocked: no feasible node for blocked: ${message}`,
  );
});

test('a check that failed says what was expected and what was seen', () => {
  const lines = text({ type: 'check', finding: { ...finding, ok: false, seen: 'not yet: five' } });
  assert.match(lines, /✘ six pods run/);
  assert.match(lines, /expected: six/);
  assert.match(lines, /seen: not yet: five/);
});

test('without Unicode everything is ASCII', () => {
  const events: WorkshopEvent[] = [
    { type: 'step-began', step: 1, of: 6, title: 'x', minutes: 1 },
    { type: 'check', finding },
    { type: 'check', finding: { ...finding, ok: false } },
    { type: 'notice', level: 'info', text: 'done' },
    { type: 'text', markdown: '- a → b\n- c … d' },
    { type: 'step-ended', step: 1, ok: true, seconds: 1 },
    { type: 'verdicts', pod: 'a', nodes: [{ node: 'n', pods: 0, fits: false, plugin: 'P', reasons: ['r'] }] },
    waiting(1),
  ];
  // oxlint-disable-next-line no-control-regex -- ASCII is what it asks for
  for (const event of events) assert.match(text(event, ASCII), /^[\u0000-\u007F]*$/);
});

test('there are colours only where they are wanted', () => {
  assert.ok(text({ type: 'check', finding }, COLOURED).includes('\u001B['));
  assert.ok(!text({ type: 'check', finding }).includes('\u001B['));
});

test('text is wrapped at the width, list entries under their first word', () => {
  const markdown = `${'word '.repeat(40)}\n\n1. ${'entry '.repeat(30)}`;
  const lines = plainLines({ type: 'text', markdown }, PLAIN, eventText);
  assert.ok(lines.every((line) => widthOf(line) <= 80));
  assert.equal(lines.find((line) => line.includes('1.'))?.slice(0, 10), '  1. entry');
  assert.match(lines.at(-1) ?? '', /^ {5}entry/);
});

test('code in Markdown keeps its lines', () => {
  assert.equal(text({ type: 'text', markdown: '```yaml\na: 1\n  b: 2\n```' }), '\n    a: 1\n      b: 2');
});

test('each node has a line with its verdict, its score or why it is out, and the chosen one is marked', () => {
  const lines = text({
    type: 'verdicts',
    pod: 'candidate',
    chosen: 'w1',
    nodes: [
      {
        node: 'cp',
        pods: 0,
        fits: false,
        plugin: 'TaintToleration',
        reasons: ['r'],
        detail: 'taint a=b:NoSchedule',
      },
      {
        node: 'w1',
        pods: 2,
        fits: true,
        total: 100,
        scores: { PodCount: { raw: 2, score: 100, weight: 1 } },
      },
    ],
  });
  assert.match(lines, /cp +0 +out +– +TaintToleration: taint a=b:NoSchedule/);
  assert.match(lines, /w1 +2 +fits +100 +PodCount 100 +<- chosen/);
});

test('what does not fit into its row of a table has lines of its own below', () => {
  const detail = 'taint node-role.kubernetes.io/control-plane:NoSchedule';
  const lines = plainLines(
    {
      type: 'verdicts',
      pod: 'a',
      nodes: [
        { node: 'sched-workshop-control-plane', pods: 0, fits: false, plugin: 'TaintToleration', detail },
        { node: 'w', pods: 0, fits: false, plugin: 'NodeReady', reasons: ['not ready'] },
      ],
    },
    COLOURED,
    eventText,
  );
  assert.ok(lines.every((line) => widthOf(line) <= 80));
  assert.match(lines[3] ?? '', /^ {4}sched-workshop-control-plane .*out.*–$/);
  assert.equal(lines[4], `        TaintToleration: ${detail}`);
  assert.match(lines[5] ?? '', /w .*NodeReady: not ready$/);
});

test('all there is to know about a check is its id, what was expected, what was seen, and where', () => {
  const lines = wideCheckLines(finding, PLAIN).map((line) => line.trim());
  assert.deepEqual(lines, [
    '✔ six pods run',
    'id:       x',
    'expected: six',
    'seen:     six',
    'source:   cluster',
  ]);
});

test('on a terminal a wait is one line that is drawn over, and is gone at the end', () => {
  const all = written([waiting(2000), waiting(2250)], true);
  assert.equal(all.split('\r\u001B[K').length, 4);
  assert.ok(!all.includes('\n'));
  assert.ok(all.endsWith('\r\u001B[K'));
});

test('a wait that is too long for the terminal is cut, so that it never takes two lines', () => {
  const all = written([waiting(2000, 'x'.repeat(200))], true);
  // the terminal adds ^C when it is interrupted
  assert.ok(all.split('\r\u001B[K').every((line) => line.length <= 78));
});

test('a wait of less than two seconds is not worth a word, neither on a terminal nor in a pipe', () => {
  for (const isTTY of [true, false]) assert.equal(written([waiting(0), waiting(1999)], isTTY), '');
});

test('a command that is silent for two seconds is told to be running, second by second on a terminal, until it says something', async () => {
  const { writer, clock, all } = openWriter(true);
  writer.show({ type: 'command', line: 'kind create cluster' });
  const before = all();
  await clock.advance(1999);
  assert.equal(all(), before);
  await clock.advance(2001);
  const drawn = all().slice(before.length).split('\r\u001B[K');
  assert.deepEqual(drawn.slice(1), [
    '  … still running (2 s): kind create cluster',
    '  … still running (3 s): kind create cluster',
    '  … still running (4 s): kind create cluster',
  ]);
  writer.show({ type: 'output', text: 'Preparing nodes', stream: 'stdout' });
  assert.ok(all().endsWith('\r\u001B[K    Preparing nodes\n'));
  await clock.advance(2000);
  assert.ok(all().endsWith('  … still running (6 s): kind create cluster'));
  writer.show({ type: 'notice', level: 'info', text: 'it is there' });
  const after = all();
  await clock.advance(60_000);
  assert.equal(all(), after);
  assert.equal(clock.waiting, 0);
});

test('in a pipe a command that takes long is told after two seconds, then every ten', async () => {
  const { writer, clock, all } = openWriter(false);
  writer.show({ type: 'command', line: 'kind create cluster' });
  await clock.advance(25_000);
  const told = all().match(/still running \(\d+ s\)/g);
  assert.deepEqual(told, ['still running (2 s)', 'still running (12 s)', 'still running (22 s)']);
  writer.end();
});

test('painted text can be taken apart again', () => {
  const text = `a ${paint('b', 'good', COLOURED)}${paint('c', 'voice', COLOURED)} d`;
  assert.deepEqual(piecesOf(text), [
    { text: 'a ' },
    { text: 'b', tone: 'good' },
    { text: 'c', tone: 'voice' },
    { text: ' d' },
  ]);
});

test('in a pipe a wait is told now and then, with what it waits for and for how long', () => {
  const times = Array.from({ length: 100 }, (_, at) => waiting(at * 250));
  const lines = written(times, false).trim().split('\n');
  assert.equal(lines.length, 3);
  assert.match(lines[0] ?? '', /waiting for \(2 s of at most 1 min\): the pod runs \(Pending\)/);
});

test('the end of a wait says how long it took', () => {
  const line = text({
    type: 'waited',
    what: 'the pod runs',
    seen: 'Running',
    ok: true,
    elapsedMs: 1234,
    hold: false,
  });
  assert.equal(line, '  ✔ the pod runs (after 1.2 s)');
});

test('what a scheduler that binds merely noticed or decided is left out; one that does no more says it', () => {
  const running = (mode: 'watch' | 'decide' | 'bind'): WorkshopEvent => ({
    type: 'told',
    event: { type: 'running', time, scheduler: 's', mode, policy: 'least-pods', nodes: 4, waiting: 0 },
  });
  const noticed: WorkshopEvent = { type: 'told', event: { type: 'noticed', time, pod } };
  assert.ok(written([running('watch'), noticed], false).includes('noticed default/pod1'));
  assert.ok(!written([running('bind'), noticed], false).includes('noticed'));
  const event = { type: 'decided', time, pod, node: 'worker', hadPods: 0, nodes: [] } as const;
  const decided: WorkshopEvent = { type: 'told', event };
  assert.ok(written([running('decide'), decided], false).includes('decided default/pod1'));
  assert.ok(!written([running('bind'), decided], false).includes('decided'));
});

test('a picture of the nodes has a bar, a letter for each pod of the step, and a dot for every other', () => {
  const lines = text({
    type: 'picture',
    resource: 'workshop.example.com/slot',
    nodes: [
      { name: 'w1', asked: 5, allocatable: 10, pods: [mine('a'), mine('b'), mine('a'), theirs] },
      { name: 'w2', asked: 0, allocatable: 0, pods: [] },
    ],
  }).split('\n');
  assert.deepEqual(lines.slice(2), [
    '    NODE  SLOT',
    '    w1    █████░░░░░ 5 of 10  ·AAB',
    '    w2    ░░░░░░░░░░ 0 of 0',
    '    A a   B b   · other pods',
  ]);
});

function mine(source: string) {
  return { source, isNew: true };
}

const theirs = { source: 'coredns', isNew: false };
