import type { User } from '../../api/caller.ts';
import type { StatusError } from '../../api/status.ts';
import type { Attributes, Authorizer } from '../contract.ts';
import { impersonationModes, type Mode, type Outcome } from './modes.ts';

/** So many names are remembered with the mode that was good for them; it only decides about the order. */
const REMEMBERED = 10_000;

/**
 * Lets those act as others who may (`impersonationModesTracker`, apiserver/pkg/endpoints/filters/impersonation/constrained_impersonation.go). The
 * mode that somebody used last is tried first: what a refusal says is what the first mode that fits had to say.
 */
export class Impersonator {
  readonly #modes: readonly Mode[];
  readonly #last = new Map<string, Mode>();

  constructor(authorizer: Authorizer) {
    this.#modes = impersonationModes(authorizer);
  }

  /** Who `requestor` is in this request; or 403. */
  userFor(wanted: User, requestor: User, request: Attributes): Outcome {
    let refused: StatusError | undefined;
    for (const mode of this.#inOrder(requestor.name)) {
      const outcome = mode(wanted, requestor, request);
      if (outcome && 'user' in outcome) {
        this.#remember(requestor.name, mode);
        return outcome;
      }
      refused ??= outcome?.refused;
    }
    // the last mode is for everybody
    if (!refused) throw new Error('all impersonation modes failed');
    return { refused };
  }

  #inOrder(name: string): readonly Mode[] {
    const last = this.#last.get(name);
    return last ? [last, ...this.#modes.filter((mode) => mode !== last)] : this.#modes;
  }

  #remember(name: string, mode: Mode): void {
    // the newest last, so that the first is the one to forget
    this.#last.delete(name);
    this.#last.set(name, mode);
    const [oldest] = this.#last.keys();
    if (this.#last.size > REMEMBERED && oldest !== undefined) this.#last.delete(oldest);
  }
}
