import { LineCounter, parseAllDocuments, parseDocument } from 'yaml';

import { lineOf } from './line-of.ts';

/** A YAML document (JSON is one, too) whose values know their lines. */
export interface YamlDocument {
  readonly value: unknown;
  /** @see lineOf */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
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

/** Reads a file of several documents, as kubectl takes them (`---`); empty ones are left out. */
export function readYamlStream(source: string): readonly unknown[] | BrokenYaml {
  const lines = new LineCounter();
  const documents = parseAllDocuments(source, { lineCounter: lines });
  for (const { errors } of documents) {
    const [broken] = errors;
    if (broken) return { line: lines.linePos(broken.pos[0]).line, broken: firstLine(broken.message) };
  }
  return documents.map((document): unknown => document.toJS()).filter((value) => value !== null);
}

/** The parser's message goes on with a picture of the place; one sentence is enough. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
