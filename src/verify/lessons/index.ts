import { gang } from './gang.ts';
import type { Lesson } from './lesson.ts';
import { owners } from './owners.ts';
import { preemption } from './preemption.ts';
import { race } from './race.ts';
import { resources } from './resources.ts';
import { spreadAndPack } from './spread-and-pack.ts';
import { ways } from './ways.ts';
import { wishes } from './wishes.ts';

/** Every lesson of the second part, in the order of the steps. */
export const LESSONS: readonly Lesson[] = [
  resources,
  wishes,
  spreadAndPack,
  race,
  preemption,
  owners,
  gang,
  ways,
];

/** What this step shows. */
export function lessonOf(step: number): Lesson | undefined {
  return LESSONS.find((lesson) => lesson.step === step);
}
