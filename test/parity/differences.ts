import type { Comparison } from './compare.ts';

/** A difference between the embedded server and the real one that is known, with its reason. */
export interface Known {
  /** Which comparisons: a regular expression for `area/sequence: step`. */
  readonly request: RegExp;
  /** Which of their lines; every line when missing. */
  readonly line?: RegExp;
  readonly reason: string;
}

/** What is left of the comparisons when the known differences are taken away. */
export interface Judged {
  readonly identical: number;
  /** Comparisons that differ, all of it known. */
  readonly known: readonly Comparison[];
  /** Comparisons with lines that nobody explained; only these lines. */
  readonly unknown: readonly Comparison[];
  /** Entries that explain nothing any more. */
  readonly stale: readonly Known[];
}

/** Holds the comparisons against the list. */
export function judge(comparisons: readonly Comparison[], list: readonly Known[]): Judged {
  const used = new Set<Known>();
  const known: Comparison[] = [];
  const unknown: Comparison[] = [];
  let identical = 0;
  for (const comparison of comparisons) {
    const lines = linesOf(comparison);
    const left = lines.filter((line) => !isExplained(comparison, line, list, used));
    if (lines.length === 0) identical += 1;
    else if (left.length === 0) known.push(comparison);
    else unknown.push({ ...comparison, lines: left });
  }
  return { identical, known, unknown, stale: list.filter((entry) => !used.has(entry)) };
}

/** The order of fields is a difference too: programs do not see it, people do. */
function linesOf({ lines, ordered }: Comparison): readonly string[] {
  return lines.length === 0 && !ordered ? ['the order of fields'] : lines;
}

function isExplained({ id }: Comparison, line: string, list: readonly Known[], used: Set<Known>): boolean {
  const entry = list.find(({ request, line: pattern }) => request.test(id) && (pattern?.test(line) ?? true));
  if (entry) used.add(entry);
  return entry !== undefined;
}
