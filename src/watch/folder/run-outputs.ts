/** A file that changes in so many runs in a row is not being saved, but written by what is run. */
const IN_A_ROW = 10;

/** A file that changed. */
export interface ChangedFile {
  readonly path: string;
  /** No text: a person's editor does not write it. */
  readonly binary: boolean;
}

/** What changed, taken apart. */
export interface Sorted {
  readonly saves: readonly string[];
  /** Files that were taken for saves until now. */
  readonly nowIgnored: readonly string[];
}

/**
 * Tells what build and program write from what a person saves, so that a run never is the reason for the next one. Binary files that
 * change during a run are the run's; and text files that changed in ten runs in a row, until they change while nothing runs.
 */
export class RunOutputs {
  readonly #inARow = new Map<string, number>();
  #changed = new Set<string>();
  #isRunning = false;

  /** A run begins. */
  began(): void {
    this.#isRunning = true;
    this.#changed = new Set();
  }

  /** The run is over, however. */
  ended(): void {
    this.#isRunning = false;
    for (const path of this.#inARow.keys()) if (!this.#changed.has(path)) this.#inARow.delete(path);
  }

  sorted(files: readonly ChangedFile[]): Sorted {
    if (!this.#isRunning) {
      for (const { path } of files) this.#inARow.delete(path);
      return { saves: files.map(({ path }) => path), nowIgnored: [] };
    }
    const saves: string[] = [];
    const nowIgnored: string[] = [];
    for (const { path, binary } of files) {
      if (binary) continue;
      const times = this.#counted(path);
      if (times <= IN_A_ROW) saves.push(path);
      else if (times === IN_A_ROW + 1) nowIgnored.push(path);
    }
    return { saves, nowIgnored };
  }

  /** In how many runs in a row it changed, this one counted; stays where it is when the file changes twice in one. */
  #counted(path: string): number {
    const before = this.#inARow.get(path) ?? 0;
    if (this.#changed.has(path)) return before;
    this.#changed.add(path);
    this.#inARow.set(path, before + 1);
    return before + 1;
  }
}
