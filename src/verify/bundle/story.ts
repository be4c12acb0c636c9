import { isDeepStrictEqual } from 'node:util';
import type { JournalEntry } from '../../workshop/journal-entry.ts';
import { type Evidence, conclude } from '../evidence.ts';
import { noteOf } from '../note.ts';
import { recordedRuns } from '../runs.ts';
import { storyOf } from '../story.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/** The story is told again from the bundle's own journal and facts, and must come out as it is stated. */
export function storyFindings(
  evidence: Evidence,
  journal: readonly JournalEntry[],
  program: string,
): readonly BundleFinding[] {
  return [fromJournal(evidence, journal), concluded(evidence, evidence.program === program)];
}

function fromJournal({ facts }: Evidence, journal: readonly JournalEntry[]): BundleFinding {
  const retold = storyOf(recordedRuns(facts.cluster, journal));
  const wrong = (['runs', 'placement', 'orphan', 'blocked', 'more'] as const).filter(
    (part) => !isDeepStrictEqual(retold[part], facts.story[part]),
  );
  return bundleFinding(
    'bundle-story',
    'The story is the one in the journal',
    'the same runs and plays of steps 4, 5, 6, and of those after them',
    wrong.map((part) => `${part} differs from journal.jsonl`),
  );
}

/**
 * Findings, verdict, timelines and the note's description follow from the facts. Another version of the program may word
 * them differently and have other checks: then only the outcomes of the checks that both know are compared.
 */
function concluded(evidence: Evidence, sameProgram: boolean): BundleFinding {
  const again = conclude({ ...evidence, note: noteOf(evidence.facts.story, evidence.note.why) });
  return bundleFinding(
    'bundle-findings',
    'The stated findings follow from the facts',
    'every finding comes out the same',
    [
      ...outcomes(evidence, again),
      ...(evidence.ok === evidence.findings.every(({ ok }) => ok)
        ? []
        : ['the verdict does not follow from the findings']),
      ...(sameProgram ? wording(evidence, again) : []),
    ],
  );
}

function outcomes(stated: Evidence, again: Evidence): readonly string[] {
  return again.findings.flatMap(({ id, ok }) => {
    const other = stated.findings.find((finding) => finding.id === id);
    if (!other || other.ok === ok) return [];
    return [`${id} comes out ${ok ? 'passed' : 'failed'}, but is stated as ${ok ? 'failed' : 'passed'}`];
  });
}

function wording(stated: Evidence, again: Evidence): readonly string[] {
  return (['findings', 'timelines', 'note'] as const)
    .filter((part) => !isDeepStrictEqual(stated[part], again[part]))
    .map((part) => `the ${part} are not worded as this program does`);
}
