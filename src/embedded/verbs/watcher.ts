import type { Status } from '../api/status.ts';
import type { Change } from '../store/store.ts';
import type { Watch, WatchEvent } from '../api/verbs.ts';
import { Telling, type ObjectEvent } from './watch-event.ts';

/** So many events wait for a slow reader; later ones are read again from the store's window when the reader comes back. */
const PENDING = 1000;
/** One answer holds no more. */
const BATCH = 500;

/** Where a watcher gets from what it missed, and what it is interested in. */
export interface WatcherSource {
  /** Changes after a revision; undefined when they are forgotten. */
  changesSince(revision: number): readonly Change[] | undefined;
  /** What a change is to this watcher. */
  eventOf(telling: Telling): ObjectEvent | undefined;
  /** Called once, when the watch ends. */
  ended(): void;
}

/**
 * One running watch. It *follows* (the hub hands it events) or it is *behind* (it started in the past, or its reader was slow): then it reads
 * from the store's window until it is up to date, and follows again.
 */
export class Watcher implements Watch {
  readonly #source: WatcherSource;
  #pending: WatchEvent[];
  /** Everything up to this revision was taken in. */
  #revision: number;
  #behind: boolean;
  #ended = false;
  #error: Status | undefined;
  #waiting: PromiseWithResolvers<undefined> | undefined;

  /** `initial` is told first; then what came after `revision`. */
  constructor(source: WatcherSource, initial: WatchEvent[], revision: number) {
    this.#source = source;
    this.#pending = initial;
    this.#revision = revision;
    this.#behind = true;
  }

  get error(): Status | undefined {
    return this.#error;
  }

  async next(): Promise<readonly WatchEvent[] | undefined> {
    for (;;) {
      if (this.#pending.length === 0 && this.#behind && !this.#ended) this.#catchUp();
      if (this.#pending.length > 0) return this.#batch();
      if (this.#ended) return undefined;
      this.#waiting ??= Promise.withResolvers();
      await this.#waiting.promise;
    }
  }

  /** Ends the watch now; what was not read is dropped. */
  close(): void {
    this.#pending = [];
    this.end();
  }

  /** Ends the watch behind what waits to be read. */
  end(error?: Status): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#source.ended();
    this.#wake();
  }

  /** A change that may be this watcher's business. */
  tell(telling: Telling): void {
    const { revision } = telling.change.entry;
    if (this.#behind) {
      // it reads the change from the store when somebody asks
      this.#wake();
      return;
    }
    if (revision <= this.#revision) return;
    if (this.#pending.length >= PENDING) {
      this.#behind = true;
      return;
    }
    this.#revision = revision;
    const event = this.#source.eventOf(telling);
    if (event) this.#push(event);
  }

  /** Tells where the watch has come to. Not while it is behind: what it has not read yet is older. */
  bookmark(revision: number): void {
    if (this.#behind || this.#ended) return;
    this.#revision = Math.max(this.#revision, revision);
    this.#push({ type: 'BOOKMARK', revision: this.#revision, initialEnd: false });
  }

  #catchUp(): void {
    const missed = this.#source.changesSince(this.#revision);
    if (!missed) {
      // as upstream: a client that is too slow is cut off, and hears why when it asks for the rest
      this.end();
      return;
    }
    let taken = 0;
    for (const change of missed) {
      if (this.#pending.length >= BATCH) break;
      taken += 1;
      this.#revision = change.entry.revision;
      const event = this.#source.eventOf(new Telling(change));
      if (event) this.#pending.push(event);
    }
    this.#behind = taken < missed.length;
  }

  #push(event: WatchEvent): void {
    this.#pending.push(event);
    this.#wake();
  }

  #wake(): void {
    this.#waiting?.resolve(undefined);
    this.#waiting = undefined;
  }

  #batch(): WatchEvent[] {
    if (this.#pending.length <= BATCH) {
      const all = this.#pending;
      this.#pending = [];
      return all;
    }
    return this.#pending.splice(0, BATCH);
  }
}
