import type { JournalFact } from '../../src/workshop/journal-entry.ts';
import type { ReportParts } from '../../src/verify/report-page/record.ts';
import { bundleParts } from './bundle.ts';
import { type GoodStory, numbered, time, toldStory, WORKERS } from './story.ts';

const CONTROL_PLANE = 'sched-workshop-control-plane';

/** A bundle's parts as `report.html` is made of them: a good play, with decisions whose verdicts are in the log. */
export function reportParts(story: GoodStory = decidedStory()): ReportParts {
  const { evidence, outputs, journal } = bundleParts(story);
  return {
    evidence,
    outputs: new Map(outputs.map(({ file, text }) => [file, text])),
    journal,
    log: LOG.map((event) => `${JSON.stringify(event)}\n`).join(''),
  };
}

/** The story with commands and a check of step 4, and step 7 with a pod of its own. */
export function decidedStory(): GoodStory {
  const { journal, cluster } = toldStory();
  const more = [
    [21, command(4, 'kubectl run pod1 --image=pause', 'pod/pod1 created\n', 20.9)],
    [39, checked(4)],
    [120, { kind: 'step-started', step: 7, slug: 'resources' }],
    [121, looked(7, 'big4')],
  ] as const;
  const facts = journal.map(({ at, ...fact }) => [secondsAt(at), fact] as const);
  return { cluster, journal: numbered([...facts, ...more].toSorted(([a], [b]) => a - b)) };
}

/** The same parts with this text behind every word that somebody else may have chosen: names of nodes, outputs, notes, reasons, labels. */
export function withEverywhere(parts: ReportParts, text: string): ReportParts {
  const change = (json: string): string =>
    JSON.stringify(JSON.parse(json), (key, value: unknown) => {
      if (typeof value !== 'string') return value;
      return ELSEWHERE.has(key) || NODES.has(value) || value === 'big4' ? value + text : value;
    });
  return {
    evidence: typed(JSON.parse(change(JSON.stringify(parts.evidence))), parts.evidence),
    journal: typed(JSON.parse(change(JSON.stringify(parts.journal))), parts.journal),
    outputs: new Map(Array.from(parts.outputs, ([file, output]) => [file, output + text])),
    log: parts.log
      .trim()
      .split('\n')
      .map((line) => `${change(line)}\n`)
      .join(''),
  };
}

/** Keys whose values people, programs and clusters choose, and which the story does not hang on. */
const ELSEWHERE = new Set([
  'title',
  'expected',
  'seen',
  'stdout',
  'stderr',
  'line',
  'what',
  'message',
  'detail',
  'plugin',
  'context',
  'program',
  'version',
  'why',
  'repository',
  'from',
  'note',
  'slug',
  'phase',
]);
const NODES: ReadonlySet<string> = new Set([CONTROL_PLANE, ...WORKERS]);

/** What came out of JSON has the shape of what went in. */
function typed<T>(value: unknown, _like: T): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only strings were changed
  return value as T;
}

const pod = (name: string) => ({ namespace: 'default', name, uid: `uid-of-${name}` });
const OUT = {
  node: CONTROL_PLANE,
  pods: 0,
  fits: false,
  plugin: 'TaintToleration',
  reasons: ['node(s) had untolerated taint(s)'],
  detail: 'taint node-role.kubernetes.io/control-plane:NoSchedule',
};
const fits = (at: number, total: number) => ({
  node: WORKERS[at],
  pods: at,
  fits: true,
  scores: {
    TaintToleration: { raw: 0, score: 100, weight: 3 },
    PodCount: { raw: 0, score: total - 300, weight: 1 },
  },
  total,
});

const LOG = [
  {
    time: time(2),
    type: 'running',
    scheduler: 'workshop-scheduler',
    mode: 'bind',
    policy: 'least-pods',
    nodes: 4,
    waiting: 0,
  },
  {
    time: time(20),
    type: 'decided',
    pod: pod('pod1'),
    node: WORKERS[0],
    hadPods: 0,
    nodes: [OUT, fits(0, 400), fits(1, 350), fits(2, 333.333)],
  },
  {
    time: time(20.1),
    type: 'bound',
    pod: pod('pod1'),
    node: WORKERS[0],
    hadPods: 0,
    attempts: 1,
    milliseconds: 9,
  },
  {
    time: time(121),
    type: 'unschedulable',
    pod: pod('big4'),
    message: '0/4 nodes are available: 3 Insufficient cpu.',
    attempts: 1,
    nodes: [
      OUT,
      ...WORKERS.map((node) => ({
        node,
        pods: 2,
        fits: false,
        plugin: 'NodeResourcesFit',
        reasons: ['Insufficient cpu'],
      })),
    ],
  },
  { time: time(9_000), type: 'warning', message: 'long after the workshop' },
];

function command(step: number, line: string, stdout: string, seconds: number): JournalFact {
  return { kind: 'command', step, line, exitCode: 0, startedAt: time(seconds), stdout, stderr: '' };
}

function checked(step: number): JournalFact {
  const finding = {
    id: 'six-run',
    title: 'all six run',
    ok: true,
    expected: 'six',
    seen: 'all 6 do',
    source: 'cluster',
  } as const;
  return { kind: 'checked', step, finding };
}

function looked(step: number, name: string): JournalFact {
  return {
    kind: 'observed',
    step,
    label: 'pending',
    pod: {
      namespace: 'default',
      name,
      uid: `uid-of-${name}`,
      resourceVersion: '9',
      creationTimestamp: '2026-01-31T10:02:01Z',
      phase: 'Pending',
      events: [],
    },
    workerTaints: Object.fromEntries(WORKERS.map((worker) => [worker, []])),
  };
}

function secondsAt(at: string): number {
  return (Date.parse(at) - Date.parse(time(0))) / 1000;
}
