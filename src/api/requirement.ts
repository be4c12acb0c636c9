/** Labels of an object, or its fields by path. */
export type Labels = Readonly<Record<string, string>> | undefined;

/**
 * One condition on a label, of a label selector or a node selector. The operators are `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` and
 * `Lt`; one that is none never holds.
 */
export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Whether all conditions hold; an empty list does. Allocates nothing: schedulers ask this of every node and every pod. */
export function holdAll(requirements: readonly Requirement[], labels: Labels): boolean {
  for (const requirement of requirements) if (!holds(requirement, labels)) return false;
  return true;
}

/** Whether the condition holds (upstream: apimachinery/pkg/labels, `Requirement.Matches`). */
export function holds({ key, operator, values = NONE }: Requirement, labels: Labels): boolean {
  const value = labelOf(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt':
      return value !== undefined && compares(operator, value, values);
    default:
      return false;
  }
}

/** The label's value; undefined for names that every JavaScript object knows, e.g. `constructor`, unless they are labels. */
export function labelOf(labels: Labels, key: string): string | undefined {
  return labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

const NONE: readonly string[] = [];

function compares(operator: 'Gt' | 'Lt', label: string, values: readonly string[]): boolean {
  const [bound, ...more] = values;
  if (bound === undefined || more.length > 0) return false;
  const [is, than] = [int64Of(label), int64Of(bound)];
  if (is === undefined || than === undefined) return false;
  return operator === 'Gt' ? is > than : is < than;
}

/** What Go's `strconv.ParseInt(text, 10, 64)` takes; a bigint where a number would round. */
export function int64Of(text: string): number | bigint | undefined {
  if (!/^[-+]?[0-9]+$/.test(text)) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  const exact = BigInt(text);
  return BigInt.asIntN(64, exact) === exact ? exact : undefined;
}
