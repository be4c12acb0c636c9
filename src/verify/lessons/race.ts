import { programOf } from '../own-program.ts';
import type { Sighting } from '../story.ts';
import { countsByNode, type Lesson, numberedNames, sightings } from './lesson.ts';

/** Step 10: room that is given away twice. */
export const race: Lesson = {
  step: 10,
  id: 'race-lost-and-won',
  title: 'Without assumed pods a node was overcommitted, with them it was not',
  expected: 'with --no-assume more than one racer on a node and one Failed; without it one on each, Running',
  judge(play) {
    const racers = numberedNames('racer', 3);
    const [lost, won] = [sightings(play, 'overcommitted', racers), sightings(play, 'assumed', racers)];
    if (programOf(play) !== undefined) return ownRace(won);
    const refused = lost.filter(({ pod }) => pod.phase === 'Failed').length;
    const starts = play.entries.flatMap((entry) =>
      entry.kind === 'scheduler-started' ? [entry.flags ?? ''] : [],
    );
    return {
      ok:
        (countsByNode(lost)[0] ?? 0) > 1 &&
        refused > 0 &&
        countsByNode(won).join('-') === '1-1-1' &&
        won.every(({ pod }) => pod.phase === 'Running') &&
        starts[0]?.includes('--no-assume') === true &&
        starts.at(-1)?.includes('--no-assume') === false,
      seen: `${countsByNode(lost).join('-')} with ${refused} refused, then ${countsByNode(won).join('-')}`,
    };
  },
};

/** A program of the person's own does not show first how it goes wrong. */
function ownRace(won: readonly Sighting[]): ReturnType<Lesson['judge']> {
  const counts = countsByNode(won).join('-');
  return {
    ok: counts === '1-1-1' && won.every(({ pod }) => pod.phase === 'Running'),
    seen: `${counts} by a program of the person's own`,
  };
}
