import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf } from '../../src/verify/checks/index.ts';
import { blockedTimeline, orphanTimeline } from '../../src/verify/timeline.ts';
import { submission } from '../../src/verify/submission.ts';
import { journalEntrySchema } from '../../src/verify/journal-schema.ts';
import type { JournalEntry, JournalFact } from '../../src/workshop/journal-entry.ts';
import { bundleParts } from '../helpers/bundle.ts';
import { factsOf, type GoodStory, goodStory, second, time } from '../helpers/story.ts';
import { TAINT } from '../../src/workshop/marks.ts';

describe('the story in the journal', () => {
  test('a run that names no cluster counts when it saw a pod that is still there', () => {
    const unnamed = changed(goodStory(), 'run-started', (entry) => ({ ...entry, clusterId: undefined }));
    const old = { ...unnamed, cluster: { ...unnamed.cluster, createdAt: second(-9999) } };
    assert.deepEqual(failedIn(old), []);
    const pods = old.cluster.pods.map((pod) => ({ ...pod, uid: `new-${pod.name}` }));
    const strange = failedIn({ ...old, cluster: { ...old.cluster, pods, events: [] } });
    assert.ok(strange.includes('step-4-played'), 'and not when all its pods are gone');
  });

  test('a play that was interrupted ends where the next run begins', () => {
    const { journal } = goodStory();
    const cut = journal.slice(
      0,
      journal.findIndex(({ kind }) => kind === 'scheduler-stopped'),
    );
    const [run] = journal;
    assert.ok(run);
    const story = { ...goodStory(), journal: numberedOn([...cut, { ...run, at: time(49) }, commandAt(49)]) };
    const { orphan } = factsOf(story).story;
    assert.equal(orphan?.ok, undefined);
    assert.deepEqual(orphan?.entries, []);
  });

  test('a `running` line from before the pod was seen hanging is not the start that freed it', () => {
    const story = changed(goodStory(), 'scheduler-told', (entry) => ({
      ...entry,
      event: { type: 'running', time: time(2) },
    }));
    assert.equal(rowAbout(orphanTimeline(factsOf(story)), 't2'), time(83.1));
  });

  test('an event with whole seconds is no more exact than the server’s own time', () => {
    const story = changed(goodStory(), 'observed', (entry) =>
      entry.kind === 'observed'
        ? { ...entry, pod: { ...entry.pod, events: entry.pod.events.map((e) => ({ ...e, at: second(83) })) } }
        : entry,
    );
    const row = orphanTimeline(factsOf(story)).find(({ what }) => what.startsWith('t3'));
    assert.equal(row?.source, 'journal, server time');
  });

  test('a taint of an earlier play that was removed before the pod hung did not free it', () => {
    const { journal, cluster } = goodStory();
    const begun = journal.findIndex((entry) => entry.kind === 'step-started' && entry.step === 6);
    const story = { cluster, journal: numberedOn(journal.toSpliced(begun + 1, 0, commandAt(91))) };
    assert.equal(rowAbout(blockedTimeline(factsOf(story)), 'taint removed'), time(111.5));
  });

  test('what kubectl said of the pod once the scheduler was back is not quoted as its hanging', () => {
    const { journal, cluster } = goodStory();
    const placed = journal.findIndex(
      (entry) => entry.kind === 'observed' && entry.pod.name === 'orphan' && entry.label === 'placed',
    );
    const late = { ...commandAt(84), step: 5, line: 'kubectl get pod orphan', stdout: 'ContainerCreating\n' };
    const parts = bundleParts({ cluster, journal: numberedOn(journal.toSpliced(placed, 0, late)) });
    assert.doesNotMatch(submission(parts.evidence, new Map()), /ContainerCreating/);
  });
});

function failedIn(story: GoodStory): string[] {
  return findingsOf(factsOf(story))
    .filter(({ ok }) => !ok)
    .map(({ id }) => id);
}

function changed(
  story: GoodStory,
  kind: JournalEntry['kind'],
  change: (entry: JournalEntry) => object,
): GoodStory {
  const journal = story.journal.map((entry) =>
    entry.kind === kind ? journalEntrySchema.parse(change(entry)) : entry,
  );
  return { ...story, journal };
}

function numberedOn(entries: readonly JournalEntry[]): JournalEntry[] {
  return entries.map((entry, index) => ({ ...entry, seq: index + 1 }));
}

/** The taint of step 6 taken away, so many seconds after the start. */
function commandAt(seconds: number) {
  const command: JournalFact & { kind: 'command' } = {
    kind: 'command',
    step: 6,
    line: `kubectl taint nodes sched-workshop-worker ${TAINT}-`,
    exitCode: 0,
    startedAt: time(seconds - 0.1),
    stdout: '',
    stderr: '',
  };
  return { ...command, seq: 0, at: time(seconds) };
}

function rowAbout(rows: ReturnType<typeof orphanTimeline>, start: string): string | undefined {
  return rows.find(({ what }) => what.startsWith(start))?.at;
}
