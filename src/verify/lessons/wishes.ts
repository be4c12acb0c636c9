import { sighting } from '../story.ts';
import { type Lesson, sightings, whereText } from './lesson.ts';

/** Step 8: wishes of pods and refusals of nodes. */
export const wishes: Lesson = {
  step: 8,
  id: 'wishes-kept',
  title: 'Selectors, affinity, anti-affinity and a toleration decided where pods went',
  expected: 'friend where picky is, rival and guest elsewhere, lost on no node until a label came',
  judge(play) {
    const placed = sightings(play, 'placed', ['picky', 'friend', 'rival', 'guest', 'lost']);
    const at = (name: string) => placed.find(({ pod }) => pod.name === name)?.pod.node;
    const waited = sighting(play, 'pending', 'lost');
    return {
      ok:
        placed.length === 5 &&
        placed.every(({ pod }) => pod.node !== undefined) &&
        at('friend') === at('picky') &&
        at('rival') !== at('picky') &&
        at('guest') !== at('picky') &&
        at('guest') !== at('rival') &&
        waited !== undefined &&
        waited.pod.node === undefined,
      seen: placed.map(whereText).join(', '),
    };
  },
};
