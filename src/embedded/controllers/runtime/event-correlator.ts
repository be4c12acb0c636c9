import { BoundedMap } from './bounded-map.ts';

/** What makes one event like another. */
export interface EventLike {
  /** Component and host. */
  readonly source: string;
  /** Kind, namespace, name, uid and API version of what it is about. */
  readonly object: string;
  readonly fieldPath: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

/** What to write: a new event, or one more on top of what was written. */
export interface Correlated {
  readonly message: string;
  /** The same for events that are counted together. */
  readonly key: string;
}

const CACHE_SIZE = 4096;
const AGGREGATE_FROM = 10;
const AGGREGATE_MS = 600_000;
const SPAM_BURST = 25;
const SPAM_PER_MS = 1 / 300_000;

/**
 * Keeps events few, as client-go's EventCorrelator does (tools/record/events_cache.go): the tenth message of one reason about one object
 * within ten minutes is combined with those that follow, and a source has 25 events for an object, then one more each five minutes.
 */
export class EventCorrelator {
  readonly #groups = new BoundedMap<string, { readonly messages: Set<string>; last: number }>(CACHE_SIZE);
  readonly #budgets = new BoundedMap<string, { tokens: number; at: number }>(CACHE_SIZE);

  /** Undefined when the event is one too many. `now` in milliseconds. */
  correlate(event: EventLike, now: number): Correlated | undefined {
    const { source, object, fieldPath, type, reason, message } = event;
    const group = [source, object, type, reason].join('\n');
    const combined = this.#isCombined(group, message, now);
    if (!this.#hasBudget([source, object, type].join('\n'), now)) return undefined;
    return combined
      ? { message: `(combined from similar events): ${message}`, key: group }
      : { message, key: [group, fieldPath, message].join('\n') };
  }

  #isCombined(key: string, message: string, now: number): boolean {
    const known = this.#groups.get(key);
    const group =
      known && now - known.last <= AGGREGATE_MS ? known : { messages: new Set<string>(), last: now };
    group.messages.add(message);
    group.last = now;
    this.#groups.set(key, group);
    if (group.messages.size < AGGREGATE_FROM) return false;
    const [any] = group.messages;
    if (any !== undefined) group.messages.delete(any);
    return true;
  }

  #hasBudget(key: string, now: number): boolean {
    const budget = this.#budgets.get(key) ?? { tokens: SPAM_BURST, at: now };
    budget.tokens = Math.min(SPAM_BURST, budget.tokens + (now - budget.at) * SPAM_PER_MS);
    budget.at = now;
    this.#budgets.set(key, budget);
    if (budget.tokens < 1) return false;
    budget.tokens -= 1;
    return true;
  }
}
