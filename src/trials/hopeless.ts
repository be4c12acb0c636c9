import type { MistakeId } from './mistakes.ts';
import type { TrialId, Verdict } from './trial.ts';

/** With these, nothing else can be tried. */
const DEAD: ReadonlySet<string> = new Set<MistakeId>(['does-not-start', 'asks-nothing']);

/** They ask only whether a pod is noticed. */
const NOTICING: ReadonlySet<TrialId> = new Set<TrialId>(['finds-waiting', 'leaves-others']);

const ENOUGH_CRASHES = 2;

/** Says after each trial whether the following ones would still tell anything: the same advice sixteen times is no help. */
export class Hope {
  #crashes = 0;

  /** Why they would not; undefined while they may. `hasPlaced`: the program was seen to place a pod. */
  after(trial: TrialId, { ok, mistake }: Verdict, hasPlaced: boolean): string | undefined {
    if (ok !== false) return undefined;
    if (DEAD.has(mistake?.id ?? '')) return 'not tried: it does not run yet';
    if (hasPlaced) return undefined;
    if (mistake?.id === 'crashes') {
      this.#crashes += 1;
      return this.#crashes < ENOUGH_CRASHES ? undefined : 'not tried: it ends before it places a pod';
    }
    if (!NOTICING.has(trial)) return 'not tried: it places no pod yet';
    return mistake?.id === 'does-nothing' ? 'not tried: it does nothing for a pod yet' : undefined;
  }
}
