import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import { UNICODE } from '../../src/tui/marks.ts';
import type { About, Model } from '../../src/tui/model.ts';
import { UI_START } from '../../src/tui/ui-state.ts';
import type { Facts } from '../../src/view/facts.ts';
import type { NodeFacts } from '../../src/view/node-facts.ts';
import { reduce } from '../../src/view/reduce.ts';
import { startStory } from '../../src/view/story.ts';
import type { WaitingPod } from '../../src/view/waiting-facts.ts';
import { START } from './fake-clock.ts';

/** A screen over the workshop's cluster with so many nodes, decisions and waiting pods; everything can be replaced. */
export function screenModel(change: Partial<Model> = {}): Model {
  return {
    about: ABOUT,
    ui: UI_START,
    story: storyOf(someEvents()),
    facts: factsOf({}),
    now: START + 65_000,
    size: { columns: 80, rows: 24 },
    ...change,
  };
}

export const ABOUT: About = {
  context: 'embedded-test',
  server: 'https://127.0.0.1:6443',
  scheduler: 'workshop-scheduler',
  logFile: '/state/serve.log',
  readonly: false,
  marks: UNICODE,
};

export function storyOf(events: readonly SchedulerEvent[]) {
  return reduce(startStory({ mode: 'bind', policy: 'least-pods' }), events);
}

export const timeAt = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
export const ref = (name: string) => ({ namespace: 'default', name, uid: name });

/** Two pods that were bound, one that fits nowhere. */
export function someEvents(): SchedulerEvent[] {
  const message = '0/2 nodes are available: 2 node(s) had untolerated taint(s).';
  return [
    {
      type: 'running',
      time: timeAt(0),
      scheduler: 'workshop-scheduler',
      mode: 'bind',
      policy: 'least-pods',
      nodes: 2,
      waiting: 0,
    },
    boundEvent('pod1', 60),
    boundEvent('pod2', 61, 'worker2'),
    { type: 'unschedulable', time: timeAt(62), pod: ref('blocked'), message, attempts: 2, nodes: [] },
  ];
}

export function boundEvent(name: string, seconds: number, node = 'worker'): SchedulerEvent {
  return {
    type: 'bound',
    time: timeAt(seconds),
    pod: ref(name),
    node,
    hadPods: 0,
    attempts: 1,
    milliseconds: 3,
  };
}

export function nodeOf(name: string, change: Partial<NodeFacts> = {}): NodeFacts {
  return {
    name,
    ready: 'True',
    cordoned: false,
    taints: [],
    zone: '',
    pods: { used: 3, of: 10 },
    podCount: 1,
    cpu: { used: 500, of: 4_000 },
    memory: { used: 1024 ** 3, of: 8 * 1024 ** 3 },
    ...change,
  };
}

export function waitingOf(name: string, change: Partial<WaitingPod> = {}): WaitingPod {
  return {
    pod: ref(name),
    place: 'parked',
    priority: 0,
    attempts: 2,
    waitedMs: 5_000,
    reason: '2 node(s) had untolerated taint(s)',
    nextTryMs: 290_000,
    ...change,
  };
}

/** Facts of these rows; there are no others. */
export function factsOf({
  nodes = [nodeOf('worker'), nodeOf('worker2', { taints: ['workshop=blocked:NoSchedule'] })],
  queue = [waitingOf('blocked')],
  ...rest
}: Omit<Partial<Facts>, 'nodes' | 'queue'> & {
  readonly nodes?: readonly NodeFacts[];
  readonly queue?: readonly WaitingPod[];
}): Facts {
  const rows = <T>(all: readonly T[]) => ({ rows: all, from: 0, matching: all.length, total: all.length });
  return {
    cluster: 'embedded',
    nodes: rows(nodes),
    queue: rows(queue),
    pending: queue.length,
    parked: queue.length,
    ...rest,
  };
}
