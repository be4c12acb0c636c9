import { stringify } from 'yaml';

/** A JSON value as one YAML document with a final newline. Lines are not folded, nothing is an alias; what YAML 1.1 takes for a time or a yes is quoted. */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 0, compat: 'yaml-1.1', aliasDuplicateObjects: false });
}
