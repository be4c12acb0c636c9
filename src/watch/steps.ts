import type { TrialInfo } from '../trials/trial.ts';
import type { StepOfTrials } from './progress.ts';

/** What a person writes in each step, in the order in which they come. */
const STEPS: Readonly<Record<number, { readonly title: string; readonly task: string }>> = {
  2: {
    title: 'Watch',
    task: 'Notice every pod that asks for your scheduler and has no node yet, also those that were there before it started; leave the others alone.',
  },
  3: {
    title: 'Decide',
    task: 'For each such pod, leave out the nodes that it cannot run on, and of the others take the one with the fewest pods.',
  },
  4: {
    title: 'Run it',
    task: 'Bind the pod to that node, say so with an event, do it at once, and never give a node more than it has room for.',
  },
  5: {
    title: 'The orphan',
    task: 'Go on after a restart, and when the watch ends: a pod that came meanwhile is placed all the same.',
  },
  6: {
    title: 'Taints',
    task: 'Where no node fits, say why with an event, and place the pod as soon as one does.',
  },
};

/** The steps that have trials, in order. */
export function stepsOfTrials(trials: readonly TrialInfo[]): readonly StepOfTrials[] {
  const numbers = [...new Set(trials.map(({ step }) => step))].toSorted((a, b) => a - b);
  return numbers.map((number) => ({
    number,
    title: STEPS[number]?.title ?? `Step ${String(number)}`,
    trials: trials.filter(({ step }) => step === number),
  }));
}

/** What is to be written in a step, in one sentence. */
export function taskOf(step: number): string {
  return STEPS[step]?.task ?? '';
}
