import type { ClusterApi } from '../api/cluster-api.ts';
import { isConflict } from '../api/errors.ts';
import type { Clock } from '../lib/clock.ts';
import { Fence } from './fence.ts';
import { type LeaseName, LeaseLock, type LeaseRecord, type SeenLease } from './lease-lock.ts';

/** client-go's defaults, which kube-scheduler has, too. Milliseconds. */
export const TIMINGS = { leaseMs: 15_000, renewMs: 10_000, retryMs: 2_000 } as const;

/** Milliseconds: how long others wait for a silent leader; how long a leader tries to renew before it gives up; between tries. */
export interface Timings {
  readonly leaseMs: number;
  readonly renewMs: number;
  readonly retryMs: number;
}

/** What an election stands on. */
export interface ElectionOptions {
  readonly api: ClusterApi;
  readonly lease: LeaseName;
  /** Of this process, different from all others. */
  readonly identity: string;
  readonly timings: Timings;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Ends the candidacy, or the leadership, which is then given back. */
  readonly signal: AbortSignal;
  /** Another leader than before was seen; this process included. */
  readonly onLeader?: (identity: string) => void;
  /** The lease could not be read or written; tried again. */
  readonly onTrouble?: (error: unknown) => void;
}

/** This process leads. */
export interface Leadership {
  /** Whether it may still write. False at once when the time is over, however long this process slept. */
  isHeld(): boolean;
  /** Resolves when the lease is lost; never when it was given back. */
  readonly lost: Promise<void>;
  /** Resolves when the lease was given back (or could not be). */
  readonly done: Promise<void>;
}

/** client-go spreads the tries of candidates. */
const JITTER = 1.2;

/**
 * Waits until this process holds the lease, and keeps it from then on (upstream: client-go tools/leaderelection/leaderelection.go). Rejects
 * with the signal's reason when that aborts before. What is not upstream's: {@link Leadership.isHeld} fences every write, so a leader whose
 * event loop stood still, or whose clock jumped, stops before anybody else can have begun.
 */
export async function becomeLeader(options: ElectionOptions): Promise<Leadership> {
  const candidate = new Candidate(options);
  const { clock, random, signal, timings } = options;
  while (!(await candidate.tryOnce(timings.renewMs)))
    await clock.sleep(timings.retryMs * (1 + JITTER * random()), signal);
  const lost = Promise.withResolvers<void>();
  const done = keep(candidate, options).then(async (isLost) => {
    if (isLost) lost.resolve();
    else await candidate.release();
  });
  return { isHeld: () => candidate.fence.isOpen(), lost: lost.promise, done };
}

/** Renews until that fails for too long (true) or the signal aborts (false). */
async function keep(candidate: Candidate, { clock, timings, signal }: ElectionOptions): Promise<boolean> {
  try {
    while (true) {
      await clock.sleep(timings.retryMs, signal);
      // one more try after the deadline: a process that slept still leads if nobody has written the lease since
      const isLast = !candidate.fence.isOpen();
      const left = isLast ? timings.renewMs : candidate.fence.left();
      if (!(await candidate.tryOnce(left)) && (isLast || !candidate.mayStillRenew)) return true;
    }
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** One process that wants the lease, or has it. */
class Candidate {
  readonly fence: Fence;
  readonly #options: ElectionOptions;
  readonly #lock: LeaseLock;
  #seen: SeenLease | undefined;
  /** On the monotonic clock: when `#seen` was seen first. Other clocks are not trusted. */
  #seenAt = 0;
  #leader = '';

  constructor(options: ElectionOptions) {
    this.#options = options;
    this.#lock = new LeaseLock(options.api, options.lease);
    this.fence = new Fence(options.clock, options.timings.renewMs);
  }

  /** Nobody else is known to hold the lease. */
  get mayStillRenew(): boolean {
    return this.#seen?.holder === this.#options.identity;
  }

  /** Takes or renews the lease, in at most so many milliseconds. False: not now. Rejects only with the signal's reason. */
  async tryOnce(limitMs: number): Promise<boolean> {
    const { clock, signal, onTrouble } = this.#options;
    const timeout = new AbortController();
    const cancel = clock.after(Math.max(0, limitMs), () => {
      timeout.abort(new Error('the lease could not be written in time'));
    });
    try {
      return await this.#tryWith(AbortSignal.any([signal, timeout.signal]));
    } catch (error) {
      signal.throwIfAborted();
      if (!isConflict(error)) onTrouble?.(error);
      return false;
    } finally {
      cancel();
    }
  }

  /** Gives the lease back, so that nobody has to wait for it to expire. Never rejects. */
  async release(): Promise<void> {
    const { clock, timings, onTrouble } = this.#options;
    const held = this.#seen;
    this.fence.close();
    if (held?.holder !== this.#options.identity) return;
    const now = clock.now();
    const timeout = new AbortController();
    const cancel = clock.after(timings.renewMs, () => {
      timeout.abort(new Error('the lease could not be given back in time'));
    });
    try {
      const nobody = {
        holder: '',
        leaseMs: 1_000,
        acquired: now,
        renewed: now,
        transitions: held.transitions,
      };
      await this.#lock.write(nobody, held, timeout.signal);
    } catch (error) {
      if (!isConflict(error)) onTrouble?.(error);
    } finally {
      cancel();
    }
  }

  async #tryWith(signal: AbortSignal): Promise<boolean> {
    const { identity } = this.#options;
    // the leader's usual way: over the version that it wrote itself
    if (this.#seen?.holder === identity && this.fence.isOpen()) {
      try {
        return await this.#write(this.#seen, signal);
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
    const found = await this.#lock.read(signal);
    if (!found) return this.#write(undefined, signal);
    this.#observe(found);
    return found.holder !== '' && found.holder !== identity && !this.#isExpired(found)
      ? false
      : this.#write(found, signal);
  }

  /** The fence counts from when the write was sent: others cannot have seen it before. */
  async #write(over: SeenLease | undefined, signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#options;
    const sent = this.fence.mark();
    const record = this.#next(over, clock.now());
    const written = over
      ? await this.#lock.write(record, over, signal)
      : await this.#lock.create(record, signal);
    this.#observe(written);
    this.fence.open(sent);
    return true;
  }

  #next(over: SeenLease | undefined, now: number): LeaseRecord {
    const { identity, timings } = this.#options;
    const isMine = over?.holder === identity;
    return {
      holder: identity,
      leaseMs: timings.leaseMs,
      acquired: isMine && !Number.isNaN(over.acquired) ? over.acquired : now,
      renewed: now,
      transitions: (over?.transitions ?? 0) + (over && !isMine ? 1 : 0),
    };
  }

  #observe(found: SeenLease): void {
    if (found.resourceVersion !== this.#seen?.resourceVersion) this.#seenAt = this.#options.clock.monotonic();
    this.#seen = found;
    if (found.holder === this.#leader) return;
    this.#leader = found.holder;
    if (found.holder !== '') this.#options.onLeader?.(found.holder);
  }

  #isExpired({ leaseMs }: SeenLease): boolean {
    return this.#options.clock.monotonic() - this.#seenAt >= leaseMs;
  }
}
