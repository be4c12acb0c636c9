import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { conclude, type EvidenceParts } from '../../src/verify/evidence.ts';
import { noteOf } from '../../src/verify/note.ts';
import { submission } from '../../src/verify/submission.ts';
import { bundleParts } from '../helpers/bundle.ts';
import { factsOf, goodStory } from '../helpers/story.ts';

describe('SUBMISSION.md', () => {
  const page = pageOf({});

  test('tells the verdict, the kind of cluster, its version and its nodes first', () => {
    const top = page.slice(0, page.indexOf('## 1.'));
    assert.match(top, /\*\*✔ all \d+ checks passed\*\*/);
    assert.match(top, /kind \(real Kubernetes; every node is a container\), context `kind-sched-workshop`/);
    assert.match(top, /v1\.37\.2/);
    assert.match(top, /sched-workshop-control-plane, sched-workshop-worker, sched-workshop-worker2/);
  });

  test('has the four things to hand in, in their order', () => {
    const titles = [...page.matchAll(/^## \d\. (.*)$/gm)].map(([, title]) => title);
    assert.deepEqual(titles, [
      'Repository',
      'Placement on the multi-node cluster',
      'Proof: a pod hangs Pending until the scheduler runs',
      'The scoring function, and why',
    ]);
    assert.match(page, /<https:\/\/example\.org\/me\/scheduler>/);
  });

  test('shows each pod with its node and who placed it', () => {
    const row =
      /^\| pod4 \| sched-workshop-worker \| Running \| `workshop-scheduler` \|.*Successfully assigned default\/pod4 to sched-workshop-worker \(cluster\) \|$/m;
    assert.match(page, row);
    assert.match(page, /^\| sched-workshop-worker3 \| worker \| Ready \| v1\.37\.2 \| pod3, pod6 \|$/m);
  });

  test('tells the story of the orphan as a timeline, no more exact than it is known', () => {
    const rows = [
      '| 2026-01-31 10:00:48.000 UTC | t0: scheduler stopped (pid 100) | journal |',
      '| 2026-01-31 10:00:50 UTC | t1: orphan created | journal, server time |',
      '| 2026-01-31 10:01:21.000 UTC | orphan seen Pending on no node, no events, for 30 s (31 looks) | journal |',
      '| 2026-01-31 10:01:22.900 UTC | t2: scheduler started | journal |',
      '| 2026-01-31 10:01:23.050 UTC | t3: orphan bound to sched-workshop-worker | journal, event time |',
      '| 2026-01-31 10:03:20.500 UTC | orphan is Running now | cluster |',
    ];
    assert.deepEqual(
      rows.map((row) => page.includes(row) || row).filter((found) => found !== true),
      [],
    );
    const places = rows.map((row) => page.indexOf(row));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
  });

  test('quotes what kubectl said while the pods hung, and what it says now', () => {
    assert.match(page, /\$ kubectl describe pod orphan\nStatus: Pending\nEvents: <none>/);
    assert.match(page, /\$ kubectl describe pod blocked\nWarning FailedScheduling 0\/4 nodes are available/);
    assert.match(page, /\$ kubectl get nodes -o wide\n/);
    assert.match(page, /\$ kubectl get pods -o wide --sort-by=\.spec\.nodeName\n/);
  });

  test('tells when the taint was removed', () => {
    assert.match(page, /10:01:51\.500 UTC \| taint removed from all workers \| journal/);
  });

  test('has what the policy does, and the reason as a quotation', () => {
    const text = pageOf({ why: 'Because.\n# I passed' });
    assert.match(text, /\*\*What it does\.\*\* least-pods: every feasible node is scored/);
    assert.match(text, /^> Because\.\n> # I passed$/m);
  });

  test('without a reason or an address has a to-do at the top, and still passes', () => {
    const text = pageOf({ why: '', repository: '' });
    assert.match(
      text,
      /^# [^\n]*\n\n> \*\*To do before handing in\*\*\n>\n> - \[ \] \*\*why\*\*.*\n> - \[ \] the \*\*repository address\*\*/,
    );
    assert.match(text, /✔ all \d+ checks passed/);
    assert.doesNotMatch(page, /To do/);
  });

  test('of a failed check says how many failed and shows what was seen', () => {
    const story = goodStory();
    const pods = story.cluster.pods.filter(({ name }) => name !== 'pod3');
    const text = pageOf({ story: { ...story, cluster: { ...story.cluster, pods } } });
    assert.match(text, /\*\*✘ 1 of \d+ checks failed\*\*/);
    assert.match(text, /^\| ✘ \| `pods-found` \|.*pod pod3 not found \| cluster \|$/m);
    assert.match(text, /^\| pod3 \| _not found_/m);
  });

  test('of a workshop that stopped after step 4 names the steps to play', () => {
    const story = goodStory();
    const journal = story.journal.filter(({ seq }) => seq <= 10);
    const text = pageOf({ story: { ...story, journal } });
    assert.match(text, /`kubectl minisched workshop step 5` plays it/);
    assert.match(text, /`kubectl minisched workshop step 6` plays it/);
  });

  test('of a simulated cluster never calls it real', () => {
    const story = goodStory();
    const text = pageOf({ story: { ...story, cluster: { ...story.cluster, kind: 'embedded' } } });
    assert.match(text, /^# .*\n\n> \*\*embedded cluster \(simulated nodes\)\*\*/, 'before anything else');
    assert.doesNotMatch(text, /real Kubernetes/);
  });

  test('keeps its tables whole whatever is in the cells', () => {
    const story = goodStory();
    const nodes = story.cluster.nodes.map((node) => ({ ...node, kubelet: 'v1.37.2 | <b>\nx' }));
    const text = pageOf({ story: { ...story, cluster: { ...story.cluster, nodes } } });
    for (const line of text.split('\n').filter((line) => /^\| (pod\d|sched-workshop-\w+) /.test(line))) {
      assert.ok(line.endsWith(' |'), line);
    }
  });
});

interface Changes {
  readonly story?: ReturnType<typeof goodStory>;
  readonly why?: string;
  readonly repository?: string;
}

function pageOf({ story = goodStory(), why = 'Fewest pods first.', repository }: Changes): string {
  const { evidence, outputs } = bundleParts(story);
  const facts = factsOf(story);
  const parts: EvidenceParts = { ...evidence, facts, note: noteOf(facts.story, why) };
  const texts = new Map(outputs.map(({ file, text }) => [file, text]));
  return submission(conclude(repository === undefined ? parts : { ...parts, repository }), texts);
}
