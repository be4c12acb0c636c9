import type { IntOrString } from '../../data/types.ts';

/** `GetScaledValueFromIntOrPercent`: `3` or `25%` of a total, rounded up or down. A text that is neither is 0: validation keeps it out. */
export function scaledValue(value: IntOrString | undefined, total: number, round: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value ?? '')?.[1];
  if (percent === undefined) return 0;
  const exact = (Number(percent) * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}
