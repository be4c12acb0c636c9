import { yamlText } from '../workshop/yaml-text.ts';

/** What `-o` asks for, as in kubectl: one JSON or YAML value for programs, or more for people. */
export type OutputFormat = 'json' | 'yaml' | 'wide';

/** The value as one document with a final newline; undefined where lines for people are wanted. */
export function documentText(value: unknown, format: OutputFormat | undefined): string | undefined {
  if (format === 'json') return `${JSON.stringify(value, null, 2)}\n`;
  return format === 'yaml' ? yamlText(value) : undefined;
}
