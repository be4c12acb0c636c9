import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawRecord } from '../../../src/app/screen/recorded-screen.ts';
import { checkBundle } from '../../../src/verify/bundle/check.ts';
import type { ClusterFacts, PodFact } from '../../../src/verify/facts.ts';
import { journalEntrySchema } from '../../../src/verify/journal-schema.ts';
import type { CollectedOutput } from '../../../src/verify/outputs.ts';
import type { JournalEntry } from '../../../src/workshop/journal-entry.ts';
import {
  PROGRAM,
  bundleContent,
  bundleParts,
  type Forgery,
  forgedBundle,
  rehashed,
} from '../../helpers/bundle.ts';
import { type GoodStory, SCHEDULER, goodStory, second, time, WORKERS } from '../../helpers/story.ts';

/** The number of `kubectl describe pod orphan` in the journal. */
const DESCRIBED = goodStory().journal.find(
  (entry) => entry.kind === 'command' && entry.line.includes('describe pod orphan'),
)?.seq;

/** A forger who changes one fact in journal or cluster and has the program tell everything again from it. */
const stories: readonly {
  readonly name: string;
  readonly fails: string;
  readonly change: (story: GoodStory) => GoodStory;
}[] = [
  {
    name: 'a pod whose creation the journal saw at another time',
    fails: 'bundle-pods',
    change: onPod('pod1', { createdAt: second(19) }),
  },
  {
    name: 'a pod that the cluster says was placed at another time than the journal saw',
    fails: 'bundle-pods',
    change: onPod('orphan', { scheduledAt: second(84) }),
  },
  {
    name: 'a scheduler that told of another node',
    fails: 'bundle-pods',
    change: onEntries('scheduler-told', (entry) => ({ ...entry, event: boundEvent('orphan', WORKERS[2]) })),
  },
  {
    name: 'plays with another scheduler',
    fails: 'bundle-plays',
    change: onEntries('run-started', (entry) => ({ ...entry, scheduler: 'another' })),
  },
  {
    name: 'a run on another context',
    fails: 'bundle-plays',
    change: onEntries('run-started', (entry) => ({ ...entry, context: 'kind-another' })),
  },
  {
    name: 'a step that ended well although one of its checks failed',
    fails: 'bundle-plays',
    change: withFailedCheck,
  },
  {
    name: 'a pod that was there before its step began',
    fails: 'bundle-times',
    change: both('pod1', { creationTimestamp: second(-10) }, { createdAt: second(-10) }),
  },
  {
    name: 'a pod that was placed after it had been seen placed',
    fails: 'bundle-times',
    change: both('pod1', { scheduledAt: second(60) }, { scheduledAt: second(60) }),
  },
  {
    name: 'pods that are older than their cluster',
    fails: 'bundle-times',
    change: onCluster(() => ({ createdAt: second(30) })),
  },
  {
    name: 'an event that came after the cluster was looked at',
    fails: 'bundle-times',
    change: onCluster(({ events }) => ({
      events: events.map((event) => (event.pod === 'pod1' ? { ...event, at: time(300) } : event)),
    })),
  },
  {
    name: 'a command that ended before it began',
    fails: 'bundle-times',
    change: onEntries('command', (entry) =>
      entry.seq === DESCRIBED ? { ...entry, startedAt: time(60) } : entry,
    ),
  },
];

describe('a story with one wrong fact, told again by the program itself', () => {
  for (const { name, fails, change } of stories) {
    test(`${name} is noticed by ${fails} alone`, () => {
      assert.deepEqual(failed(bundleContent(bundleParts(change(goodStory())))), [fails]);
    });
  }
});

const outputs: readonly (Forgery & { readonly name: string; readonly fails: string })[] = [
  {
    name: 'kubectl get pods printed another node',
    fails: 'bundle-outputs',
    outputs: printing('get-pods', WORKERS[1], WORKERS[2]),
  },
  {
    name: 'kubectl get pods left out a pod',
    fails: 'bundle-outputs',
    outputs: printing('get-pods', 'pod3', 'pod9'),
  },
  {
    name: 'kubectl get pods printed a pod that does not run yet',
    fails: 'bundle-outputs',
    outputs: printing('get-pods', 'Running', 'Pending'),
  },
  {
    name: 'kubectl get nodes printed another version',
    fails: 'bundle-outputs',
    outputs: printing('get-nodes', 'v1.37.2', 'v1.36.0'),
  },
  {
    name: 'an output that was printed before the cluster was looked at',
    fails: 'bundle-times',
    evidence: (evidence) => ({
      ...evidence,
      outputs: evidence.outputs.map((output) => ({ ...output, startedAt: time(100) })),
    }),
  },
  {
    name: 'a log of the scheduler that tells of another node',
    fails: 'bundle-pods',
    log: `half a line\n${JSON.stringify(boundEvent('pod1', WORKERS[2]))}\n`,
  },
];

describe('a bundle with one wrong witness', () => {
  for (const { name, fails, ...forgery } of outputs) {
    test(`${name}: noticed by ${fails} alone`, () => {
      assert.deepEqual(failed(forgedBundle(forgery)), [fails]);
    });
  }

  test('kubectl describe printed another node: noticed by bundle-outputs alone', () => {
    const story = goodStory();
    for (const [node, fails] of [
      [WORKERS[0], []],
      [WORKERS[2], ['bundle-outputs']],
    ] as const) {
      const parts = bundleParts(story);
      const described = describeOutput(node);
      const { text: _, ...listed } = described;
      const evidence = { ...parts.evidence, outputs: [...parts.evidence.outputs, listed] };
      const content = bundleContent({ ...parts, evidence, outputs: [...parts.outputs, described] });
      assert.deepEqual(failed(content), fails);
    }
  });

  test('a log that tells of the same nodes, or of other pods, is fine', () => {
    const log = [boundEvent('pod1', WORKERS[0]), boundEvent('stranger', WORKERS[2])];
    assert.deepEqual(failed(forgedBundle({ log: log.map((event) => JSON.stringify(event)).join('\n') })), []);
  });

  test('a step that failed first and ended well when it was played again is fine', () => {
    const story = withFailedCheck(goodStory());
    const [run, ...played] = story.journal;
    assert.ok(run);
    const end = played.findIndex(({ kind }) => kind === 'step-finished');
    const failedPlay = played
      .slice(0, end + 1)
      .map((entry) => (entry.kind === 'step-finished' ? { ...entry, ok: false } : entry));
    const journal = [run, ...failedPlay, ...goodStory().journal.slice(1)].map((entry, index) => ({
      ...entry,
      seq: index + 1,
      at: index <= end + 1 ? run.at : entry.at,
    }));
    assert.deepEqual(failed(bundleContent(bundleParts({ ...story, journal }))), []);
  });

  test('a journal whose last line was cut off is noticed', () => {
    const content = bundleContent(bundleParts());
    const cut = content.files.get('journal.jsonl')?.subarray(0, -1) ?? Buffer.alloc(0);
    const files = new Map([...content.files, ['journal.jsonl', cut] as const]);
    assert.deepEqual(failed(rehashed({ files, odd: [] })), ['bundle-journal']);
  });

  test('a journal whose clock was set back by a second is fine', () => {
    const story = goodStory();
    const last = story.journal.length - 1;
    const journal = story.journal.map((entry, at) => (at === last ? { ...entry, at: time(113) } : entry));
    assert.deepEqual(failed(bundleContent(bundleParts({ ...story, journal }))), []);
  });
});

function failed(content: ReturnType<typeof bundleContent>): string[] {
  const { findings } = checkBundle(content, PROGRAM, drawRecord);
  return findings.filter(({ ok }) => !ok).map(({ id }) => id);
}

function onCluster(change: (cluster: ClusterFacts) => Partial<ClusterFacts>) {
  return (story: GoodStory): GoodStory => ({
    ...story,
    cluster: { ...story.cluster, ...change(story.cluster) },
  });
}

function onPod(name: string, change: Partial<PodFact>) {
  return onCluster(({ pods }) => ({
    pods: pods.map((pod) => (pod.name === name ? { ...pod, ...change } : pod)),
  }));
}

function onEntries(kind: JournalEntry['kind'], change: (entry: JournalEntry) => object) {
  return (story: GoodStory): GoodStory => ({
    ...story,
    journal: story.journal.map((entry) =>
      entry.kind === kind ? journalEntrySchema.parse(change(entry)) : entry,
    ),
  });
}

/** Journal and cluster agree on it. */
function both(name: string, inJournal: object, onTheCluster: Partial<PodFact>) {
  return (story: GoodStory): GoodStory =>
    onEntries('observed', (entry) =>
      entry.kind === 'observed' && entry.pod.name === name
        ? { ...entry, pod: { ...entry.pod, ...inJournal } }
        : entry,
    )(onPod(name, onTheCluster)(story));
}

function withFailedCheck(story: GoodStory): GoodStory {
  const end = story.journal.findIndex(({ kind }) => kind === 'step-finished');
  const finding = { id: 'spread', title: 'x', ok: false, expected: 'y', seen: 'z', source: 'cluster' };
  const checked = { kind: 'checked', step: 4, finding, seq: 1, at: time(39) };
  const journal = story.journal.toSpliced(end, 0, journalEntrySchema.parse(checked));
  return { ...story, journal: journal.map((entry, index) => ({ ...entry, seq: index + 1 })) };
}

function boundEvent(name: string, node: string) {
  const pod = { namespace: 'default', name, uid: `uid-of-${name}` };
  return {
    type: 'bound',
    time: time(83),
    pod,
    node,
    hadPods: 0,
    attempts: 1,
    milliseconds: 3,
    scheduler: SCHEDULER,
  };
}

function printing(name: string, word: string, instead: string) {
  return (all: readonly CollectedOutput[]) =>
    all.map((output) =>
      output.file.endsWith(`-${name}.txt`)
        ? { ...output, text: output.text.replaceAll(word, instead) }
        : output,
    );
}

function describeOutput(node: string): CollectedOutput {
  const line = 'kubectl describe pod pod1';
  return {
    file: 'outputs/03-describe-pod1.txt',
    line,
    exitCode: 0,
    startedAt: time(202.5),
    text: `$ ${line}\nName:             pod1\nNode:             ${node}/172.18.0.3\n`,
  };
}
