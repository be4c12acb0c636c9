import { LineCounter, parseDocument } from 'yaml';

import { lineOf } from './line-of.ts';

/** A YAML document (JSON is one, too) whose values know their lines. */
export interface YamlDocument {
  readonly value: unknown;
  /** @see lineOf */
  lineOf(path: readonly PropertyKey[]): number;
}

/** What is no YAML: the line, and half a sentence. */
export interface BrokenYaml {
  readonly line: number;
  readonly broken: string;
}

/** Reads one document. A key that stands twice in a map makes it broken, too. */
export function readYaml(source: string): YamlDocument | BrokenYaml {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) return { line: lines.linePos(broken.pos[0]).line, broken: firstLine(broken.message) };
  return { value: document.toJS(), lineOf: (path) => lineOf(document, lines, path) };
}

/** The parser's message goes on with a picture of the place; one sentence is enough. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
