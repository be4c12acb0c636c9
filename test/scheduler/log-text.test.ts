import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import { eventText, verdictText } from '../../src/scheduler/log-text.ts';

const time = '2026-01-01T00:00:00.000Z';
const pod = { namespace: 'default', name: 'pod1', uid: 'u' };

// the workshop's own wording: docs, checks and people rely on it letter by letter
const lines: readonly (readonly [SchedulerEvent, string])[] = [
  [
    {
      type: 'running',
      time,
      scheduler: 'workshop-scheduler',
      mode: 'bind',
      policy: 'least-pods',
      nodes: 4,
      waiting: 0,
    },
    'workshop-scheduler running',
  ],
  [
    { type: 'bound', time, pod, node: 'sched-workshop-worker', hadPods: 0, attempts: 1, milliseconds: 5 },
    'bound default/pod1 -> sched-workshop-worker (had 0 pods)',
  ],
  [
    { type: 'bound', time, pod, node: 'n', hadPods: 1, attempts: 1, milliseconds: 5 },
    'bound default/pod1 -> n (had 1 pods)',
  ],
  [
    {
      type: 'unschedulable',
      time,
      pod: { ...pod, name: 'blocked' },
      message: '0/4 nodes are available: 4 node(s) had untolerated taint(s).',
      attempts: 1,
      nodes: [],
    },
    'failed to schedule default/blocked: no feasible node for blocked: 0/4 nodes are available: 4 node(s) had untolerated taint(s).',
  ],
];

const election: readonly (readonly [SchedulerEvent, string])[] = [
  [
    { type: 'waiting-to-lead', time, lease: 'kube-system/s', leader: 'a_1' },
    'waiting to lead: a_1 holds the lease kube-system/s',
  ],
  [
    { type: 'leading', time, lease: 'kube-system/s', leader: 'a_1' },
    'leading: a_1 holds the lease kube-system/s',
  ],
  [{ type: 'lost', time, lease: 'kube-system/s', leader: 'b_2' }, 'lost the lease kube-system/s to b_2'],
  [{ type: 'lost', time, lease: 'kube-system/s', leader: '' }, 'lost the lease kube-system/s'],
];

for (const [event, text] of [...lines, ...election]) {
  test(`${event.type} reads: ${text}`, () => {
    assert.equal(eventText(event), text);
  });
}

test('a preemption names who must go, up to four', () => {
  const victims = ['a', 'b', 'c', 'd'].map((name) => ({ ...pod, name }));
  const preempting = { type: 'preempting', time, pod, node: 'n' } as const;
  assert.equal(
    eventText({ ...preempting, victims }),
    'preempting default/a, default/b, default/c, default/d on n for default/pod1',
  );
  assert.equal(
    eventText({ ...preempting, victims: [...victims, pod, pod] }),
    'preempting default/a, default/b, default/c, default/d and 2 more on n for default/pod1',
  );
});

test('the last word counts in words', () => {
  const stopped = {
    type: 'stopped',
    time,
    scheduler: 's',
    bound: 1,
    failed: 1,
    pending: 0,
    seconds: 2.5,
  } as const;
  assert.equal(eventText(stopped), 's stopped after 2.5 s: 1 pod bound, 1 failed attempt, 0 waiting');
  assert.equal(
    eventText({ ...stopped, bound: 2, failed: 0 }),
    's stopped after 2.5 s: 2 pods bound, 0 failed attempts, 0 waiting',
  );
});

test('a verdict shows how the total comes about, or why the node is out', () => {
  const scores = {
    TaintToleration: { raw: 0, score: 100, weight: 3 },
    PodCount: { raw: 1, score: 33.333, weight: 1 },
  };
  assert.equal(
    verdictText({ node: 'n', pods: 1, fits: true, scores, total: 333.333 }),
    'n: 333.3 = TaintToleration 100×3 + PodCount 33.3×1',
  );
  assert.equal(
    verdictText({
      node: 'n',
      pods: 1,
      fits: false,
      plugin: 'TaintToleration',
      reasons: ['node(s) had untolerated taint(s)'],
      detail: 'taint k:NoSchedule',
    }),
    'n: node(s) had untolerated taint(s) (taint k:NoSchedule)',
  );
});
