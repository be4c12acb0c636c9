import { invalid, required, type FieldError } from '../../api/field-error.ts';
import type { CounterSet } from '../../data/types.ts';
import { dns1123LabelErrors } from '../../../api/names.ts';
import { itemsErrors, repeatedErrors, tooManyErrors } from './device-parts.ts';

const MAX_SETS = 8;

/** `validateCounterSet` (pkg/apis/resource/validation), all of it declared: what the devices of a driver's slices share. */
export function sharedCountersErrors(sets: readonly CounterSet[], path: string): FieldError[] {
  if (sets.length > MAX_SETS) return tooManyErrors(sets, MAX_SETS, path);
  return [...repeatedErrors(sets, path, ({ name }) => name), ...itemsErrors(sets, MAX_SETS, path, setErrors)];
}

function setErrors({ name, counters }: CounterSet, path: string): FieldError[] {
  const keys = Object.keys(counters ?? {});
  const at = `${path}.counters`;
  return [
    ...(name === '' ? [required(`${path}.name`)] : shortNameErrors(name, `${path}.name`)),
    ...(keys.length === 0 ? [required(at)] : []),
    ...keys.flatMap((key) => shortNameErrors(key, at)),
  ];
}

/** `ShortName` (apimachinery/pkg/api/validate): the rule of DNS labels, which counts in bytes where it is declared. */
function shortNameErrors(name: string, path: string): FieldError[] {
  return dns1123LabelErrors(name).map((words) =>
    invalid(path, name, words.replace(/^(must be no more than \d+) characters$/, '$1 bytes')),
  );
}
