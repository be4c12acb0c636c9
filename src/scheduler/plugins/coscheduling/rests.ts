import { podKey } from '../../../api/pods.ts';
import type { Pod } from '../../../api/types.ts';
import { backoffMs } from '../../backoff.ts';
import type { Handle } from '../../framework/handle.ts';
import type { Gang } from './gangs.ts';

/** The rest of a gang that failed: none of its pods is tried meanwhile, so that it holds nothing in vain. */
interface Rest {
  /** On the clock's monotonic scale. */
  until: number;
  failures: number;
  /** Pods that cannot bring the gang further by themselves: those that had found a node, and those whose turn had not come. */
  idle: ReadonlySet<string>;
  /** Pods that are to be tried when it is over. */
  readonly wanted: Map<string, Pod>;
}

/**
 * Which gangs rest. A rest lasts as long as that of a single pod (see `backoffMs`), by how often the gang failed in a row.
 *
 * Afterwards nothing happens by itself: the pods that found no node are tried again when something changes that can help them, as the queue
 * sees to, and the first that finds one wakes the others. What the queue wanted to try during the rest is made up for.
 */
export class Rests {
  readonly #restMs: (failures: number) => number;
  readonly #rests = new WeakMap<Gang, Rest>();

  /** `fixedMs` is for those who want every rest to be equally long. */
  constructor(fixedMs: number | undefined) {
    this.#restMs = fixedMs === undefined ? (failures) => backoffMs(failures) : () => fixedMs;
  }

  isResting(gang: Gang, { clock }: Handle): boolean {
    return (this.#rests.get(gang)?.until ?? -Infinity) > clock.monotonic();
  }

  /** The gang failed. `retry`: for a reason that no change in the cluster will mend, so all are tried again when it is over. */
  begin(gang: Gang, { retry }: { readonly retry: boolean }, handle: Handle): void {
    const rest = this.#rests.get(gang) ?? { until: 0, failures: 0, idle: new Set(), wanted: new Map() };
    rest.failures++;
    const ms = this.#restMs(rest.failures);
    rest.until = handle.clock.monotonic() + ms;
    rest.idle = new Set(gang.members.keys()).difference(gang.unplaceable);
    this.#rests.set(gang, rest);
    if (retry) for (const [key, pod] of gang.members) rest.wanted.set(key, pod);
    handle.clock.after(ms, () => {
      const wanted = [...rest.wanted.values()];
      rest.wanted.clear();
      handle.activate(wanted);
    });
  }

  /** The queue wanted to try this pod while its gang rests. */
  refused(gang: Gang, pod: Pod): void {
    const rest = this.#rests.get(gang);
    const key = podKey(pod);
    if (rest && !rest.idle.has(key)) rest.wanted.set(key, pod);
  }

  /** The gang is placed. */
  forget(gang: Gang): void {
    this.#rests.delete(gang);
  }
}
