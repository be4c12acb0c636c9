/** Why a list of indexes is none: the server's words. */
export class IndexesError extends Error {
  override readonly name = 'IndexesError';
}

/** From … to …, both included. */
type Interval = readonly [first: number, last: number];

/**
 * How many indexes a list like `1,3-5` names (`validateIndexesFormat`, pkg/apis/batch/validation). Throws `IndexesError` for one that is
 * malformed, out of order, or names an index that is not below `completions`.
 */
export function countIndexes(text: string, completions: number): number {
  let total = 0;
  let previous: number | undefined;
  for (const part of text === '' ? [] : text.split(',')) {
    const [first, last] = parseInterval(part, completions);
    if (previous !== undefined && previous >= first) throw outOfOrder(previous, first);
    total += last - first + 1;
    previous = last;
  }
  return total;
}

/** The first index that both lists name (`validateFailedIndexesNotOverlapCompleted`); parts that are malformed are passed over. */
export function commonIndex(one: string, other: string, completions: number): number | undefined {
  const others = wellFormed(other, completions);
  let next = 0;
  for (const [first, last] of wellFormed(one, completions)) {
    while (next < others.length && (others[next]?.[1] ?? 0) < first) next += 1;
    const candidate = others[next];
    if (candidate && candidate[0] <= last) return Math.max(first, candidate[0]);
  }
  return undefined;
}

function wellFormed(text: string, completions: number): Interval[] {
  return text.split(',').flatMap((part) => {
    try {
      return [parseInterval(part, completions)];
    } catch (error) {
      if (error instanceof IndexesError) return [];
      throw error;
    }
  });
}

function parseInterval(text: string, completions: number): Interval {
  const parts = text.split('-');
  if (parts.length > 2) {
    const words =
      "violates the requirement that an index interval can have at most two parts separated by '-'";
    throw new IndexesError(`the fragment ${JSON.stringify(text)} ${words}`);
  }
  const [first = 0, last = first] = parts.map((part) => parseIndex(part, completions));
  if (parts.length === 2 && first >= last) throw outOfOrder(first, last);
  return [first, last];
}

function parseIndex(text: string, completions: number): number {
  if (!/^[+-]?\d+$/.test(text)) {
    throw new IndexesError(`cannot convert string to integer for index: ${JSON.stringify(text)}`);
  }
  const index = Number(text);
  if (index >= completions) throw new IndexesError(`too large index: ${JSON.stringify(text)}`);
  return index;
}

function outOfOrder(previous: number, current: number): IndexesError {
  return new IndexesError(`non-increasing order, previous: ${String(previous)}, current: ${String(current)}`);
}
