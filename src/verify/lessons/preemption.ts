import { z } from 'zod';
import { sighting } from '../story.ts';
import { type Lesson, whereText } from './lesson.ts';

/** Step 11: room is made for who matters more. */
export const preemption: Lesson = {
  step: 11,
  id: 'preempted',
  title: 'important took the place of an ordinary pod',
  expected: 'the scheduler says whom it preempts and on which node; then important is there',
  judge(play) {
    const told = play.entries.flatMap((entry) => {
      const event = entry.kind === 'scheduler-told' ? preempting.safeParse(entry.event) : undefined;
      return event?.success && event.data.pod.name === 'important' ? [event.data] : [];
    });
    const [placed, last] = [sighting(play, 'placed', 'important'), told.at(-1)];
    const victims = last?.victims.map(({ name }) => name).join(', ') ?? 'nobody';
    return {
      ok: last !== undefined && last.victims.length > 0 && placed?.pod.node === last.node,
      seen: `${victims} had to go${last ? ` from ${last.node}` : ''}; then ${placed ? whereText(placed) : 'it was not looked at'}`,
    };
  },
};

const preempting = z.object({
  type: z.literal('preempting'),
  pod: z.object({ name: z.string() }),
  node: z.string(),
  victims: z.array(z.object({ name: z.string() })),
});
