import { quantityMilli } from '../../../../../api/quantity.ts';
import type { EnvVar, ResourceRequirements } from '../../../../data/types.ts';

type Amounts = Readonly<Record<string, string | number>>;

/** `resources` at `path`: bytes come whole. */
export function resourceWarnings({ limits, requests }: ResourceRequirements = {}, path: string): string[] {
  const of = (name: string): string[] => [
    ...amountWarnings(limits, name, `${path}.limits`),
    ...amountWarnings(requests, name, `${path}.requests`),
  ];
  return [...of('memory'), ...of('ephemeral-storage')];
}

/** The same for one list of amounts. */
export function fractionWarnings(amounts: Amounts | undefined, path: string): string[] {
  return ['memory', 'ephemeral-storage'].flatMap((name) => amountWarnings(amounts, name, path));
}

/** Of one amount, where it is there. */
export function amountWarnings(amounts: Amounts | undefined, name: string, path: string): string[] {
  const amount = amounts?.[name];
  if (amount === undefined || quantityMilli(String(amount)) % 1000 === 0) return [];
  const quoted = JSON.stringify(String(amount));
  return [`${path}[${name}]: fractional byte value ${quoted} is invalid, must be an integer`];
}

/** A variable that is set again may use its former value; any other second one hides the first. */
export function environmentWarnings(variables: readonly EnvVar[] = [], path: string): string[] {
  const seen = new Set<string>();
  return variables.flatMap(({ name, value = '', valueFrom }, index) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const reference = `$(${name})`;
    if (!valueFrom && value !== reference && value.includes(reference)) return [];
    const quoted = JSON.stringify(name);
    return [
      `${path}[${String(index)}]: hides previous definition of ${quoted}, which may be dropped when using apply`,
    ];
  });
}
