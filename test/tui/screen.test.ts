import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { frameOf } from '../../src/tui/frame.ts';
import { widthOf } from '../../src/tui/line.ts';
import { ASCII } from '../../src/tui/marks.ts';
import type { Model } from '../../src/tui/model.ts';
import { type Page, PANELS, UI_START } from '../../src/tui/ui-state.ts';
import { drawn } from '../helpers/drawn.ts';
import {
  ABOUT,
  boundEvent,
  factsOf,
  nodeOf,
  ref,
  screenModel,
  someEvents,
  storyOf,
  waitingOf,
} from '../helpers/models.ts';

const text = (model: Model) => drawn(model).join('\n');
const lineOf = (model: Model, words: string) => drawn(model).find((line) => line.includes(words)) ?? '';
const onPage = (page: Page, change: Partial<Model> = {}) =>
  screenModel({ ...change, ui: { ...UI_START, pages: [page] } });

test('the header says who works where and what came of it', () => {
  const seen = text(screenModel());
  for (const words of [
    '✓ running  workshop-scheduler on embedded-test (embedded)  up 1m5s',
    'bound 2  pending 1  failed 1  0.4 binds/s  policy least-pods',
    'most 1/s',
  ])
    assert.ok(seen.includes(words), `${words}:\n${seen}`);
});

test('what is wrong is said in words at the very beginning', () => {
  const story = storyOf(someEvents());
  const first = (change: Partial<typeof story>) =>
    drawn(screenModel({ story: { ...story, ...change } }))[0] ?? '';
  assert.match(first({ lost: ['nodes', 'pods'] }), /^ ✗ NO CONNECTION: nodes, pods /);
  assert.match(first({ paused: true }), /^ PAUSED /);
  assert.match(first({ phase: 'stopped' }), /^ STOPPED /);
  assert.match(first({ phase: 'starting' }), /^starting /);
  const starting = (state: 'leads' | 'waits' | 'lost') =>
    first({ phase: 'starting', election: { state, leader: 'other_1' } });
  assert.match(starting('waits'), /^standby: other_1 leads /);
  assert.match(starting('leads'), /^starting /);
  assert.match(starting('lost'), /^ LEASE LOST /);
  assert.match(first({ election: { state: 'leads', leader: 'me_1' } }), /^✓ leader, running /);
});

test('a node shows its state, what is asked of it and its taints', () => {
  const nodes = [
    nodeOf('a'),
    nodeOf('b', { ready: 'Unknown' }),
    nodeOf('c', { cordoned: true, taints: ['example.com/gpu=yes:NoSchedule'] }),
    nodeOf('d', { zone: 'z1', cpu: { used: 3_900, of: 4_000 } }),
  ];
  const model = screenModel({ facts: factsOf({ nodes }), size: { columns: 120, rows: 30 } });
  assert.match(lineOf(model, ' a '), /✓ Ready .* 3\/10 .* 13% .* 13%/);
  assert.match(lineOf(model, ' b '), /✗ Unknown/);
  assert.match(lineOf(model, ' c '), /✗ cordoned .* gpu=yes:NoSchedule/);
  assert.match(lineOf(model, ' d '), /98% .* z1/);
  const wide = { ...model, ui: { ...UI_START, wide: true } };
  assert.match(lineOf(wide, ' d '), /3.9\/4 .* 1Gi\/8Gi/);
});

test('a waiting pod shows its tries, when it is tried next, and why it waits', () => {
  const queue = [
    waitingOf('parked'),
    waitingOf('resting', { place: 'backoff', nextTryMs: 3_200, attempts: 4 }),
    waitingOf('fresh', { place: 'active', nextTryMs: 0, attempts: 0, reason: '' }),
    waitingOf('held', {
      place: 'gated',
      nextTryMs: Infinity,
      attempts: 0,
      reason: 'waiting for scheduling gates: [a]',
    }),
  ];
  const model = screenModel({ facts: factsOf({ queue }) });
  assert.match(lineOf(model, 'default/parked'), /2 change\/4m50s 2 node\(s\) had untolerated taint/);
  assert.match(lineOf(model, 'default/resting'), /4 in 4s/);
  assert.match(lineOf(model, 'default/fresh'), /0 now/);
  assert.match(lineOf(model, 'default/held'), /0 gated +waiting for scheduling gates: \[a\]/);
  const paused = { ...model, story: { ...model.story, paused: true } };
  assert.match(lineOf(paused, 'default/fresh'), /0 paused/);
});

test('a decision is a sign and words', () => {
  const model = screenModel();
  assert.match(lineOf(model, 'pod2'), /00:01:01 ✓ default\/pod2 → worker2 \(had 0 pods\)/);
  assert.match(
    lineOf(model, 'fits nowhere'),
    /✗ default\/blocked fits nowhere: 2 node\(s\) had untolerated taint/,
  );
});

test('lines that are held say how many are newer', () => {
  const story = storyOf([...someEvents(), boundEvent('late', 63)]);
  const model = screenModel({ story, ui: { ...UI_START, held: 4 } });
  assert.ok(text(model).includes('held, 1 newer: g'));
  assert.ok(!text(model).includes('late'));
});

const verdicts = {
  known: 2,
  feasible: 1,
  winner: 'worker',
  rows: [
    {
      node: 'worker',
      pods: 2,
      fits: true,
      isWinner: true,
      total: 333.3,
      filters: [{ plugin: 'NodeReady' }, { plugin: 'TaintToleration' }],
      scores: [
        { plugin: 'TaintToleration', raw: 0, score: 100, weight: 3 },
        { plugin: 'PodCount', raw: 2, score: 33.33, weight: 1 },
      ],
    },
    {
      node: 'worker2',
      pods: 1,
      fits: false,
      isWinner: false,
      scores: [],
      filters: [{ plugin: 'NodeReady', reasons: ['node(s) were not ready'], detail: 'Ready is Unknown' }],
    },
  ],
};
const details = {
  pod: ref('p'),
  place: 'bound' as const,
  node: 'worker',
  requests: { cpuMilli: 250, memory: 512 * 1024 ** 2 },
  tolerations: [],
  scheduler: 's',
  advice: [],
};

test('a page on a pod shows every filter of every node, and raw, normal and weighted scores', () => {
  const page = { kind: 'pod', pod: ref('p'), scroll: 0 } as const;
  const facts = factsOf({ pod: { ...details, verdicts } });
  const model = onPage(page, { facts });
  assert.match(lineOf(model, 'asks for'), /cpu 250m {2}memory 512Mi/);
  assert.match(lineOf(model, 'NODE '), /PODS Ready TaintToleration WHY NOT/);
  assert.match(lineOf(model, '★ worker '), /2 ✓ +✓/);
  assert.match(lineOf(model, '✗ worker2'), /1 ✗ +· +Ready is Unknown/);
  const score = drawn(model).find((line) => line.includes('333.3')) ?? '';
  assert.match(score, /★ worker +333.3 0 → 100 x3 = 300 +2 → 33.3 x1 = 33.3/);
});

test('a page on a pod that fits nowhere says what would have to change', () => {
  const page = { kind: 'pod', pod: ref('p'), scroll: 0 } as const;
  const waiting = waitingOf('p');
  const facts = factsOf({
    pod: {
      ...details,
      place: 'waiting',
      waiting,
      advice: ['kubectl uncordon worker'],
      verdicts: { ...verdicts, feasible: 0 },
    },
  });
  const seen = text(onPage(page, { facts }));
  assert.match(seen, /waiting, 2 tries so far; next: on a change that can help, at the\n +latest in 4m50s/);
  assert.match(seen, /to make it fit, one of\n- kubectl uncordon worker/);
});

test('a page on a pod or node that is gone says so', () => {
  const pod = { kind: 'pod', pod: ref('p'), scroll: 0 } as const;
  const facts = factsOf({ pod: { ...details, place: 'gone', node: '' } });
  assert.match(text(onPage(pod, { facts })), /state +gone\n/);
  assert.match(text(onPage({ kind: 'node', node: 'w', scroll: 0 })), /there is no node w any more/);
});

test('a page on a node lists its pods and what they ask for', () => {
  const onIt = [
    { name: 'default/p', uid: 'p', cpuMilli: 250, memory: 1024 ** 3, scheduler: 's', phase: 'Running' },
  ];
  const node = { ...nodeOf('w'), kubelet: 'v1.37.2', readyMessage: '', labels: ['a=b'], onIt };
  const seen = text(onPage({ kind: 'node', node: 'w', scroll: 0 }, { facts: factsOf({ node }) }));
  assert.match(seen, /cpu +█+░+ {2}500m of 4 {2}13%/);
  assert.match(seen, /default\/p +250m +1Gi Running +s\n/);
  assert.match(seen, /3 pods hold a place here, 2 of them daemons/);
});

test('the log says where its file is, and help names the keys', () => {
  assert.match(text(onPage({ kind: 'log', scroll: 0 })), /all of it: \/state\/serve.log/);
  assert.match(text(onPage({ kind: 'help', scroll: 0 })), /pause the scheduling, or go on/);
});

test('what is typed is seen with its question', () => {
  const prompt = { kind: 'taint', node: 'worker', text: 'a=b:NoSchedule', caret: 14 } as const;
  assert.match(
    drawn(screenModel({ ui: { ...UI_START, prompt } })).at(-1) ?? '',
    /^taint worker .* a=b:NoSchedule/,
  );
});

test('with --ascii nothing but ASCII is on the screen', () => {
  const about = { ...ABOUT, marks: ASCII };
  for (const model of [
    screenModel({ about }),
    onPage(
      { kind: 'pod', pod: ref('p'), scroll: 0 },
      { about, facts: factsOf({ pod: { ...details, verdicts } }) },
    ),
  ])
    assert.match(text(model), /^[\n -~]*$/);
});

const anyModel = fc
  .record({
    columns: fc.integer({ min: 20, max: 250 }),
    rows: fc.integer({ min: 4, max: 70 }),
    nodes: fc.nat(60),
    waiting: fc.nat(60),
    events: fc.nat(100),
    focus: fc.constantFrom(...PANELS),
    wide: fc.boolean(),
    page: fc.constantFrom<Page | undefined>(
      undefined,
      { kind: 'help', scroll: 3 },
      { kind: 'log', scroll: 1e9 },
      { kind: 'pod', pod: ref('p'), scroll: 0 },
      { kind: 'text', title: 'yaml', text: 'long '.repeat(200), scroll: 2 },
    ),
    name: fc.constantFrom('worker', 'a-very-long-name-of-a-node-that-nobody-would-type', '世界'),
  })
  .map(({ columns, rows, nodes, waiting, events, focus, wide, page, name }) =>
    screenModel({
      size: { columns, rows },
      ui: { ...UI_START, focus, wide, pages: page ? [page] : [] },
      facts: factsOf({
        nodes: Array.from({ length: nodes }, (_, at) =>
          nodeOf(`${name}${at}`, { zone: at % 2 === 0 ? 'z' : '' }),
        ),
        queue: Array.from({ length: waiting }, (_, at) => waitingOf(`${name}${at}`)),
        pod: { ...details, verdicts },
      }),
      story: storyOf([
        ...someEvents(),
        ...Array.from({ length: events }, (_, at) => boundEvent(`${name}${at}`, 60)),
      ]),
    }),
  );

test('the screen has as many lines as the terminal has rows, each exactly as wide as it is', () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      const frame = frameOf(model);
      assert.equal(frame.length, model.size.rows);
      for (const line of frame) {
        const words = line.map(({ text: part }) => part).join('');
        assert.equal(widthOf(words), model.size.columns, words);
      }
    }),
    { numRuns: 300 },
  );
});
