import type { NodeSelectorTerm } from '../../data/types.ts';
import { labelValueErrors } from '../../../api/names.ts';

/** Labels that have another name now: since when the old one is deprecated. */
const RENAMED: Readonly<Record<string, readonly [since: string, now: string]>> = {
  'beta.kubernetes.io/arch': ['v1.14', 'kubernetes.io/arch'],
  'beta.kubernetes.io/os': ['v1.14', 'kubernetes.io/os'],
  'failure-domain.beta.kubernetes.io/region': ['v1.17', 'topology.kubernetes.io/region'],
  'failure-domain.beta.kubernetes.io/zone': ['v1.17', 'topology.kubernetes.io/zone'],
  'beta.kubernetes.io/instance-type': ['v1.17', 'node.kubernetes.io/instance-type'],
};

const OTHERS: Readonly<Record<string, string>> = {
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods':
    'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

/** The name that a node label has now. */
export function presentLabel(label: string): string {
  return (Object.hasOwn(RENAMED, label) ? RENAMED[label]?.[1] : undefined) ?? label;
}

/** What is said of a node label that has a successor (`GetNodeLabelDeprecatedMessage`, pkg/api/node/util.go); undefined for all others. */
export function deprecatedLabelWords(label: string): string | undefined {
  if (Object.hasOwn(OTHERS, label)) return OTHERS[label];
  const [since, now] = (Object.hasOwn(RENAMED, label) ? RENAMED[label] : undefined) ?? [];
  return since === undefined ? undefined : `deprecated since ${since}; use "${now ?? ''}" instead`;
}

/** `GetWarningsForNodeSelectorTerm`; `values`: theirs are looked at as well. */
export function nodeTermWarnings(
  { matchExpressions = [] }: NodeSelectorTerm,
  path: string,
  values = false,
): string[] {
  return matchExpressions.flatMap((expression, index) => {
    const at = `${path}.matchExpressions[${String(index)}]`;
    const words = deprecatedLabelWords(expression.key);
    return [
      ...(words === undefined ? [] : [`${at}.key: ${expression.key} is ${words}`]),
      ...(values ? (expression.values ?? []) : []).flatMap((value, place) =>
        labelValueErrors(value).map(
          (error) => `${at}.values[${String(place)}]: ${value} is invalid, ${error}`,
        ),
      ),
    ];
  });
}
