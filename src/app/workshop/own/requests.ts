import type { Outside } from '../../../workshop/own/outside.ts';
import type { RequestLog, Seen } from '../../../trials/proxy/log.ts';
import { boundBy } from '../../../trials/proxy/request.ts';

const READS = new Set(['list', 'watch']);

/** Reads in a program's requests that it has begun, and which of its bindings were refused. */
export class Requests {
  readonly #outside: Pick<Outside, 'asked' | 'refused'>;
  readonly #told = new WeakSet<Seen>();
  #since = 0;

  constructor(outside: Pick<Outside, 'asked' | 'refused'>) {
    this.#outside = outside;
  }

  /** Called whenever the log has news. */
  look(log: Pick<RequestLog, 'since'>): void {
    const open = log.since(this.#since);
    for (const seen of open) this.#read(seen);
    // what has no answer yet, and all after it, is looked at again
    this.#since = (open.find(({ status }) => status === 0) ?? open.at(-1))?.at ?? this.#since;
  }

  #read(seen: Seen): void {
    const { resource, verb, status, body } = seen;
    if (status === 200 && resource === 'pods' && READS.has(verb)) this.#outside.asked();
    const pod = boundBy(seen, body);
    if (pod === undefined || status < 400 || this.#told.has(seen)) return;
    this.#told.add(seen);
    this.#outside.refused(pod, status);
  }
}
