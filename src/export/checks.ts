import type { Check } from '../workshop/checks/schema.ts';
import type { StepFile } from '../workshop/step-schema.ts';

/** The check of this id, among those of the end and of the moment. */
export function checkIn({ moments, checks }: StepFile, id: string): Check | undefined {
  return [...moments, ...checks].find((check) => check.id === id);
}
