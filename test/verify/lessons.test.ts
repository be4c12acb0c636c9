import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf } from '../../src/verify/checks/index.ts';
import { LESSONS } from '../../src/verify/lessons/index.ts';
import { submission } from '../../src/verify/submission.ts';
import type { JournalEntry, JournalFact, Observed } from '../../src/workshop/journal-entry.ts';
import { bundleParts } from '../helpers/bundle.ts';
import { factsOf, type GoodStory, goodStory, numbered, SCHEDULER, time, WORKERS } from '../helpers/story.ts';

const [A, B, C] = WORKERS;
const IDS = LESSONS.map(({ id }) => id);

interface Look {
  readonly node?: string;
  readonly phase?: string;
  readonly uid?: string;
  readonly by?: string;
  readonly told?: string;
  readonly looks?: number;
}

/** A look at a pod; `by` placed it, `told` is what FailedScheduling said. */
function saw(label: string, name: string, look: Look = {}): Step {
  const { node, phase = node === undefined ? 'Pending' : 'Running', by, told, looks } = look;
  const event = (reason: string, from: string, note: string) => ({
    reason,
    from,
    note,
    at: time(300),
    count: 1,
  });
  return {
    kind: 'observed',
    label,
    pod: {
      namespace: 'default',
      name,
      uid: look.uid ?? `uid-of-${name}`,
      resourceVersion: '1',
      creationTimestamp: time(300),
      phase,
      ...(node !== undefined && { node }),
      events: [
        ...(told === undefined ? [] : [event('FailedScheduling', SCHEDULER, told)]),
        ...(by === undefined ? [] : [event('Scheduled', by, '')]),
      ],
    },
    workerTaints: {},
    ...(looks !== undefined && { held: { seconds: 5, looks } }),
  };
}

type Step = Omit<Observed, 'step'> | Exclude<JournalFact, { step: number }>;

function started(flags?: string): Step {
  return {
    kind: 'scheduler-started',
    pid: 1,
    mode: 'bind',
    attached: false,
    ...(flags !== undefined && { flags }),
  };
}

function several(
  label: string,
  name: string,
  nodes: readonly (string | undefined)[],
  look: Look = {},
): Step[] {
  return nodes.map((node, at) =>
    saw(label, `${name}${at + 1}`, { ...look, ...(node !== undefined && { node }) }),
  );
}

/** What a good play of each step leaves in the journal. */
const GOOD: Readonly<Record<number, readonly Step[]>> = {
  7: [
    saw('pending', 'big4', { told: '0/4 nodes are available: 3 Insufficient cpu.' }),
    saw('placed', 'big4', { node: B }),
  ],
  8: [
    saw('placed', 'picky', { node: B }),
    saw('placed', 'friend', { node: B }),
    saw('placed', 'rival', { node: A }),
    saw('placed', 'guest', { node: C }),
    saw('pending', 'lost'),
    saw('placed', 'lost', { node: A }),
  ],
  9: [
    started('--config x'),
    ...several('spread', 'spread', [A, B, C, A, B, C]),
    ...several('pack', 'pack', [A, A, A, A, A, A]),
    started(),
  ],
  10: [
    started('--no-assume'),
    saw('overcommitted', 'racer1', { node: A }),
    saw('overcommitted', 'racer2', { node: A, phase: 'Failed' }),
    saw('overcommitted', 'racer3', { node: B }),
    started(),
    ...several('assumed', 'racer', [A, B, C]),
  ],
  11: [saw('placed', 'important', { node: A })],
  12: [
    saw('pending', 'for-packer'),
    saw('placed', 'for-default', { node: A, by: 'default-scheduler' }),
    saw('placed', 'for-yours', { node: B, by: SCHEDULER }),
    saw('placed', 'for-packer', { node: A, by: 'packer' }),
  ],
  13: [
    ...several('pending', 'gang', [undefined, undefined, undefined], { looks: 6 }),
    ...several('placed', 'gang', [C, A, B]),
  ],
  14: [
    ...several('placed', 'own', [A, B, C, A, B, C], { by: SCHEDULER }),
    ...several('placed', 'extended', [A, B, C, A, B, C], { by: 'extended-scheduler' }),
    ...several('placed', 'compiled', [A, B, C, A, B, C], { by: 'compiled-scheduler' }),
  ],
};

function preempting(node: string): JournalFact {
  const event = { type: 'preempting', pod: { name: 'important' }, node, victims: [{ name: 'ordinary1' }] };
  return { kind: 'scheduler-told', step: 11, event };
}

/** A good workshop with these steps of the second part after it. */
function storyWith(steps: Readonly<Record<number, readonly Step[]>>, ended: boolean | undefined): GoodStory {
  const more = Object.entries(steps).flatMap(([number, entries]): JournalFact[] => {
    const step = Number(number);
    return [
      { kind: 'step-started', step, slug: 'x' },
      ...(step === 11 ? [preempting(A)] : []),
      ...entries.map((entry): JournalFact => (entry.kind === 'observed' ? { ...entry, step } : entry)),
      ...(ended === undefined ? [] : [{ kind: 'step-finished', step, ok: ended, seconds: 1 } as const]),
    ];
  });
  const { journal, cluster } = goodStory();
  const after: JournalEntry[] = numbered(more.map((fact, at) => [300 + at / 100, fact]));
  const entries = [...journal, ...after.map((entry) => ({ ...entry, seq: entry.seq + journal.length }))];
  return { journal: entries, cluster };
}

const played = (steps: Readonly<Record<number, readonly Step[]>>, ended: boolean | undefined) =>
  findingsOf(factsOf(storyWith(steps, ended)));

/** `not`: they were interrupted. */
const outcomes = (steps: Readonly<Record<number, readonly Step[]>>, ended: boolean | 'not' = true) =>
  played(steps, ended === 'not' ? undefined : ended).flatMap(({ id, ok }) =>
    IDS.includes(id) ? [`${id} ${ok}`] : [],
  );

describe('the second part in the evidence', () => {
  test('is nobody’s duty: without it nothing is said of it', () => {
    assert.deepEqual(outcomes({}), []);
    assert.ok(played({}, true).every(({ ok }) => ok));
  });

  test('has a finding for each step that was played to its end', () => {
    assert.deepEqual(
      outcomes(GOOD),
      IDS.map((id) => `${id} true`),
    );
    assert.deepEqual(outcomes({ 13: GOOD[13] ?? [] }), ['gang-all-or-nothing true']);
  });

  test('says nothing of a step that was interrupted or did not come true: it was not asked for', () => {
    assert.deepEqual(outcomes(GOOD, 'not'), []);
    assert.deepEqual(outcomes(GOOD, false), []);
  });

  const LIES: readonly [number, string, Step][] = [
    [7, 'a big4 that was made again', saw('placed', 'big4', { node: B, uid: 'another' })],
    [7, 'a big4 that waited for something else', saw('pending', 'big4', { told: '4 node(s) had taints' })],
    [8, 'a friend that is elsewhere', saw('placed', 'friend', { node: A })],
    [8, 'a rival that is beside it', saw('placed', 'rival', { node: B })],
    [8, 'a lost one that never was', saw('pending', 'lost', { node: A })],
    [9, 'six that are not spread', saw('spread', 'spread6', { node: A })],
    [9, 'six that are not packed', saw('pack', 'pack6', { node: B })],
    [10, 'a race that nobody lost', saw('overcommitted', 'racer2', { node: C, phase: 'Running' })],
    [10, 'a race that was lost again', saw('assumed', 'racer3', { node: A })],
    [10, 'a scheduler that does not assume in the end', started('--no-assume')],
    [11, 'an important pod on another node', saw('placed', 'important', { node: B })],
    [12, 'a pod that another one placed', saw('placed', 'for-packer', { node: A, by: SCHEDULER })],
    [12, 'a pod that did not wait', saw('pending', 'for-packer', { told: 'x' })],
    [13, 'half a gang', saw('pending', 'gang1', { node: A, looks: 6 })],
    [13, 'a gang that was looked at once', saw('pending', 'gang1', { looks: 1 })],
    [13, 'a gang that never came', saw('placed', 'gang1')],
    [
      14,
      'a pod that the extended one put elsewhere',
      saw('placed', 'extended2', { node: A, by: 'extended-scheduler' }),
    ],
    [14, 'a pod of the compiled one that waits', saw('placed', 'compiled6', { by: 'compiled-scheduler' })],
    [14, 'a pod that somebody else placed', saw('placed', 'extended1', { node: A, by: SCHEDULER })],
  ];
  for (const [step, what, entry] of LIES) {
    test(`is not fooled by ${what}`, () => {
      const id = LESSONS.find((lesson) => lesson.step === step)?.id;
      assert.deepEqual(outcomes({ [step]: [...(GOOD[step] ?? []), entry] }), [`${id} false`]);
    });
  }

  test('where nothing else than our own scheduler could run, step 14 shows nothing; without Go it shows the extender', () => {
    const entries = GOOD[14] ?? [];
    assert.deepEqual(outcomes({ 14: entries.slice(0, 6) }), []);
    assert.deepEqual(outcomes({ 14: entries.slice(0, 12) }), ['same-policy-three-ways true']);
    assert.deepEqual(outcomes({ 14: entries.slice(0, 11) }), ['same-policy-three-ways false']);
  });

  test('a scheduler that was started anew between spread and pack did not change its policy live', () => {
    const entries = GOOD[9] ?? [];
    assert.deepEqual(outcomes({ 9: [...entries.slice(0, 7), started('--config y'), ...entries.slice(7)] }), [
      'spread-and-pack false',
    ]);
  });

  test('has a section of the page, which is not there where nothing was played', () => {
    const page = (story: GoodStory) => submission(bundleParts(story).evidence, new Map());
    assert.doesNotMatch(page(goodStory()), /## 5\./);
    const rows = page(storyWith(GOOD, true))
      .split('## 5. And more')[1]
      ?.match(/^\| \d+ \|.*$/gm);
    assert.equal(rows?.length, 8);
    assert.match(rows?.[2] ?? '', /^\| 9 \| .* \| 2-2-2, then 6 \|$/);
    assert.match(page(storyWith({ 9: GOOD[9] ?? [] }, undefined)), /\| 9 \| .*\| _interrupted_ \|/);
    const here = page(storyWith({ 14: (GOOD[14] ?? []).slice(0, 6) }, true));
    assert.match(here, /\| 14 \| .*\| _could not be shown on this cluster_ \|/);
  });
});
