/** How bad it is: a warning is no obstacle, a trouble is one to what the probe says that it blocks. */
export type Level = 'ok' | 'warning' | 'trouble';

/** What a trouble stands in the way of: any workshop, one on kind, or writing a scheduler of one's own. */
export type Blocks = 'all' | 'kind' | 'program';

/** What a probe found out. */
export interface Finding {
  readonly level: Level;
  /** One sentence of what was seen, without a final stop. */
  readonly found: string;
  /** What to type, line by line; a line that begins with `#` says what has no command. There where it is not ok. */
  readonly fix?: readonly string[];
}

/** A finding with the probe that it is of: what `doctor -o json` prints. */
export interface Report extends Finding {
  readonly id: string;
  readonly title: string;
  readonly blocks: Blocks;
}

export function ok(found: string): Finding {
  return { level: 'ok', found };
}

export function warning(found: string, ...fix: readonly string[]): Finding {
  return { level: 'warning', found, fix };
}

export function trouble(found: string, ...fix: readonly string[]): Finding {
  return { level: 'trouble', found, fix };
}
