import type { JournalEntry, JournalFact, Observed } from '../../src/workshop/journal-entry.ts';
import {
  type ClusterFacts,
  type EventFact,
  type Facts,
  type NodeFact,
  PLACED_PODS,
  type PodFact,
} from '../../src/verify/facts.ts';
import { runsOn } from '../../src/verify/runs.ts';
import { storyOf } from '../../src/verify/story.ts';
import { TAINT } from '../../src/workshop/marks.ts';

/** A workshop that was played well: the journal and the cluster, telling one story. */
export interface GoodStory {
  readonly journal: JournalEntry[];
  readonly cluster: ClusterFacts;
}

export const SCHEDULER = 'workshop-scheduler';
export const CLUSTER_ID = 'uid-of-kube-system';
export const WORKERS = ['sched-workshop-worker', 'sched-workshop-worker2', 'sched-workshop-worker3'] as const;

const CONTROL_PLANE = 'sched-workshop-control-plane';
const START = Date.parse('2026-01-31T10:00:00.000Z');

/** Pod → node, as `least-pods` places them. */
const PLACES = [...PLACED_PODS, 'orphan', 'blocked'].map(
  (name, index) => [name, WORKERS[index % 3] ?? ''] as const,
);

/** Seconds after the start at which each pod was created. */
const CREATED: Readonly<Record<string, number>> = {
  ...Object.fromEntries(PLACED_PODS.map((name, index) => [name, 20 + 2 * index])),
  orphan: 50,
  blocked: 100,
};

/** Seconds after the start at which each pod was bound. */
const BOUND: Readonly<Record<string, number>> = {
  ...Object.fromEntries(PLACED_PODS.map((name, index) => [name, 20 + 2 * index])),
  orphan: 83,
  blocked: 112,
};

/** Tells the whole story anew; change what you like in it. */
export function goodStory(): GoodStory {
  return {
    journal: numbered(facts()),
    cluster: {
      gatheredAt: time(200.5),
      kind: 'kind',
      context: 'kind-sched-workshop',
      id: CLUSTER_ID,
      createdAt: second(-60),
      version: 'v1.37.2',
      nodes: [nodeFact(CONTROL_PLANE, true), ...WORKERS.map((name) => nodeFact(name, false))],
      pods: PLACES.map(([name]) => podFact(name)),
      events: PLACES.map(([name]) => ({ pod: name, uid: uid(name), ...scheduled(name) })),
    },
  };
}

/** The same story with what the scheduler told of orphan and blocked: one was bound, the other fitted nowhere at first. */
export function toldStory(): GoodStory {
  const { cluster } = goodStory();
  const pod = (name: string) => ({ namespace: 'default', name, uid: uid(name) });
  const told = (seconds: number, step: number, event: object): [number, JournalFact] => [
    seconds,
    { kind: 'scheduler-told', step, event: { ...event, time: time(seconds) } },
  ];
  const bound = (name: string) => ({
    type: 'bound',
    pod: pod(name),
    node: place(name),
    hadPods: 2,
    attempts: 1,
    milliseconds: 3,
  });
  const message = failed().note;
  const more = [
    told(83.3, 5, bound('orphan')),
    told(100.3, 6, { type: 'unschedulable', pod: pod('blocked'), message, attempts: 1, nodes: [] }),
    told(112.1, 6, bound('blocked')),
  ];
  return { cluster, journal: numbered([...facts(), ...more].toSorted(([a], [b]) => a - b)) };
}

/** The facts that such a story gives. */
export function factsOf({ journal, cluster }: GoodStory): Facts {
  const identity = {
    id: cluster.id,
    createdAt: cluster.createdAt,
    podUids: cluster.pods.map((pod) => pod.uid),
  };
  return { cluster, story: storyOf(runsOn(identity, journal)), scheduler: SCHEDULER, namespace: 'default' };
}

/** Facts with their times (seconds after the start) as a journal: numbered from 1. */
export function numbered(facts: readonly (readonly [number, JournalFact])[]): JournalEntry[] {
  return facts.map(([seconds, fact], index) => ({ seq: index + 1, at: time(seconds), ...fact }));
}

/** RFC 3339 with milliseconds, so many seconds after the start. */
export function time(seconds: number): string {
  return new Date(START + Math.round(seconds * 1000)).toISOString();
}

/** As servers write it: whole seconds. */
export function second(seconds: number): string {
  return `${time(Math.floor(seconds)).slice(0, 19)}Z`;
}

function facts(): readonly (readonly [number, JournalFact])[] {
  return [
    [0, runStarted()],
    [1, { kind: 'step-started', step: 4, slug: 'run' }],
    [2, { kind: 'scheduler-started', pid: 100, mode: 'bind', attached: false }],
    ...PLACED_PODS.map((name, index) => [35 + index / 10, placed(4, name)] as const),
    [40, { kind: 'step-finished', step: 4, ok: true, seconds: 39 }],
    [45, { kind: 'step-started', step: 5, slug: 'orphan' }],
    [48, { kind: 'scheduler-stopped', pid: 100, attached: false }],
    [50.2, command(5, 'kubectl run orphan --image=pause', 'pod/orphan created\n', 49.9)],
    [50.5, observed(5, 'created', 'orphan', { phase: 'Pending' })],
    [51, command(5, 'kubectl describe pod orphan', 'Status: Pending\nEvents: <none>\n', 50.8)],
    [81, { ...observed(5, 'pending', 'orphan', { phase: 'Pending' }), held: { seconds: 30, looks: 31 } }],
    [83.1, { kind: 'scheduler-started', pid: 200, mode: 'bind', attached: false }],
    [
      83.2,
      { kind: 'scheduler-told', step: 5, event: { type: 'running', time: time(82.9), scheduler: SCHEDULER } },
    ],
    [85, placed(5, 'orphan')],
    [86, { kind: 'step-finished', step: 5, ok: true, seconds: 41 }],
    [90, { kind: 'step-started', step: 6, slug: 'taints' }],
    [95, command(6, `kubectl taint nodes ${WORKERS.join(' ')} ${TAINT}`, 'tainted\n', 94)],
    [102, observed(6, 'pending', 'blocked', { phase: 'Pending', tainted: true, events: [failed()] })],
    [103, command(6, 'kubectl describe pod blocked', `Warning FailedScheduling ${failed().note}\n`, 102.5)],
    [112, command(6, `kubectl taint nodes ${WORKERS.join(' ')} ${TAINT}-`, 'untainted\n', 111.5)],
    [114, placed(6, 'blocked', [failed()])],
    [115, { kind: 'step-finished', step: 6, ok: true, seconds: 25 }],
  ];
}

export function runStarted(): JournalFact & { kind: 'run-started' } {
  return {
    kind: 'run-started',
    program: 'kubectl-minisched 0.1.0',
    context: 'kind-sched-workshop',
    cluster: 'kind',
    clusterId: CLUSTER_ID,
    scheduler: SCHEDULER,
    policy: 'least-pods',
  };
}

type PodEvent = Observed['pod']['events'][number];

interface Look {
  readonly phase: string;
  readonly node?: string;
  readonly scheduledAt?: string;
  readonly tainted?: boolean;
  readonly events?: readonly PodEvent[];
}

function placed(step: number, name: string, events: readonly PodEvent[] = []): Observed {
  return observed(step, 'placed', name, {
    phase: 'Running',
    node: place(name),
    scheduledAt: second(BOUND[name] ?? 0),
    events: [...events, scheduled(name)],
  });
}

function observed(step: number, label: string, name: string, look: Look): Observed {
  const { tainted, events, ...rest } = look;
  return {
    kind: 'observed',
    step,
    label,
    pod: {
      namespace: 'default',
      name,
      uid: uid(name),
      resourceVersion: '1',
      creationTimestamp: second(CREATED[name] ?? 0),
      ...rest,
      events: events ?? [],
    },
    workerTaints: Object.fromEntries(WORKERS.map((worker) => [worker, tainted ? [TAINT] : []])),
  };
}

function command(step: number, line: string, stdout: string, seconds: number): JournalFact {
  return { kind: 'command', step, line, exitCode: 0, startedAt: time(seconds), stdout, stderr: '' };
}

function scheduled(name: string): Omit<EventFact, 'pod' | 'uid'> {
  const note = `Successfully assigned default/${name} to ${place(name)}`;
  const at = time((BOUND[name] ?? 0) + 0.05).replace('Z', '000Z');
  return { reason: 'Scheduled', from: SCHEDULER, note, at, count: 1 };
}

function failed(): PodEvent {
  const note = '0/4 nodes are available: 4 node(s) had untolerated taint(s).';
  return { reason: 'FailedScheduling', from: SCHEDULER, note, at: time(100.3), count: 1 };
}

function nodeFact(name: string, controlPlane: boolean): NodeFact {
  return {
    name,
    controlPlane,
    ready: true,
    kubelet: 'v1.37.2',
    runtime: 'containerd://1.6.0',
    providerId: `kind://docker/sched-workshop/${name}`,
    taints: controlPlane ? ['node-role.kubernetes.io/control-plane:NoSchedule'] : [],
  };
}

function podFact(name: string): PodFact {
  return {
    name,
    uid: uid(name),
    schedulerName: SCHEDULER,
    node: place(name),
    phase: 'Running',
    deleting: false,
    createdAt: second(CREATED[name] ?? 0),
    scheduledAt: second(BOUND[name] ?? 0),
  };
}

function place(name: string): string {
  return PLACES.find(([pod]) => pod === name)?.[1] ?? '';
}

function uid(name: string): string {
  return `uid-of-${name}`;
}
