import { quantityMilli, quantityValue } from '../api/quantity.ts';
import type { Pod } from '../api/types.ts';

/** What a pod asks for: thousandths of a CPU, and bytes. */
export interface Requests {
  readonly cpuMilli: number;
  readonly memory: number;
}

/** Reads what pods ask for, each pod once: pods are never changed in place, and a node's sum is asked for again and again. */
export class RequestsReader {
  readonly #known = new WeakMap<Pod, Requests>();

  of(pod: Pod): Requests {
    let known = this.#known.get(pod);
    if (!known) this.#known.set(pod, (known = requestsOf(pod)));
    return known;
  }

  sum(pods: Iterable<Pod>): Requests {
    let [cpuMilli, memory] = [0, 0];
    for (const pod of pods) {
      const asked = this.of(pod);
      cpuMilli += asked.cpuMilli;
      memory += asked.memory;
    }
    return { cpuMilli, memory };
  }
}

function requestsOf({ spec }: Pod): Requests {
  let [cpuMilli, memory] = [0, 0];
  for (const { resources } of spec.containers) {
    const { cpu, memory: bytes } = resources?.requests ?? {};
    if (cpu !== undefined) cpuMilli += quantityMilli(cpu);
    if (bytes !== undefined) memory += quantityValue(bytes);
  }
  return { cpuMilli, memory };
}
