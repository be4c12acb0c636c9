/** How one of several equally good nodes is picked (`--tie-break`). */
export const TIE_BREAKS = ['first', 'random'] as const;

/** One of {@link TIE_BREAKS}. */
export type TieBreak = (typeof TIE_BREAKS)[number];

/**
 * `first` takes the first in natural name order, so that the workshop can be repeated; `random` any, as
 * kube-scheduler does. The function maps how many there are to which one.
 */
export function tieBreaker(tieBreak: TieBreak, random: () => number): (count: number) => number {
  return tieBreak === 'first' ? () => 0 : (count) => Math.floor(random() * count);
}
