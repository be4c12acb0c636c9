import type { JournalEntry } from '../../workshop/journal-entry.ts';
import type { Evidence } from '../evidence.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/** The plays are of the context and the scheduler that are stated, and a step that ended well had no failed check. */
export function honestPlays({ facts }: Evidence, journal: readonly JournalEntry[]): BundleFinding {
  return bundleFinding(
    'bundle-plays',
    'The plays are of this context and scheduler, and ended as they say',
    `${facts.cluster.context}, ${facts.scheduler}, and no failed check in a step that ended well`,
    [...elsewhere(facts), ...forAnother(facts), ...endedTooWell(journal)],
  );
}

function elsewhere({ cluster, story }: Evidence['facts']): readonly string[] {
  return story.runs
    .filter((run) => run.context !== cluster.context)
    .map((run) => `a run at ${run.at} was played on the context ${run.context}`);
}

function forAnother({ scheduler, story }: Evidence['facts']): readonly string[] {
  return [story.placement, story.orphan, story.blocked, ...(story.more ?? [])].flatMap((play) => {
    const run = play && story.runs.findLast(({ at }) => Date.parse(at) <= Date.parse(play.startedAt));
    return run && run.scheduler !== scheduler
      ? [`step ${play.step} was played with the scheduler ${run.scheduler}`]
      : [];
  });
}

function endedTooWell(journal: readonly JournalEntry[]): readonly string[] {
  const wrong: string[] = [];
  let failed: string[] = [];
  for (const entry of journal) {
    if (entry.kind === 'step-started') failed = [];
    if (entry.kind === 'checked' && !entry.finding.ok) failed.push(entry.finding.id);
    if (entry.kind === 'step-finished' && entry.ok && failed.length > 0)
      wrong.push(`step ${entry.step} ended well although ${failed.join(', ')} failed`);
  }
  return wrong;
}
