import type { Node, NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from '../../data/types.ts';

type Values = Readonly<Record<string, string>>;

/** Whether a pod's node selector and its required node affinity allow the node (`GetRequiredNodeAffinity(pod).Match`). */
export function allowsNode({ nodeSelector = {}, affinity }: PodSpec, { metadata }: Node): boolean {
  const labels = metadata.labels ?? {};
  const isSelected = Object.entries(nodeSelector).every(([key, value]) => labels[key] === value);
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!isSelected || !required) return isSelected;
  const fields = { 'metadata.name': metadata.name ?? '' };
  return required.nodeSelectorTerms.some((term) => matchesTerm(term, labels, fields));
}

/** An empty term matches nothing. */
function matchesTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  labels: Values,
  fields: Values,
): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) => matches(requirement, labels)) &&
    matchFields.every((requirement) => matches(requirement, fields))
  );
}

function matches({ key, operator, values = [] }: NodeSelectorRequirement, of: Values): boolean {
  const value = of[key];
  const [first = ''] = values;
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
      return isNumber(value) && Number(value) > Number(first);
    case 'Lt':
      return isNumber(value) && Number(value) < Number(first);
    default:
      return false;
  }
}

function isNumber(value: string | undefined): boolean {
  return value !== undefined && /^[-+]?\d+$/.test(value);
}
