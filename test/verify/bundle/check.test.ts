import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { drawRecord } from '../../../src/app/screen/recorded-screen.ts';
import { checkBundle } from '../../../src/verify/bundle/check.ts';
import { integrity } from '../../../src/verify/bundle/integrity.ts';
import { type Evidence, conclude } from '../../../src/verify/evidence.ts';
import type { Facts } from '../../../src/verify/facts.ts';
import { journalEntrySchema } from '../../../src/verify/journal-schema.ts';
import type { JournalEntry } from '../../../src/workshop/journal-entry.ts';
import {
  PROGRAM,
  bundleContent,
  bundleParts,
  evidenceFiles,
  forgedBundle,
  rehashed,
  type Forgery,
} from '../../helpers/bundle.ts';
import { goodStory, time } from '../../helpers/story.ts';

describe('a bundle', () => {
  test('as verify writes it passes every check', () => {
    const report = checkBundle(bundleContent(bundleParts()), PROGRAM, drawRecord);
    assert.deepEqual(failed(report), []);
    assert.equal(report.ok, true);
  });

  test('of another version of the program is not compared page by page, and it says so', () => {
    const report = checkBundle(bundleContent(bundleParts()), 'kubectl-minisched 9.9.9', drawRecord);
    assert.equal(report.ok, true);
    assert.match(report.findings.find(({ id }) => id === 'bundle-page')?.seen ?? '', /not compared/);
  });

  test('with any byte of any file changed is noticed', () => {
    const content = bundleContent(bundleParts());
    const places = fc
      .constantFrom(...content.files)
      .chain(([path, text]) => fc.record({ path: fc.constant(path), at: fc.nat(text.length - 1) }));
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 255 }), ({ path, at }, change) => {
        const changed = Buffer.from(content.files.get(path) ?? '');
        changed[at] = (changed[at] ?? 0) ^ change;
        const findings = integrity({ ...content, files: new Map([...content.files, [path, changed]]) });
        assert.ok(
          findings.some(({ ok }) => !ok),
          `${path} byte ${at}`,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('with any byte of its manifest changed is noticed', () => {
    const content = bundleContent(bundleParts());
    const manifest = content.files.get('MANIFEST.sha256') ?? Buffer.from('');
    for (const at of manifest.keys()) {
      const changed = Buffer.from(manifest);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      const files = new Map([...content.files, ['MANIFEST.sha256', changed] as const]);
      assert.ok(
        integrity({ files, odd: [] }).some(({ ok }) => !ok),
        `byte ${at}`,
      );
    }
  });

  test('with a file missing or added is noticed, and the file is named', () => {
    const content = bundleContent(bundleParts());
    for (const path of content.files.keys()) {
      const files = new Map([...content.files].filter(([other]) => other !== path));
      assert.match(
        told(checkBundle({ files, odd: [] }, PROGRAM, drawRecord)),
        new RegExp(`${path} is missing`),
      );
    }
    const files = new Map([...content.files, ['outputs/99-more.txt', Buffer.from('')] as const]);
    assert.match(
      told(checkBundle({ files, odd: [] }, PROGRAM, drawRecord)),
      /outputs\/99-more.txt is not in the manifest/,
    );
    assert.match(
      told(checkBundle({ ...content, odd: ['link'] }, PROGRAM, drawRecord)),
      /link is not a plain file/,
    );
  });

  test('that states a failed check is refused, and the check is named', () => {
    const story = goodStory();
    const pods = story.cluster.pods.filter(({ name }) => name !== 'pod3');
    const parts = bundleParts({ ...story, cluster: { ...story.cluster, pods } });
    const report = checkBundle(bundleContent(parts), PROGRAM, drawRecord);
    assert.deepEqual(failed(report), ['bundle-verdict']);
    assert.match(told(report), /pods-found: pod pod3 not found/);
  });

  test('with an evidence.json of another shape says where it is wrong', () => {
    const content = bundleContent(bundleParts());
    const text = (content.files.get('evidence.json') ?? '')
      .toString()
      .replace('"ready": true', '"ready": "yes"');
    const files = new Map([...content.files, ['evidence.json', Buffer.from(text)] as const]);
    const report = checkBundle(rehashed({ files, odd: [] }), PROGRAM, drawRecord);
    assert.deepEqual(failed(report), ['bundle-evidence']);
    assert.match(told(report), /facts\.cluster\.nodes\.0\.ready/);
  });
});

/** A forger who makes page and hashes fit again, and the check that still notices. */
const forgeries: readonly (Forgery & { readonly name: string; readonly fails: string })[] = [
  {
    name: 'a finding turned into a pass',
    fails: 'bundle-findings',
    evidence: (evidence) => ({
      ...evidence,
      facts: withPods(evidence.facts, (pods) => pods.filter(({ name }) => name !== 'pod3')),
    }),
  },
  {
    name: 'a verdict that does not follow',
    fails: 'bundle-findings',
    evidence: (evidence) => ({ ...evidence, ok: false }),
  },
  {
    name: 'a timeline with a nicer time',
    fails: 'bundle-findings',
    evidence: (evidence) => ({
      ...evidence,
      timelines: {
        ...evidence.timelines,
        orphan: evidence.timelines.orphan.map((row) => ({ ...row, at: time(1) })),
      },
    }),
  },
  {
    name: 'facts about a spread that kubectl did not print',
    fails: 'bundle-outputs',
    evidence: (evidence) =>
      again(
        evidence,
        withPods(evidence.facts, (pods) =>
          pods.map((pod) => (pod.name === 'pod1' ? { ...pod, node: 'sched-workshop-worker3' } : pod)),
        ),
      ),
  },
  {
    name: 'an output of another command',
    fails: 'bundle-outputs',
    outputs: (outputs) =>
      outputs.map((output) => ({ ...output, text: `$ kubectl get pods -A\n${output.text}` })),
  },
  {
    name: 'a story that the journal does not tell',
    fails: 'bundle-story',
    evidence: (evidence) => {
      const orphan = evidence.facts.story.orphan;
      if (!orphan) return evidence;
      const story = { ...evidence.facts.story, orphan: { ...orphan, startedAt: time(44) } };
      return again(evidence, { ...evidence.facts, story });
    },
  },
  {
    name: 'nodes whose runtime is another than kubectl printed',
    fails: 'bundle-outputs',
    outputs: (outputs) =>
      outputs.map((output) => ({ ...output, text: output.text.replaceAll('containerd://', 'docker://') })),
  },
  {
    name: 'a simulated cluster whose nodes were painted over, but not what kubectl printed of its containers',
    fails: 'bundle-cluster-kind',
    outputs: (outputs) =>
      outputs.map((output) => ({ ...output, text: `${output.text}Container ID: embedded://32b6\n` })),
  },
  {
    name: 'a simulated cluster that only a recorded command of step 6 gives away',
    fails: 'bundle-cluster-kind',
    evidence: (evidence) => {
      const { story } = evidence.facts;
      if (!story.blocked) return evidence;
      const entries = story.blocked.entries.map((entry) =>
        entry.kind === 'command' ? { ...entry, stdout: 'OS Image: embedded (simulated node)' } : entry,
      );
      return again(evidence, {
        ...evidence.facts,
        story: { ...story, blocked: { ...story.blocked, entries } },
      });
    },
  },
  {
    name: 'a simulated cluster whose nodes kept the runtime of simulated ones',
    fails: 'bundle-cluster-kind',
    evidence: (evidence) =>
      again(evidence, {
        ...evidence.facts,
        cluster: {
          ...evidence.facts.cluster,
          nodes: evidence.facts.cluster.nodes.map((node) => ({ ...node, runtime: 'embedded://1.37.2' })),
        },
      }),
  },
  {
    name: 'a simulated cluster in which every "embedded" became "kind"',
    fails: 'bundle-cluster-kind',
    evidence: (evidence) =>
      again(evidence, {
        ...evidence.facts,
        cluster: {
          ...evidence.facts.cluster,
          nodes: evidence.facts.cluster.nodes.map((node) => ({ ...node, providerId: `kind://${node.name}` })),
        },
      }),
  },
  {
    name: 'a simulated cluster called a real one',
    fails: 'bundle-cluster-kind',
    evidence: (evidence) => {
      const nodes = evidence.facts.cluster.nodes.map((node) => ({
        ...node,
        providerId: `embedded://${node.name}`,
      }));
      return again(evidence, { ...evidence.facts, cluster: { ...evidence.facts.cluster, nodes } });
    },
  },
  {
    name: 'a cluster called by better words than its own',
    fails: 'bundle-cluster-kind',
    evidence: (evidence) => ({ ...evidence, cluster: 'a bare-metal cluster' }),
  },
  {
    name: 'another pod in place of the one in the journal',
    fails: 'bundle-pods',
    evidence: (evidence) =>
      again(
        evidence,
        withPods(evidence.facts, (pods) =>
          pods.map((pod) => (pod.name === 'pod1' ? { ...pod, uid: 'other' } : pod)),
        ),
      ),
  },
  {
    name: 'pods that were placed before they were created',
    fails: 'bundle-times',
    evidence: (evidence) =>
      again(
        evidence,
        withPods(evidence.facts, (pods) =>
          pods.map((pod) => ({ ...pod, scheduledAt: pod.createdAt, createdAt: '2026-01-31T10:03:00Z' })),
        ),
      ),
  },
  {
    name: 'evidence that was written before the run',
    fails: 'bundle-times',
    evidence: (evidence) => ({ ...evidence, writtenAt: time(-1000) }),
  },
  {
    name: 'an entry of the journal left out',
    fails: 'bundle-journal',
    journal: (journal) => journal.toSpliced(5, 1),
  },
  {
    name: 'a journal that goes back in time',
    fails: 'bundle-journal',
    journal: (journal) => journal.map((entry, index) => (index === 8 ? { ...entry, at: time(-500) } : entry)),
  },
  {
    name: 'two entries of the journal that changed places',
    fails: 'bundle-story',
    journal: (journal) => swapped(journal, 'created', 'placed'),
  },
  {
    name: 'a description of the policy that is not ours',
    fails: 'bundle-findings',
    evidence: (evidence) => ({
      ...evidence,
      note: { ...evidence.note, what: 'the best scheduler in the world' },
    }),
  },
];

describe('a bundle that was edited and hashed again', () => {
  for (const { name, fails, ...forgery } of forgeries) {
    test(`${name} is noticed by ${fails}`, () => {
      const content = forgedBundle(forgery);
      const ids = failed(checkBundle(content, PROGRAM, drawRecord));
      assert.ok(ids.includes(fails), `failed: ${ids.join(', ')}`);
      assert.ok(!ids.includes('bundle-hashes'), 'the hashes fit');
    });
  }

  test('a page with other words is noticed', () => {
    const content = bundleContent(bundleParts());
    const page = (content.files.get('SUBMISSION.md') ?? '').toString().replace('2-2-2', '1-2-3');
    const files = new Map([...content.files, ['SUBMISSION.md', Buffer.from(page)] as const]);
    assert.deepEqual(failed(checkBundle(rehashed({ files, odd: [] }), PROGRAM, drawRecord)), ['bundle-page']);
  });

  test('any two entries of the story in each other’s place are noticed, even if all is told anew', () => {
    const labels = ['created', 'pending', 'placed'];
    const pair = fc.tuple(fc.constantFrom(...labels), fc.constantFrom(...labels)).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const story = goodStory();
        const parts = bundleParts({ ...story, journal: [...swapped(story.journal, a, b)] });
        assert.equal(checkBundle(bundleContent(parts), PROGRAM, drawRecord).ok, false);
      }),
    );
  });

  test('the helper that forges leaves a bundle good when it changes nothing', () => {
    assert.deepEqual(failed(checkBundle(forgedBundle({}), PROGRAM, drawRecord)), []);
    const { evidence, outputs } = bundleParts();
    const same = new Map([...bundleContent(bundleParts()).files, ...evidenceFiles(evidence, outputs)]);
    assert.deepEqual(failed(checkBundle(rehashed({ files: same, odd: [] }), PROGRAM, drawRecord)), []);
  });
});

function failed({ findings }: ReturnType<typeof checkBundle>): string[] {
  return findings.filter(({ ok }) => !ok).map(({ id }) => id);
}

function told({ findings }: ReturnType<typeof checkBundle>): string {
  return findings.map(({ seen }) => seen).join('\n');
}

function again(evidence: Evidence, facts: Facts): Evidence {
  return conclude({ ...evidence, facts });
}

function withPods(facts: Facts, change: (pods: Facts['cluster']['pods']) => Facts['cluster']['pods']): Facts {
  return { ...facts, cluster: { ...facts.cluster, pods: change(facts.cluster.pods) } };
}

/** Two sightings of the orphan change places; each gets the number and time of the place it is put in. */
function swapped(journal: readonly JournalEntry[], a: string, b: string): readonly JournalEntry[] {
  const at = (label: string) =>
    journal.findIndex(
      (entry) => entry.kind === 'observed' && entry.pod.name === 'orphan' && entry.label === label,
    );
  const [one, other] = [journal[at(a)], journal[at(b)]];
  if (!one || !other) return journal;
  return journal.map((entry) => {
    const from = entry === one ? other : entry === other ? one : entry;
    return journalEntrySchema.parse({ ...from, seq: entry.seq, at: entry.at });
  });
}
