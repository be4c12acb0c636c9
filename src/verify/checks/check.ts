import type { Finding } from '../../workshop/finding.ts';
import type { Facts } from '../facts.ts';

/**
 * One check of the evidence: pure, facts in, findings out. A check whose ground is missing (a pod that is not there, a
 * step that was not played) says nothing, because another check has said that already.
 */
export type Check = (facts: Facts) => readonly Finding[];

/** Names as a person lists them: `pod1, pod2 and pod3`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `1 pod`, `2 pods`. */
export function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
