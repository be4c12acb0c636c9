import { playedWith } from '../own-program.ts';
import type { Check } from './check.ts';

/** Who hands in a scheduler of their own has played every step with it. Says nothing where all was played with ours. */
export const whoseScheduler: Check = (facts) => {
  const plays = playedWith(facts);
  const own = plays.filter(({ program }) => program !== undefined);
  if (own.length === 0) return [];
  const byProgram = Map.groupBy(plays, ({ program }) => program ?? OURS);
  const seen = [...byProgram].map(
    ([program, which]) =>
      `step${which.length > 1 ? 's' : ''} ${which.map(({ step }) => step).join(', ')}: ${program}`,
  );
  return [
    {
      id: 'whose-scheduler',
      title: "The scheduler of steps 4 to 6 was the person's own",
      ok: own.length === plays.length,
      expected: "a program of the person's own in each of the steps that were played",
      seen: seen.join('; '),
      source: 'journal',
    },
  ];
};

const OURS = "kubectl-minisched's own";
