import { type AnyLabelSelector, requirementsOf } from '../../../api/label-selector.ts';
import { requirementText } from '../../../api/requirement-text.ts';
import type { AffinityTerm } from '../../framework/affinity-terms.ts';

/** What a term is about: `app=web,tier in (a,b)`, and where when that is not the pod's own namespace. */
export function termText({ source }: AffinityTerm): string {
  const { labelSelector, namespaces = [], namespaceSelector } = source;
  const what = labelSelector ? selectorText(labelSelector, 'any labels') : 'no labels at all';
  const where = [
    ...(namespaces.length > 0 ? [namespaces.join(',')] : []),
    ...(namespaceSelector ? [selectorText(namespaceSelector, 'any')] : []),
  ];
  return where.length > 0 ? `${what} in namespaces ${where.join(' or ')}` : what;
}

function selectorText(selector: AnyLabelSelector, everything: string): string {
  const texts = requirementsOf(selector).map(requirementText);
  return texts.length > 0 ? texts.join(',') : everything;
}
