/** Which part of a long list is looked at: `count` rows from `from` on, of those that match. */
export interface Window {
  readonly from: number;
  readonly count: number;
  /** Words, all of which must occur; upper and lower case are one. */
  readonly filter: string;
}

/** The rows of a window. */
export interface Rows<T> {
  readonly rows: readonly T[];
  /** The place of the first row among those that match. */
  readonly from: number;
  readonly matching: number;
  readonly total: number;
}

/** No rows yet. */
export const NO_ROWS: Rows<never> = { rows: [], from: 0, matching: 0, total: 0 };

/**
 * Cuts the window out of `items`; only its rows are shaped. A window beyond the end, as when rows have gone, is moved to the end.
 */
export function rowsOf<T, R>(
  items: readonly T[],
  { from, count, filter }: Window,
  { words, shape }: { readonly words: (item: T) => string; readonly shape: (item: T) => R },
): Rows<R> {
  const matches = matcher(filter);
  const found = matches ? items.filter((item) => matches(words(item))) : items;
  const first = Math.max(0, Math.min(from, found.length - count));
  return {
    rows: found.slice(first, first + count).map(shape),
    from: first,
    matching: found.length,
    total: items.length,
  };
}

/** Whether a text has all words of the filter; undefined when there is none, so that nothing need be asked. */
export function matcher(filter: string): ((text: string) => boolean) | undefined {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  return (text) => {
    const low = text.toLowerCase();
    return words.every((word) => low.includes(word));
  };
}
