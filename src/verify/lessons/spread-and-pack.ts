import { countsByNode, type Lesson, numberedNames, sightings } from './lesson.ts';

/** Step 9: the same pods under two policies. */
export const spreadAndPack: Lesson = {
  step: 9,
  id: 'spread-and-pack',
  title: 'Six pods were spread and six were packed by one scheduler, its policy changed in between',
  expected: '2-2-2, then another policy, then all six on one node',
  judge(play) {
    const spread = sightings(play, 'spread', numberedNames('spread', 6));
    const pack = sightings(play, 'pack', numberedNames('pack', 6));
    const between = play.entries.some(
      ({ kind, seq }) =>
        kind === 'scheduler-started' && seq > (spread[0]?.seq ?? 0) && seq < (pack[0]?.seq ?? 0),
    );
    const counts = [countsByNode(spread), countsByNode(pack)].map((each) => each.join('-'));
    return {
      ok: counts[0] === '2-2-2' && counts[1] === '6' && !between,
      seen: `${counts.join(', then ')}${between ? ', after a new start' : ''}`,
    };
  },
};
