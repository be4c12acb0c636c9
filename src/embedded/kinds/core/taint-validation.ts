import { duplicate, invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';
import type { Taint } from '../../data/types.ts';
import { internalForm } from '../common/internal-form.ts';
import { labelNameErrors } from '../common/metadata.ts';
import { labelValueErrors } from '../../../api/names.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** `validateNodeTaints` (pkg/apis/core/validation). */
export function taintsErrors(taints: readonly Taint[], path: string): FieldError[] {
  return taints.flatMap((taint, index) => {
    const at = `${path}[${String(index)}]`;
    return [
      ...labelNameErrors(taint.key, `${at}.key`),
      ...valueErrors(taint.value ?? '', `${at}.value`),
      ...effectErrors(taint.effect, `${at}.effect`),
      ...twiceErrors(taint, taints.slice(0, index), at),
    ];
  });
}

function valueErrors(value: string, path: string): FieldError[] {
  const wrong = labelValueErrors(value);
  return wrong.length === 0 ? [] : [invalid(path, value, wrong.join(';'))];
}

function effectErrors(effect: string, path: string): FieldError[] {
  if (effect === '') return [required(path)];
  return EFFECTS.includes(effect) ? [] : [notSupported(path, effect, EFFECTS)];
}

function twiceErrors(taint: Taint, before: readonly Taint[], path: string): FieldError[] {
  if (!before.some(({ key, effect }) => key === taint.key && effect === taint.effect)) return [];
  const error = duplicate(path, internalForm(taint, 'core/v1.Taint'));
  return [{ ...error, message: `${error.message}: taints must be unique by key and effect pair` }];
}
