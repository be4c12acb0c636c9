import type { Line } from '../line.ts';

/** What a panel shows, before it is cut to its size. */
export interface PanelText {
  readonly title: string;
  /** The heads of the columns; missing where there are none. */
  readonly head?: Line;
  readonly rows: readonly Line[];
  /** Which of the rows is under the cursor; below 0 none. */
  readonly cursor: number;
  /** Said where there are no rows. */
  readonly empty: string;
}

/** `nodes 5`, `queue 3 of 20 /worker`: how many there are, and how many of them are shown. */
export function counted(name: string, matching: number, total: number, filter: string): string {
  return filter === '' ? `${name} ${total}` : `${name} ${matching} of ${total} /${filter}`;
}
