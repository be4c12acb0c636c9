import type { KubeObject } from '../../src/api/types.ts';

/** True when `object` is one that a list with these selectors would contain. */
export function matcher(options: {
  readonly namespace?: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}): (object: KubeObject) => boolean {
  const fields = terms(options.fieldSelector).map(fieldTerm);
  const labels = terms(options.labelSelector).map(labelTerm);
  return (object) =>
    (!options.namespace || object.metadata.namespace === options.namespace) &&
    fields.every((term) => term(object)) &&
    labels.every((term) => term(object.metadata.labels ?? {}));
}

/** Splits at commas that are not inside parentheses. */
function terms(selector: string | undefined): string[] {
  return selector ? selector.split(/,(?![^(]*\))/).map((term) => term.trim()) : [];
}

function fieldTerm(term: string): (object: KubeObject) => boolean {
  const [, path = '', operator, value = ''] = /^([\w.]+)(==|=|!=)(.*)$/.exec(term) ?? [];
  if (!operator) throw new Error(`field selector not understood by the test store: ${term}`);
  return (object) => (field(object, path) === value) === (operator !== '!=');
}

function field(object: unknown, path: string): string {
  let value = object;
  for (const key of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  return value === undefined || value === null ? '' : JSON.stringify(value).replaceAll('"', '');
}

function labelTerm(term: string): (labels: Readonly<Record<string, string>>) => boolean {
  const set = /^(\S+)\s+(in|notin)\s+\((.*)\)$/.exec(term);
  if (set) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return (labels) => values.includes(labels[set[1] ?? ''] ?? '\0') === (set[2] === 'in');
  }
  const [, not, key = '', operator, value] = /^(!?)([^=!]+)(?:(==|=|!=)(.*))?$/.exec(term) ?? [];
  if (!operator) return (labels) => key in labels === !not;
  return (labels) => (labels[key] === value) === (operator !== '!=');
}
