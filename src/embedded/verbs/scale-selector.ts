import type { LabelSelector } from '../data/types.ts';

/** The selector of a workload as the text that `Scale.status.selector` carries (apimachinery/pkg/labels `Selector.String`). */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const equals = Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const others = matchExpressions.map(({ key, operator, values = [] }) => ({
    key,
    text: expressionText(key, operator, values),
  }));
  return [...equals, ...others]
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => text)
    .join(',');
}

function expressionText(key: string, operator: string, values: readonly string[]): string {
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.toSorted().join(',')})`;
}
