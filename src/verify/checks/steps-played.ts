import type { Finding } from '../../workshop/finding.ts';
import { timeText } from '../moment.ts';
import { type Play, playOf } from '../story.ts';
import type { Check } from './check.ts';

const STEPS = [
  { step: 4, about: 'place six pods' },
  { step: 5, about: 'the orphan' },
  { step: 6, about: 'taints' },
] as const;

/** Each step that leaves evidence was played to its end on this very cluster. */
export const stepsPlayed: Check = ({ story }) =>
  STEPS.map(({ step, about }): Finding => {
    const play = playOf(story, step);
    return {
      id: `step-${step}-played`,
      title: `Step ${step} (${about}) was played on this cluster`,
      ok: play?.ok === true,
      expected: 'played to its end, with all its own checks passed',
      seen: play ? outcome(play) : `step ${step} has not been played on this cluster`,
      source: 'journal',
    };
  });

function outcome(play: Play): string {
  const when = `played at ${timeText(play.startedAt)}`;
  if (play.ok === undefined) return `${when}, but interrupted`;
  return play.ok ? when : `${when}, but a check of the step failed`;
}
