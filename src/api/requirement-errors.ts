import { labelValueErrors, qualifiedNameErrors } from './names.ts';
import { int64Of, type Requirement } from './requirement.ts';

/**
 * What is wrong with a condition on a node's label, none when it can be asked (upstream: apimachinery/pkg/labels, `NewRequirement`, as
 * component-helpers/scheduling/corev1/nodeaffinity calls it). Each is a field error as Go prints it: `path.key: Invalid value: …`.
 */
export function labelRequirementErrors(
  { key, operator, values = [] }: Requirement,
  path: string,
): readonly string[] {
  const rule = RULES.get(operator);
  if (!rule) return [notSupported(`${path}.operator`, operator, [...RULES.keys()])];
  const keyErrors = qualifiedNameErrors(key);
  return [
    ...(keyErrors.length > 0 ? [invalid(`${path}.key`, key, keyErrors.join('; '))] : []),
    ...rule(values, `${path}.values`),
    ...values.flatMap((value, at) => {
      const words = labelValueErrors(value);
      return words.length > 0
        ? [invalid(`${path}.values[${String(at)}][${key}]`, value, words.join('; '))]
        : [];
    }),
  ];
}

/** The same for a condition on a node's field (upstream: `nodeSelectorRequirementsAsFieldSelector`). */
export function fieldRequirementErrors(
  { operator, values = [] }: Requirement,
  path: string,
): readonly string[] {
  if (operator !== 'In' && operator !== 'NotIn')
    return [notSupported(`${path}.operator`, operator, ['In', 'NotIn'])];
  return values.length === 1 ? [] : [invalid(`${path}.values`, values, 'must have one element')];
}

type Rule = (values: readonly string[], path: string) => readonly string[];

const some: Rule = (values, path) =>
  values.length > 0 ? [] : [invalid(path, values, "for 'in', 'notin' operators, values set can't be empty")];
const none: Rule = (values, path) =>
  values.length === 0
    ? []
    : [invalid(path, values, 'values set must be empty for exists and does not exist')];
const oneInteger: Rule = (values, path) => [
  ...(values.length === 1
    ? []
    : [invalid(path, values, "for 'Gt', 'Lt' operators, exactly one value is required")]),
  ...values.flatMap((value, at) =>
    int64Of(value) === undefined
      ? [invalid(`${path}[${String(at)}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer")]
      : [],
  ),
];

/** What each operator asks of the values, in the order in which errors name them. */
const RULES: ReadonlyMap<string, Rule> = new Map([
  ['In', some],
  ['NotIn', some],
  ['Exists', none],
  ['DoesNotExist', none],
  ['Gt', oneInteger],
  ['Lt', oneInteger],
]);

function invalid(path: string, value: unknown, detail: string): string {
  return `${path}: Invalid value: ${JSON.stringify(value)}: ${detail}`;
}

function notSupported(path: string, value: string, supported: readonly string[]): string {
  const list = supported.map((one) => JSON.stringify(one)).join(', ');
  return `${path}: Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`;
}
