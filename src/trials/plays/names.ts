import type { PodOrder } from '../pod-order.ts';
import type { Stage } from '../stage.ts';

/** So many pods for the program: `NAME-1`, `NAME-2`, … */
export function orders(name: string, count: number, more: Partial<PodOrder> = {}): PodOrder[] {
  return Array.from({ length: count }, (_, index) => ({ ...more, name: `${name}-${String(index + 1)}` }));
}

/** Of pods that are there already when it is the program's turn, and are no business of its. */
export const FILLER = 'nobody-trials';

/** The names of the nodes that pods may go to. */
export function workersOf({ view }: Stage): string[] {
  return view.workers().map(({ metadata }) => metadata.name);
}
