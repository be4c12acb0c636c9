/** How a cell of a terminal looks. */
export interface CellLook {
  /** One of the terminal's own eight colours, by its number; undefined: the colour of text. */
  readonly color?: number;
  readonly bold?: boolean;
  readonly dim?: boolean;
  /** Text and background have changed places. */
  readonly inverse?: boolean;
}

/** One cell: a character with the marks that are combined with it. What is two cells wide is followed by a cell without text. */
export interface Cell extends CellLook {
  readonly text: string;
}

/** What is seen on a terminal: rows of equally many cells. */
export type Cells = readonly (readonly Cell[])[];

/** Whether two cells look the same, whatever they say. */
export function looksSame(a: CellLook, b: CellLook): boolean {
  return (
    a.color === b.color &&
    (a.bold ?? false) === (b.bold ?? false) &&
    (a.dim ?? false) === (b.dim ?? false) &&
    (a.inverse ?? false) === (b.inverse ?? false)
  );
}
