import type { Container, LabelSelector } from '../data/types.ts';

/** Labels as `a=1,b=2`, by name; `<none>` (`labels.FormatLabels`). */
export function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.toSorted().join(',') || '<none>';
}

/** A selector as kubectl writes it: `app=web,tier in (a,b),!old` (`LabelSelectorAsSelector(...).String()`); nothing for none. */
export function selectorText(selector: LabelSelector | null | undefined): string {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const equal = Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const other = matchExpressions.map(({ key, operator, values = [] }) => {
    const list = `(${values.toSorted().join(',')})`;
    const texts: Readonly<Record<string, string>> = {
      In: `${key} in ${list}`,
      NotIn: `${key} notin ${list}`,
      DoesNotExist: `!${key}`,
    };
    return { key, text: texts[operator] ?? key };
  });
  const sorted = [...equal, ...other].toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return sorted.map(({ text }) => text).join(',');
}

/** Names and images of containers, each as a list with commas (`layoutContainerCells`). Go writes a list that is not there as `null`. */
export function containersText(
  containers: readonly Container[] | null | undefined,
): [names: string, images: string] {
  const all = containers ?? [];
  return [all.map(({ name }) => name).join(','), all.map(({ image = '' }) => image).join(',')];
}

/** The first three of a list, and how many there are more: `a,b,c + 2 more...`. */
export function firstThree(list: readonly string[]): string {
  const text = list.slice(0, 3).join(',');
  return list.length > 3 ? `${text} + ${String(list.length - 3)} more...` : text;
}
