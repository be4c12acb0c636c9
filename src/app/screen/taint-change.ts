import type { Taint, TaintEffect } from '../../api/types.ts';
import { UserError } from '../../lib/errors.ts';

const EFFECTS: readonly TaintEffect[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const KEY = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/;

/**
 * The taints after a change written as for `kubectl taint`: `key=value:Effect` or `key:Effect` adds one, or gives it another value;
 * with `-` at its end, `key:Effect-` or `key-`, they are taken away. A `UserError` says what is wrong with the words, or that there is
 * no such taint.
 */
export function taintsAfter(taints: readonly Taint[], change: string): readonly Taint[] {
  const removes = change.endsWith('-');
  const wanted = parse(removes ? change.slice(0, -1) : change, removes);
  const others = taints.filter((taint) => !isMeant(taint, wanted));
  if (!removes) return [...others, toTaint(wanted)];
  if (others.length === taints.length) throw new UserError(`the node has no taint ${change.slice(0, -1)}`);
  return others;
}

interface Wanted {
  readonly key: string;
  readonly value?: string;
  readonly effect?: TaintEffect;
}

function parse(text: string, removes: boolean): Wanted {
  const [, key = '', value, word] = /^([^=:]+)(?:=([^:]*))?(?::(.*))?$/.exec(text) ?? [];
  const effect = EFFECTS.find((one) => one === word);
  if (!KEY.test(key) || !VALUE.test(value ?? '') || (word === undefined ? !removes : !effect)) {
    throw new UserError(
      `"${text}" is no taint: key=value:Effect, where Effect is one of ${EFFECTS.join(', ')}`,
    );
  }
  return { key, ...(value && { value }), ...(effect && { effect }) };
}

/** A taint is known by its key and effect; a removal without effect means all of the key. */
function isMeant(taint: Taint, { key, effect }: Wanted): boolean {
  return taint.key === key && (effect === undefined || taint.effect === effect);
}

function toTaint({ key, value, effect }: Wanted): Taint {
  if (!effect) throw new Error('a taint that is added has an effect');
  return { key, effect, ...(value !== undefined && { value }) };
}
