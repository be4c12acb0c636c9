import type { Play } from '../story.ts';
import { countsByNode, type Lesson, numberedNames, sightings, whereText } from './lesson.ts';

/** Step 13: a gang. */
export const gang: Lesson = {
  step: 13,
  id: 'gang-all-or-nothing',
  title: 'No pod of the gang was bound while one had no room; then all were',
  expected: 'all three on no node for a while, looked at again and again; then on a node each',
  judge(play: Play) {
    const names = numberedNames('gang', 3);
    const [pending, placed] = [sightings(play, 'pending', names), sightings(play, 'placed', names)];
    const looks = pending[0]?.held?.looks ?? 0;
    return {
      ok:
        pending.length === 3 &&
        pending.every(({ pod }) => pod.node === undefined) &&
        looks > 1 &&
        countsByNode(placed).join('-') === '1-1-1',
      seen: `${pending.map(whereText).join(', ')} (${looks} looks); then ${placed.map(whereText).join(', ')}`,
    };
  },
};
