import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { drawRecord } from '../../src/app/screen/recorded-screen.ts';
import { checkBundle } from '../../src/verify/bundle/check.ts';
import { findingsOf } from '../../src/verify/checks/index.ts';
import { conclude, type Evidence } from '../../src/verify/evidence.ts';
import { noteOf } from '../../src/verify/note.ts';
import { evidenceReport } from '../../src/verify/report.ts';
import { submission } from '../../src/verify/submission.ts';
import type { Trials } from '../../src/verify/trials.ts';
import type { JournalEntry } from '../../src/workshop/journal-entry.ts';
import { bundleContent, bundleParts, PROGRAM } from '../helpers/bundle.ts';
import { factsOf, type GoodStory, goodStory } from '../helpers/story.ts';

const STYLE = { unicode: true, colours: false, width: 100 };

const TRIALS: Trials = {
  program: 'go run .',
  where: 'an embedded cluster of its own',
  results: [
    { id: 'binds', step: 4, title: 'binds each pod once', ok: true, found: 'bound in 20 ms' },
    {
      id: 'watch-ends',
      step: 5,
      title: 'goes on when its watch ends',
      ok: false,
      found: 'it ended',
      mistake: 'it dies when the watch ends',
    },
    { id: 'tolerates', step: 3, title: 'knows taints', found: 'nodes may not be tainted here' },
  ],
};

/** The good story with this program in the starts of these steps. */
function ownStory(program = 'go run .', steps: readonly number[] = [4, 5, 6]): GoodStory {
  const story = goodStory();
  let step = 0;
  const journal = story.journal.map((entry): JournalEntry => {
    if (entry.kind === 'step-started') step = entry.step;
    return entry.kind === 'scheduler-started' && steps.includes(step) ? { ...entry, program } : entry;
  });
  return { ...story, journal };
}

function evidenceOf(story: GoodStory, trials?: Trials): Evidence {
  const parts = bundleParts(story);
  const { facts } = parts.evidence;
  return conclude({ ...parts.evidence, note: noteOf(facts.story, 'why'), ...(trials && { trials }) });
}

const finding = (story: GoodStory, id: string) => findingsOf(factsOf(story)).find((one) => one.id === id);

describe("evidence of a person's own scheduler", () => {
  test('says so, and holds', () => {
    const evidence = evidenceOf(ownStory());
    assert.deepEqual(
      evidence.findings.filter(({ ok }) => !ok),
      [],
    );
    assert.equal(finding(ownStory(), 'whose-scheduler')?.ok, true);
    assert.deepEqual([evidence.note.program, evidence.note.policy], ['go run .', undefined]);
    const page = submission(evidence, new Map());
    assert.match(page, /a program of the person's own: `go run \.`/);
    assert.doesNotMatch(page, /least-pods/);
    assert.match(evidenceReport(evidence, 'evidence/x', STYLE), /Scheduler: .*, go run \./);
  });

  test('says nothing of it where all was played with ours', () => {
    assert.equal(finding(goodStory(), 'whose-scheduler'), undefined);
  });

  test('does not hold where a step was played with ours', () => {
    const mixed = finding(ownStory('go run .', [4]), 'whose-scheduler');
    assert.equal(mixed?.ok, false);
    assert.match(mixed?.seen ?? '', /go run \./);
    assert.match(mixed?.seen ?? '', /kubectl-minisched's own/);
  });

  test('may spread the pods as it likes', () => {
    const story = ownStory();
    const [first] = story.cluster.nodes.filter(({ controlPlane }) => !controlPlane);
    const cluster = {
      ...story.cluster,
      pods: story.cluster.pods.map((pod) =>
        pod.name === 'pod6' && first ? { ...pod, node: first.name } : pod,
      ),
    };
    assert.equal(finding({ ...goodStory(), cluster }, 'pods-spread')?.ok, false);
    assert.equal(finding({ ...story, cluster }, 'pods-spread')?.ok, true);
  });

  test('tells what was tried, and lets it not count', () => {
    const evidence = evidenceOf(ownStory(), TRIALS);
    assert.equal(evidence.ok, true);
    const page = submission(evidence, new Map());
    assert.match(page, /What my scheduler can do: 1 of 2 passed, 1 could not be told/);
    assert.match(page, /not yet: it ended \(usual mistake: it dies when the watch ends\)/);
    const report = evidenceReport(evidence, 'evidence/x', STYLE);
    assert.match(report, /1 of 2 passed, 1 could not be told \(no part of the verdict\)/);
    assert.match(report, /\? knows taints: cannot be told/);
  });

  test('says how to try it where nobody has', () => {
    const report = evidenceReport(evidenceOf(ownStory()), 'evidence/x', STYLE);
    assert.match(report, /kubectl minisched verify --scheduler-cmd 'go run \.'/);
  });

  test('is the same when a bundle of it is checked, and another program in it is noticed', () => {
    const parts = bundleParts(ownStory());
    const evidence = evidenceOf(ownStory(), TRIALS);
    const check = (one: Evidence) =>
      checkBundle(bundleContent({ ...parts, evidence: one }), PROGRAM, drawRecord);
    assert.deepEqual(
      check(evidence).findings.filter(({ ok }) => !ok),
      [],
    );
    const forged = check({ ...evidence, note: { ...evidence.note, program: './better' } });
    assert.ok(forged.findings.some(({ id, ok }) => id === 'bundle-findings' && !ok));
  });
});
