/** One row: an object as it is now. */
export interface Row {
  readonly storage: string;
  readonly key: string;
  readonly revision: number;
  readonly text: string;
}

/** Everything that a disk held. */
export interface Loaded {
  readonly rows: Iterable<Row>;
  /** The revision of each collection's last deletion: with the rows' own revisions, all that is needed to go on counting. */
  readonly deletions: ReadonlyMap<string, number>;
}

/** Where a store keeps its objects beyond the process. Each write is safe from kill -9 when the method returns; a failed one throws. */
export interface Disk {
  load(): Loaded;
  put(row: Row): void;
  remove(storage: string, key: string, revision: number): void;
  close(): void;
}
