import type { Clock } from '../../lib/clock.ts';
import { type Asked, boundBy } from './request.ts';

/** A request that the program sent. Times on the clock's monotonic scale. */
export interface Seen extends Asked {
  readonly at: number;
  /** Of a write, its beginning; it may be protobuf, in which names stand as they are. */
  readonly body: string;
  /** 0 until the answer begins, and when none came. */
  readonly status: number;
  /** Undefined while the answer goes on. */
  readonly endedAt: number | undefined;
}

/** One that is under way: what becomes of it is written down here. */
export interface SeenWriter {
  body(text: string): void;
  status(status: number): void;
  /** Bytes of the answer went to the program. */
  heard(): void;
  ended(): void;
}

/** A program may run for hours. */
const KEPT = 10_000;

/** The newest ten thousand requests of one program, in order, and the watches that are open. */
export class RequestLog {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #changed: () => void;
  readonly #seen: { -readonly [K in keyof Seen]: Seen[K] }[] = [];
  #lastActive = 0;

  /** `changed` is called whenever there is news. */
  constructor(clock: Pick<Clock, 'monotonic'>, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  begin(asked: Asked): SeenWriter {
    const seen = { ...asked, at: this.#clock.monotonic(), body: '', status: 0, endedAt: undefined };
    const entry: { -readonly [K in keyof Seen]: Seen[K] } = seen;
    this.#seen.push(entry);
    this.#lastActive = entry.at;
    if (this.#seen.length > 2 * KEPT) this.#forget();
    this.#changed();
    return {
      body: (text) => {
        entry.body = text;
      },
      status: (status) => {
        entry.status = status;
        this.#changed();
      },
      heard: () => {
        this.#lastActive = this.#clock.monotonic();
      },
      ended: () => {
        entry.endedAt ??= this.#clock.monotonic();
        this.#changed();
      },
    };
  }

  /** Those that began at `since` or later. */
  since(since: number): readonly Seen[] {
    return this.#seen.filter(({ at }) => at >= since);
  }

  /** The watches of a resource that the program listens to now. */
  openWatches(resource: string): readonly Seen[] {
    return this.#seen.filter(
      (one) =>
        one.verb === 'watch' && one.resource === resource && one.status === 200 && one.endedAt === undefined,
    );
  }

  /** Its attempts to bind this pod. */
  bindings(pod: string): readonly Seen[] {
    return this.#seen.filter((one) => boundBy(one, one.body) === pod);
  }

  /** When the program last asked for anything, or was sent anything by a watch. */
  get lastActive(): number {
    return this.#lastActive;
  }

  #forget(): void {
    const old = this.#seen.splice(0, this.#seen.length - KEPT);
    this.#seen.unshift(...old.filter(({ verb, endedAt }) => verb === 'watch' && endedAt === undefined));
  }
}
