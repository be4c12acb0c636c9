/** Where a fact comes from: looked up on the cluster just now, or read from the recorded run. */
export type Source = 'cluster' | 'journal';

/** One check's outcome. The same shape serves the steps' checks and the evidence. */
export interface Finding {
  /** Stable kebab-case word, unique in its list, e.g. `orphan-running`. */
  readonly id: string;
  /** What is checked, as a sentence without a full stop. */
  readonly title: string;
  readonly ok: boolean;
  readonly expected: string;
  readonly seen: string;
  readonly source: Source;
}
