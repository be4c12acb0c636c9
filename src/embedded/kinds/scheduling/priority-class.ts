import { forbiddenField, notSupported, required, type FieldError } from '../../api/field-error.ts';
import type { PriorityClass } from '../../data/types.ts';
import { immutableErrors } from '../common/metadata.ts';
import type { Strategy } from '../strategy.ts';

const PREFIX = 'system-';
const MAX_VALUE = 1_000_000_000;
/** Those that every cluster has. */
const SYSTEM_VALUES: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
]);
const POLICIES = ['PreemptLowerPriority', 'Never'];

/** pkg/registry/scheduling/priorityclass/strategy.go, pkg/apis/scheduling/v1/defaults.go, pkg/apis/scheduling/validation. */
export const priorityClasses: Strategy<PriorityClass> = {
  defaults(draft) {
    draft.preemptionPolicy ??= 'PreemptLowerPriority';
  },
  prepareForCreate({ metadata }) {
    metadata.generation = 1;
  },
  validateCreate: (object) => [
    ...valueErrors(object),
    ...policyErrors(object.preemptionPolicy, 'preemptionPolicy'),
  ],
  validateUpdate: (object, old) => [
    ...((object.value ?? 0) === (old.value ?? 0)
      ? []
      : [forbiddenField('value', 'may not be changed in an update.')]),
    ...immutableErrors(object.preemptionPolicy, old.preemptionPolicy, 'preemptionPolicy'),
  ],
};

function valueErrors(object: PriorityClass): FieldError[] {
  const { name = '' } = object.metadata;
  if (name.startsWith(PREFIX)) {
    const words = unknownSystemClass(object, name);
    if (words === undefined) return [];
    const reserved = `priority class names with '${PREFIX}' prefix are reserved for system use only. error: ${words}`;
    return [forbiddenField('metadata.name', reserved)];
  }
  if ((object.value ?? 0) <= MAX_VALUE) return [];
  const words = `maximum allowed value of a user defined priority is ${String(MAX_VALUE)}`;
  return [forbiddenField('value', words)];
}

/** `IsKnownSystemPriorityClass` (pkg/apis/scheduling/v1/helpers.go): undefined when it is one. */
function unknownSystemClass(
  { value = 0, globalDefault = false }: PriorityClass,
  name: string,
): string | undefined {
  const expected = SYSTEM_VALUES.get(name);
  if (expected === undefined) return `${name} is not a known system priority class`;
  if (value !== expected) return `value of ${name} PriorityClass must be ${String(expected)}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

/** `ValidatePreemptionPolicy` (pkg/apis/core/validation). */
function policyErrors(policy: string | undefined, path: string): FieldError[] {
  if (policy === undefined || POLICIES.includes(policy)) return [];
  return policy === '' ? [required(path)] : [notSupported(path, policy, POLICIES)];
}
