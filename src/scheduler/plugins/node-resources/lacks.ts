import { amountText } from '../../../api/amounts.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { amountIn } from '../../framework/resource-sums.ts';
import type { Want } from './wants.ts';

/** What is asked for against what is free, of each resource that does not suffice: `asks for 2 cpu, 500m of 4 is free`. */
export function lacksText({ pods, allocatable, requested }: NodeInfo, wants: readonly Want[]): string {
  const { allowedPods } = allocatable;
  const full = pods.size + 1 > allowedPods ? [`has ${pods.size} of ${allowedPods} pods`] : [];
  const lacks = wants.flatMap(({ name, amount }) => {
    const capacity = amountIn(allocatable, name);
    const free = capacity - amountIn(requested, name);
    if (amount <= free) return [];
    const left =
      capacity === 0
        ? 'the node has none'
        : `${amountText(name, Math.max(0, free), 'down')} of ${amountText(name, capacity, 'down')} is free`;
    return [`asks for ${amountText(name, amount, 'up')} ${name}, ${left}`];
  });
  return [...full, ...lacks].join('; ');
}

/** How much less it would have to be: `it asks for 300m less cpu and 1Gi less memory`. */
export function remedyText({ pods, allocatable, requested }: NodeInfo, wants: readonly Want[]): string {
  const tooMany = pods.size + 1 - allocatable.allowedPods;
  const leave = tooMany > 0 ? [tooMany === 1 ? 'a pod leaves' : `${tooMany} pods leave`] : [];
  const less = wants.flatMap(({ name, amount }) => {
    const missing = amount - Math.max(0, amountIn(allocatable, name) - amountIn(requested, name));
    if (missing <= 0) return [];
    return [missing === amount ? `no ${name}` : `${amountText(name, missing, 'up')} less ${name}`];
  });
  return [...leave, ...(less.length > 0 ? [`it asks for ${less.join(' and ')}`] : [])].join(' and ');
}
