import { dns1123LabelErrors } from '../../../api/names.ts';

/** What is said of a new object whose name its pods carry, unless it is a DNS label. */
export function podNameWarnings(name = ''): string[] {
  const errors = dns1123LabelErrors(name);
  if (errors.length === 0) return [];
  return [
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${errors.join(' ')}]`,
  ];
}
