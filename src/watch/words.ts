import { currentStep, isPassing, resultsOf, type Watched } from './watched.ts';

/** Why the person cannot go on, or needs no hint: one sentence. */
export function notYet(watched: Watched): string {
  const { outcome } = watched;
  const step = currentStep(watched);
  const name = `step ${String(step.number)}`;
  if (outcome?.type === 'not-built') return `it does not build yet: mend what the compiler says, and save`;
  if (outcome?.type === 'not-tried') return outcome.message;
  const passing = isPassing(watched, step);
  if (passing === true) return `${name} passes: n goes on`;
  const failing = resultsOf(watched, step).filter(({ ok }) => ok === false);
  const [first] = failing;
  if (first === undefined) return `${name} is being tried: a moment`;
  return `${name} does not pass yet, ${String(failing.length)} of ${String(step.trials.length)} trials fail: ${first.trial.title}`;
}

/** `1.4 s`, `820 ms`. */
export function spokenTime(milliseconds: number): string {
  return milliseconds < 1000
    ? `${String(Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
