import { programOf } from '../own-program.ts';
import { sighting } from '../story.ts';
import { type Lesson, whereText } from './lesson.ts';

/** Step 7: what is asked for has to fit. */
export const resources: Lesson = {
  step: 7,
  id: 'resources-insufficient',
  title: 'big4 waited for cpu, and was placed when there was some',
  expected: 'FailedScheduling with Insufficient cpu, on no node; then the same pod on a node',
  judge(play) {
    const [pending, placed] = [sighting(play, 'pending', 'big4'), sighting(play, 'placed', 'big4')];
    if (!pending || !placed) return { ok: false, seen: 'it was not looked at' };
    const told = pending.pod.events.findLast(({ reason }) => reason === 'FailedScheduling')?.note ?? '';
    return {
      ok:
        pending.pod.node === undefined &&
        (programOf(play) === undefined ? told.includes('Insufficient cpu') : told !== '') &&
        placed.pod.node !== undefined &&
        placed.pod.uid === pending.pod.uid,
      seen: `${told || 'no FailedScheduling'}; then ${whereText(placed)}`,
    };
  },
};
