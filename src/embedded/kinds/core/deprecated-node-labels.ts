import type { NodeSelectorTerm } from '../../data/types.ts';
import { deprecatedLabelWords } from '../common/deprecated-labels.ts';

/** Labels that have another name now. */
export const GA_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
};

/** `GetWarningsForNodeSelectorTerm`. */
export function nodeTermWarnings({ matchExpressions = [] }: NodeSelectorTerm, path: string): string[] {
  return matchExpressions.flatMap(({ key }, index) => {
    const words = deprecatedLabelWords(key);
    return words === undefined ? [] : [`${path}.matchExpressions[${String(index)}].key: ${key} is ${words}`];
  });
}
