/** What a scheduler of the person's own can do beside the steps, tried on a cluster that was made for it. No part of the verdict. */
export interface Trials {
  /** The line that started it. */
  readonly program: string;
  /** On which cluster, as a clause. */
  readonly where: string;
  readonly results: readonly TrialFact[];
}

/** One thing that was tried. */
export interface TrialFact {
  /** Stable kebab-case word, e.g. `watch-ends`. */
  readonly id: string;
  /** The step of the workshop that teaches it. */
  readonly step: number;
  /** What the scheduler does when it passes. */
  readonly title: string;
  /** Missing: it could not be told; `found` says why. */
  readonly ok?: boolean;
  readonly found: string;
  /** The usual mistake behind it, by its name. */
  readonly mistake?: string;
}

/** How many passed, of those that could be told. */
export function trialsText({ results }: Trials): string {
  const told = results.filter(({ ok }) => ok !== undefined);
  const passed = told.filter(({ ok }) => ok).length;
  const unknown = results.length - told.length;
  return `${passed} of ${told.length} passed${unknown === 0 ? '' : `, ${unknown} could not be told`}`;
}
