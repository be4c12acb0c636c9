import type { Clock } from '../../../lib/clock.ts';
import { controllerUser } from '../../api/caller.ts';
import type { StoredObject } from '../../api/stored-object.ts';
import type { Change, Store } from '../../store/store.ts';
import type { Verbs } from '../../api/verbs.ts';
import { Client } from './client.ts';
import { EventRecorder, type Told } from './event-recorder.ts';
import type { Kind } from './kinds.ts';
import { repeat } from './repeat.ts';
import type { Turns } from './turns.ts';
import { WorkQueue } from './work-queue.ts';

/** What every controller stands on. */
export interface ControllerParts {
  readonly store: Store;
  readonly verbs: Verbs;
  readonly clock: Clock;
  readonly turns: Turns;
  /** In [0, 1). */
  readonly random: () => number;
  /** Failures that are tried again: a line each. */
  readonly log: (line: string) => void;
}

/** A running controller. */
export interface Running {
  stop(): void;
}

/** What a controller is built with: access under its own name, events, queues, and an end for all of it. */
export class ControllerContext implements Running {
  readonly client: Client;
  readonly clock: Clock;
  readonly store: Store;
  readonly random: () => number;
  readonly #parts: ControllerParts;
  readonly #component: string;
  readonly #recorder: EventRecorder;
  readonly #stops: (() => void)[] = [];

  /** `name` is the service account's in a real cluster, `component` what its events name. */
  constructor(parts: ControllerParts, name: string, component: string = name) {
    this.#parts = parts;
    this.#component = component;
    this.client = new Client(parts, controllerUser(name), 'kube-controller-manager');
    this.#recorder = new EventRecorder(this.client, parts.clock);
    this.clock = parts.clock;
    this.store = parts.store;
    this.random = parts.random;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.clock.now();
  }

  queue(sync: (key: string) => void, spacingMs?: number): WorkQueue {
    const { clock, turns, log } = this.#parts;
    const queue = new WorkQueue({
      clock,
      turns,
      sync,
      ...(spacingMs === undefined ? {} : { spacingMs }),
      onError: (key, error) => {
        log(`${this.#component}: ${key}: ${error instanceof Error ? error.message : String(error)}`);
      },
    });
    this.onStop(() => {
      queue.stop();
    });
    return queue;
  }

  /** Called for each change from now on; must not throw. */
  follow<T extends StoredObject>({ info }: Kind<T>, listener: (change: Change) => void): void {
    this.onStop(this.#parts.store.subscribe(info.storage, listener));
  }

  /** Every object of a kind goes to the queue: those that are there now, and each time one changes. */
  feed<T extends StoredObject>(kind: Kind<T>, queue: WorkQueue): void {
    this.follow(kind, ({ entry }) => {
      queue.add(entry.key);
    });
    for (const { key } of this.#parts.store.list(kind.info.storage)) queue.add(key);
  }

  /** An event about a stored object. */
  event<T extends StoredObject>(
    kind: Kind<T>,
    object: T,
    type: Told['type'],
    reason: string,
    message: string,
  ): void {
    this.#recorder.about(kind, object, { component: this.#component }, { type, reason, message });
  }

  /** The recorder itself, for events about what is not stored here. */
  get recorder(): EventRecorder {
    return this.#recorder;
  }

  onStop(stop: () => void): void {
    this.#stops.push(stop);
  }

  /** Calls `fn` every `ms` until the controller stops. */
  every(ms: number, fn: () => void): void {
    this.onStop(repeat(this.clock, ms, fn));
  }

  stop(): void {
    for (const stop of this.#stops.toReversed()) stop();
  }
}
