import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { findingsOf } from '../../src/verify/checks/index.ts';
import { type ClusterFacts, type EventFact, type NodeFact, type PodFact } from '../../src/verify/facts.ts';
import { journalEntrySchema } from '../../src/verify/journal-schema.ts';
import type { JournalEntry, Observed } from '../../src/workshop/journal-entry.ts';
import { factsOf, type GoodStory, goodStory, SCHEDULER, second, time, WORKERS } from '../helpers/story.ts';
import { TAINT } from '../../src/workshop/marks.ts';

/** A change of the good story, and the one check that must notice it. */
interface Mutation {
  readonly name: string;
  readonly fails: string;
  readonly change: (story: GoodStory) => GoodStory;
  readonly seen?: RegExp;
}

const mutations: readonly Mutation[] = [
  {
    name: 'a worker that is not Ready',
    fails: 'cluster-nodes',
    change: onNode('sched-workshop-worker2', { ready: false }),
    seen: /not Ready: sched-workshop-worker2/,
  },
  {
    name: 'a kubelet newer than the API server',
    fails: 'cluster-versions',
    change: onNode('sched-workshop-worker', { kubelet: 'v1.38.0' }),
  },
  {
    name: 'a kubelet four minor versions older than the API server',
    fails: 'cluster-versions',
    change: onNode('sched-workshop-worker', { kubelet: 'v1.33.9' }),
  },
  { name: 'step 4 with a failed check', fails: 'step-4-played', change: onStep(4, { ok: false }) },
  { name: 'step 5 with a failed check', fails: 'step-5-played', change: onStep(5, { ok: false }) },
  { name: 'step 6 with a failed check', fails: 'step-6-played', change: onStep(6, { ok: false }) },
  { name: 'a deleted pod3', fails: 'pods-found', change: withoutPod('pod3'), seen: /^pod pod3 not found$/ },
  {
    name: 'a pod that is leaving',
    fails: 'pods-found',
    change: onPod('pod3', { deleting: true }),
    seen: /^pod3 being deleted$/,
  },
  {
    name: 'a pod for another scheduler',
    fails: 'pods-scheduler-name',
    change: onPod('pod2', { schedulerName: 'default-scheduler' }),
    seen: /pod2 asks for default-scheduler/,
  },
  {
    name: 'a pod that failed',
    fails: 'pods-running',
    change: onPod('pod5', { phase: 'Failed' }),
    seen: /pod5 is Failed/,
  },
  {
    name: 'a pod on the control plane',
    fails: 'pods-off-control-plane',
    change: (story) => moved(story, 'pod4', 'sched-workshop-control-plane'),
    seen: /pod4 is on sched-workshop-control-plane/,
  },
  {
    name: 'three pods on one worker',
    fails: 'pods-spread',
    change: (story) => moved(story, 'pod4', WORKERS[1]),
    seen: /^1-3-2: /,
  },
  {
    name: 'a Scheduled event from another scheduler',
    fails: 'pods-scheduled-events',
    change: onEvent('pod6', { from: 'default-scheduler' }),
    seen: /pod6 was placed by default-scheduler/,
  },
  {
    name: 'a Scheduled event that names another node',
    fails: 'pods-scheduled-events',
    change: onEvent('pod6', { note: `Successfully assigned default/pod6 to ${WORKERS[0]}` }),
  },
  {
    name: 'a pod of step 4 that was made again',
    fails: 'pods-same',
    change: (story) => remade(story, 'pod1'),
    seen: /pod1 was made again/,
  },
  {
    name: 'an orphan that was never seen created',
    fails: 'orphan-observed',
    change: without((entry) => sees(entry, 'orphan', 'created')),
  },
  {
    name: 'a scheduler that was not stopped',
    fails: 'orphan-scheduler-stopped',
    change: without((entry) => entry.kind === 'scheduler-stopped'),
    seen: /not stopped before orphan hung/,
  },
  {
    name: 'a scheduler that was stopped long after the orphan had been created by the server clock',
    fails: 'orphan-scheduler-stopped',
    change: onSight('orphan', () => ({ creationTimestamp: second(40) })),
  },
  {
    name: 'an orphan with an event while it hung',
    fails: 'orphan-pending',
    change: onSight('orphan', (label) =>
      label === 'pending'
        ? { events: [{ reason: 'FailedScheduling', from: 'other', note: 'no', at: time(60), count: 1 }] }
        : {},
    ),
    seen: /events FailedScheduling/,
  },
  {
    name: 'a hold that is longer than the time it fits in',
    fails: 'orphan-pending',
    change: onEntry(
      (entry) => sees(entry, 'orphan', 'pending'),
      (entry) => ({ ...entry, held: { seconds: 60, looks: 61 } }),
    ),
  },
  {
    name: 'a hold of a single look',
    fails: 'orphan-pending',
    change: onEntry(
      (entry) => sees(entry, 'orphan', 'pending'),
      (entry) => ({ ...entry, held: { seconds: 30, looks: 1 } }),
    ),
  },
  {
    name: 'a scheduler that was stopped just after the orphan had been seen created',
    fails: 'orphan-scheduler-stopped',
    change: stoppedAfterCreation,
    seen: /after orphan was created/,
  },
  {
    name: 'an orphan that was bound before the scheduler was started',
    fails: 'orphan-bound-after-start',
    change: onSight('orphan', (label) => (label === 'placed' ? { scheduledAt: second(70) } : {})),
  },
  {
    name: 'a scheduler that was started to decide only',
    fails: 'orphan-bound-after-start',
    change: onEntry(
      (entry) => entry.kind === 'scheduler-started' && entry.pid === 200,
      (entry) => ({ ...entry, mode: 'decide' }),
    ),
  },
  {
    name: 'an orphan that another scheduler placed',
    fails: 'orphan-scheduled-event',
    change: onEvent('orphan', { from: 'default-scheduler' }),
  },
  {
    name: 'an orphan with another uid while it hung',
    fails: 'orphan-same-pod',
    change: onSight('orphan', (label) => (label === 'pending' ? { uid: 'another' } : {})),
  },
  {
    name: 'an orphan that is not Running',
    fails: 'orphan-running',
    change: onPod('orphan', { phase: 'Pending' }),
  },
  {
    name: 'a deleted orphan',
    fails: 'orphan-running',
    change: withoutPod('orphan'),
    seen: /^pod orphan not found$/,
  },
  {
    name: 'a blocked pod that was never seen pending',
    fails: 'blocked-observed',
    change: without((entry) => sees(entry, 'blocked', 'pending')),
  },
  {
    name: 'a worker without the taint',
    fails: 'blocked-tainted',
    change: onEntry(
      (entry) => sees(entry, 'blocked', 'pending'),
      (entry) => ({
        ...entry,
        workerTaints: { [WORKERS[0]]: [TAINT], [WORKERS[2]]: [TAINT] },
      }),
    ),
    seen: /not on sched-workshop-worker2/,
  },
  {
    name: 'a reason that leaves out a node',
    fails: 'blocked-failed-scheduling',
    change: onFailedNote('0/4 nodes are available: 3 node(s) had untolerated taint(s).'),
  },
  {
    name: 'a FailedScheduling from another scheduler',
    fails: 'blocked-failed-scheduling',
    change: onSight('blocked', (label, pod) =>
      label === 'pending'
        ? { events: pod.events.map((event) => ({ ...event, from: 'default-scheduler' })) }
        : {},
    ),
  },
  {
    name: 'a blocked pod that was bound before the taint was removed',
    fails: 'blocked-bound-after-untaint',
    change: onSight('blocked', (label) => (label === 'placed' ? { scheduledAt: second(105) } : {})),
  },
  {
    name: 'a blocked pod that was placed on tainted workers',
    fails: 'blocked-bound-after-untaint',
    change: onEntry(
      (entry) => sees(entry, 'blocked', 'placed'),
      (entry) => ({ ...entry, workerTaints: { [WORKERS[0]]: [TAINT] } }),
    ),
  },
  {
    name: 'a blocked pod that another scheduler placed',
    fails: 'blocked-scheduled-event',
    change: onEvent('blocked', { from: 'default-scheduler' }),
  },
  {
    name: 'a blocked pod that was made again',
    fails: 'blocked-same-pod',
    change: onSight('blocked', (label) => (label === 'pending' ? { uid: 'another' } : {})),
  },
  {
    name: 'a blocked pod that is leaving',
    fails: 'blocked-running',
    change: onPod('blocked', { deleting: true }),
  },
  {
    name: 'a taint that was left behind',
    fails: 'no-taint-left',
    change: onNode('sched-workshop-worker', { taints: [TAINT] }),
  },
  {
    name: 'a policy that nobody can describe',
    fails: 'scoring-note',
    change: onEntry(
      (entry) => entry.kind === 'run-started',
      (entry) => ({ ...entry, policy: 'dice' }),
    ),
  },
];

describe('the checks of the evidence', () => {
  test('a complete good story passes every check', () => {
    const findings = findingsOf(factsOf(goodStory()));
    assert.deepEqual(
      findings.filter((finding) => !finding.ok),
      [],
    );
    assert.equal(new Set(findings.map(({ id }) => id)).size, findings.length, 'ids are unique');
  });

  for (const { name, fails, change, seen } of mutations) {
    test(`${name} fails ${fails} and nothing else`, () => {
      const failed = failedIn(change(goodStory()));
      assert.deepEqual(
        failed.map(({ id }) => id),
        [fails],
      );
      if (seen) assert.match(failed[0]?.seen ?? '', seen);
    });
  }

  test('every check has a mutation that fails it', () => {
    const all = findingsOf(factsOf(goodStory())).map(({ id }) => id);
    const failing = new Set(mutations.map(({ fails }) => fails));
    assert.deepEqual(
      all.filter((id) => !failing.has(id)),
      [],
    );
  });

  test('Scheduled events that have expired are taken from the journal, and it says so', () => {
    const story = goodStory();
    const findings = findingsOf(factsOf({ ...story, cluster: { ...story.cluster, events: [] } }));
    const finding = findings.find(({ id }) => id === 'pods-scheduled-events');
    assert.equal(finding?.ok, true);
    assert.equal(finding?.source, 'journal');
    assert.match(
      finding?.seen ?? '',
      /0 from the cluster, 6 from the journal \(events expire after an hour\)/,
    );
    assert.ok(findings.every(({ ok }) => ok));
  });

  test('the wording of Kubernetes before 1.34 is understood', () => {
    const note =
      '0/4 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 node(s) had untolerated taint {workshop: blocked}. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.';
    assert.deepEqual(failedIn(onFailedNote(note)(goodStory())), []);
  });

  test('nodes that preemption speaks of are not counted as explained', () => {
    const note =
      '0/4 nodes are available: 1 node(s) had untolerated taint(s). preemption: 0/4 nodes are available: 3 node(s) had no victims.';
    assert.deepEqual(
      failedIn(onFailedNote(note)(goodStory())).map(({ id }) => id),
      ['blocked-failed-scheduling'],
    );
  });

  test('kubelets three minor versions older than the API server are fine', () => {
    assert.deepEqual(failedIn(onNode('sched-workshop-worker', { kubelet: 'v1.34.0' })(goodStory())), []);
  });

  test('an orphan that was created before any scheduler ever ran needs no stop', () => {
    const story = goodStory();
    const journal = story.journal.filter(
      (entry) =>
        !(entry.kind === 'scheduler-stopped' || (entry.kind === 'scheduler-started' && entry.pid === 100)),
    );
    assert.deepEqual(failedIn({ ...story, journal }), []);
  });

  test('a bind in the same whole second as the start of the scheduler is in order', () => {
    const change = without((entry) => entry.kind === 'scheduler-told');
    assert.deepEqual(failedIn(change(goodStory())), []);
  });

  test('a step that was played again and interrupted counts as interrupted', () => {
    const story = goodStory();
    const again: JournalEntry = { seq: 100, at: time(150), kind: 'step-started', step: 5, slug: 'orphan' };
    const failed = failedIn({ ...story, journal: [...story.journal, again] });
    assert.deepEqual(
      failed.map(({ id }) => id),
      ['step-5-played'],
    );
    assert.match(failed[0]?.seen ?? '', /interrupted/);
  });

  test('what was played on another cluster does not count', () => {
    const story = goodStory();
    const failed = failedIn({ ...story, cluster: { ...story.cluster, id: 'another' } });
    assert.deepEqual(
      failed.map(({ id }) => id),
      ['step-4-played', 'step-5-played', 'step-6-played'],
    );
    assert.match(failed[0]?.seen ?? '', /has not been played on this cluster/);
  });

  test('a run that began before its cluster was made counts', () => {
    const unnamed = onEntry(
      (entry) => entry.kind === 'run-started',
      (entry) => ({ ...entry, clusterId: undefined }),
    )(goodStory());
    const made = { ...unnamed, cluster: { ...unnamed.cluster, createdAt: second(1) } };
    assert.deepEqual(failedIn(made), []);
  });

  test('no order of the five turning points of the orphan but the true one passes', () => {
    const points = [
      turn('scheduler-stopped'),
      label('created'),
      label('pending'),
      started(200),
      label('placed'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (order) => {
        fc.pre(order.some((point, index) => point !== index));
        const story = goodStory();
        const places = points.map((is) => story.journal.findIndex(is));
        const journal = story.journal.map((entry) => ({ ...entry }));
        for (const [index, place] of places.entries()) {
          const from = story.journal[places[order[index] ?? 0] ?? 0];
          const to = story.journal[place];
          // the forger gives each entry the number and the time of the place it is put in
          if (from && to) journal[place] = { ...from, seq: to.seq, at: to.at };
        }
        assert.notDeepEqual(failedIn({ ...story, journal }), []);
      }),
    );
  });
});

function failedIn(story: GoodStory) {
  return findingsOf(factsOf(story)).filter((finding) => !finding.ok);
}

function onCluster(change: (cluster: ClusterFacts) => Partial<ClusterFacts>) {
  return (story: GoodStory): GoodStory => ({
    ...story,
    cluster: { ...story.cluster, ...change(story.cluster) },
  });
}

function onNode(name: string, change: Partial<NodeFact>) {
  return onCluster(({ nodes }) => ({
    nodes: nodes.map((node) => (node.name === name ? { ...node, ...change } : node)),
  }));
}

function onPod(name: string, change: Partial<PodFact>) {
  return onCluster(({ pods }) => ({
    pods: pods.map((pod) => (pod.name === name ? { ...pod, ...change } : pod)),
  }));
}

function withoutPod(name: string) {
  return onCluster(({ pods }) => ({ pods: pods.filter((pod) => pod.name !== name) }));
}

function onEvent(pod: string, change: Partial<EventFact>) {
  return onCluster(({ events }) => ({
    events: events.map((event) => (event.pod === pod ? { ...event, ...change } : event)),
  }));
}

function onEntry(which: (entry: JournalEntry) => boolean, change: (entry: JournalEntry) => object) {
  return (story: GoodStory): GoodStory => ({
    ...story,
    journal: story.journal.map((entry) => (which(entry) ? journalEntrySchema.parse(change(entry)) : entry)),
  });
}

function without(which: (entry: JournalEntry) => boolean) {
  return (story: GoodStory): GoodStory => ({
    ...story,
    journal: story.journal.filter((entry) => !which(entry)),
  });
}

function onStep(step: number, change: { readonly ok: boolean }) {
  return onEntry(
    (entry) => entry.kind === 'step-finished' && entry.step === step,
    (entry) => ({ ...entry, ...change }),
  );
}

function onSight(name: string, change: (label: string, pod: Observed['pod']) => Partial<Observed['pod']>) {
  return onEntry(
    (entry) => entry.kind === 'observed' && entry.pod.name === name,
    (entry) =>
      entry.kind === 'observed'
        ? { ...entry, pod: { ...entry.pod, ...change(entry.label, entry.pod) } }
        : entry,
  );
}

function onFailedNote(note: string) {
  return onSight('blocked', (label, pod) =>
    label === 'pending' ? { events: pod.events.map((event) => ({ ...event, note })) } : {},
  );
}

/** Everyone agrees that the pod was put on this node. */
function moved(story: GoodStory, name: string, node: string): GoodStory {
  const note = `Successfully assigned default/${name} to ${node}`;
  return onSight(name, () => ({ node }))(onEvent(name, { note })(onPod(name, { node })(story)));
}

/** Within the same second, so that only the order of the journal tells. */
function stoppedAfterCreation(story: GoodStory): GoodStory {
  const journal = [...story.journal];
  const stop = journal.findIndex(turn('scheduler-stopped'));
  const [stopped] = journal.splice(stop, 1);
  const created = journal.findIndex(label('created'));
  const seen = journal[created];
  if (stopped && seen) journal.splice(created + 1, 0, { ...stopped, at: seen.at });
  return { ...story, journal: journal.map((entry, index) => ({ ...entry, seq: index + 1 })) };
}

/** Someone deleted the pod and made it again, for the same scheduler. */
function remade(story: GoodStory, name: string): GoodStory {
  return onEvent(name, { uid: 'new', from: SCHEDULER })(onPod(name, { uid: 'new' })(story));
}

function sees(entry: JournalEntry, name: string, label: string): boolean {
  return entry.kind === 'observed' && entry.pod.name === name && entry.label === label;
}

function turn(kind: JournalEntry['kind']) {
  return (entry: JournalEntry) => entry.kind === kind;
}

function label(label: string) {
  return (entry: JournalEntry) => sees(entry, 'orphan', label);
}

function started(pid: number) {
  return (entry: JournalEntry) => entry.kind === 'scheduler-started' && entry.pid === pid;
}
