import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import { bindsPerSecond, until } from '../../src/view/minute.ts';
import { reduce } from '../../src/view/reduce.ts';
import { MAX_DECISIONS, MAX_STREAM, startStory } from '../../src/view/story.ts';

const START = startStory({ mode: 'bind', policy: 'least-pods' });
const NOON = Date.UTC(2026, 0, 1, 12);
const at = (ms: number) => new Date(NOON + ms).toISOString();

/** A binding before it has a time. */
const bound = {
  type: 'bound' as const,
  pod: { namespace: 'd', name: 'p', uid: 'u' },
  node: 'n',
  hadPods: 0,
  attempts: 1,
  milliseconds: 1,
};

const podRef = fc
  .integer({ min: 0, max: 20 })
  .map((number) => ({ namespace: 'default', name: `p${number}`, uid: `u${number}` }));
const verdict = { node: 'n', pods: 1, fits: false, plugin: 'NodeReady', reasons: ['no'] };

/** Any event of a scheduler that runs, in any order: a reader of facts must not stumble over any. */
const event: fc.Arbitrary<SchedulerEvent> = fc
  .tuple(fc.integer({ min: 0, max: 200_000 }), podRef, fc.constantFrom('pods', 'nodes'))
  .chain(([ms, pod, resource]) => {
    const time = at(ms);
    return fc.constantFrom<SchedulerEvent>(
      { type: 'running', time, scheduler: 's', mode: 'bind', policy: 'most-pods', nodes: 1, waiting: 0 },
      { type: 'running', time, scheduler: 's', mode: 'decide', policy: 'random', nodes: 1, waiting: 0 },
      { type: 'noticed', time, pod },
      { type: 'decided', time, pod, node: 'n', hadPods: 1, nodes: [{ node: 'n', pods: 1, fits: true }] },
      { type: 'bound', time, pod, node: 'n', hadPods: 1, attempts: 1, milliseconds: 1 },
      { type: 'unschedulable', time, pod, message: '0/1 nodes', attempts: 1, nodes: [verdict] },
      { type: 'bind-failed', time, pod, node: 'n', message: 'no', retry: ms % 2 === 0 },
      { type: 'connection', time, resource, state: ms % 2 === 0 ? 'lost' : 'restored', message: '' },
      { type: 'paused', time },
      { type: 'resumed', time },
      { type: 'policy', time, policy: 'random' },
      { type: ms % 2 === 0 ? 'leading' : 'waiting-to-lead', time, lease: 'a/b', leader: resource },
      { type: 'lost', time, lease: 'a/b', leader: '' },
      { type: 'warning', time, message: 'careful' },
    );
  });

test('events that are told at once leave the same story as told one by one', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const oneByOne = events.reduce((story, one) => reduce(story, [one]), START);
      assert.deepEqual(reduce(START, events), oneByOne);
    }),
  );
});

test('a story is never longer than its bounds, keeps the newest, and numbers entries without gaps', () => {
  const told = (number: number): SchedulerEvent => ({
    type: 'unschedulable',
    time: at(number),
    pod: { namespace: 'd', name: `p${number}`, uid: `u${number}` },
    message: '',
    attempts: 1,
    nodes: [verdict],
  });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1_500 }), { maxLength: 5 }), (sizes) => {
      let story = START;
      let number = 0;
      for (const size of sizes)
        story = reduce(
          story,
          Array.from({ length: size }, () => told(++number)),
        );
      assert.equal(story.stream.length, Math.min(number, MAX_STREAM));
      assert.equal(story.decisions.length, Math.min(number, MAX_DECISIONS));
      assert.equal(story.told, number);
      assert.deepEqual(
        story.stream.map(({ id }) => id),
        Array.from({ length: story.stream.length }, (_, at) => number - story.stream.length + at + 1),
      );
      for (const { event } of story.stream) assert.deepEqual('nodes' in event && event.nodes, []);
    }),
  );
});

test('figures: what is bound, what failed, what is lost, paused, policy', () => {
  const pod = { namespace: 'd', name: 'p', uid: 'u' };
  const lost = { type: 'connection', time: at(0), state: 'lost', message: 'reset' } as const;
  const story = reduce(START, [
    { type: 'running', time: at(0), scheduler: 's', mode: 'bind', policy: 'most-pods', nodes: 1, waiting: 0 },
    { type: 'bound', time: at(1), pod, node: 'n', hadPods: 0, attempts: 1, milliseconds: 3 },
    { type: 'bind-failed', time: at(2), pod, node: 'n', message: 'gone', retry: false },
    { type: 'bind-failed', time: at(2), pod, node: 'n', message: 'refused', retry: true },
    { ...lost, resource: 'pods' },
    { ...lost, resource: 'nodes' },
    { type: 'connection', time: at(3), resource: 'pods', state: 'restored', message: '' },
    { type: 'paused', time: at(4) },
  ]);
  assert.partialDeepStrictEqual(story, {
    phase: 'running',
    policy: 'most-pods',
    bound: 1,
    failed: 1,
    lost: ['nodes'],
    paused: true,
    startedAt: NOON,
  });
});

test('where pods are bound a decision is no line of its own; where they are not it is all there is', () => {
  const decided: SchedulerEvent = {
    type: 'decided',
    time: at(0),
    pod: { namespace: 'd', name: 'p', uid: 'u' },
    node: 'n',
    hadPods: 0,
    nodes: [{ node: 'n', pods: 0, fits: true }],
  };
  assert.equal(reduce(START, [decided]).stream.length, 0);
  assert.equal(reduce(START, [decided]).decisions.length, 1);
  assert.equal(reduce({ ...START, mode: 'decide' }, [decided]).stream.length, 1);
});

test('the minute counts every binding in its second, and forgets it after sixty', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 100 }),
      fc.integer({ min: 0, max: 100 }),
      (seconds, later) => {
        const story = reduce(
          START,
          seconds.map((second) => ({
            ...bound,
            time: at(second * 1000 + 999),
          })),
        );
        const last = Math.max(0, ...seconds) + later;
        const counts = until(story.minute, NOON / 1000 + last);
        const expected = Array.from(
          { length: 60 },
          (_, index) => seconds.filter((second) => second === last - 59 + index).length,
        );
        assert.deepEqual(counts, expected);
      },
    ),
  );
});

test('binds a second are those of the last five whole seconds', () => {
  const story = reduce(
    START,
    [0, 1, 2, 3, 4, 5].flatMap((second) =>
      Array.from({ length: 10 }, () => ({
        ...bound,
        time: at(second * 1000),
      })),
    ),
  );
  assert.equal(bindsPerSecond(story.minute, NOON / 1000 + 5), 10);
  assert.equal(bindsPerSecond(story.minute, NOON / 1000 + 8), 6);
  assert.equal(bindsPerSecond(story.minute, NOON / 1000 + 30), 0);
});
