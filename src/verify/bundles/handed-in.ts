import type { ClusterKind } from '../../clusters/provider.ts';

/** What is to be said of a bundle in one word. The worst that is true: `unreadable`, `doubtful`, `failed`, `good`. */
export type BundleVerdict = 'good' | 'failed' | 'doubtful' | 'unreadable';

/** Why whoever grades should look twice. */
export const DOUBTS = [
  'edited',
  'contradicts-itself',
  'impossible-times',
  'from-the-future',
  'not-expected-cluster',
  'same-journal',
  'same-cluster',
  'same-pods',
  'same-moments',
  'same-note',
] as const;

/** One doubt. `sentence` is for people and names the others where it is about others. */
export interface Doubt {
  readonly kind: (typeof DOUBTS)[number];
  readonly sentence: string;
}

/** What is in a row of the table: strangers' words, not to be trusted to a terminal or a spreadsheet as they are. */
export interface HandedIn {
  readonly bundle: string;
  readonly verdict: BundleVerdict;
  readonly doubts: readonly Doubt[];
  /** The stated checks that failed, each as `id: what was seen`. */
  readonly failed: readonly string[];
  /** What its evidence says; missing where that cannot be read. */
  readonly said?: {
    readonly repository?: string;
    readonly cluster: ClusterKind;
    readonly context: string;
    readonly kubernetes: string;
    readonly scheduler: string;
    readonly policy?: string;
    /** The line that started a scheduler of the person's own. */
    readonly ownScheduler?: string;
    readonly program: string;
    /** RFC 3339. */
    readonly writtenAt: string;
    readonly passed: number;
    readonly checks: number;
    /** The workshop's questions: how many were answered, and how many of them right at first try. Missing where none was. */
    readonly questions?: { readonly answered: number; readonly right: number };
    /** The person's own reason. */
    readonly note?: string;
  };
  /** One sentence: why nothing is known of it. */
  readonly problem?: string;
}
