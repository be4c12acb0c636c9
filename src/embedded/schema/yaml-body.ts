import { LineCounter, parseDocument } from 'yaml';

import { isPlainObject } from './json-tree.ts';
import { parseQuickJson } from './quick-json.ts';
import { valueOfDocument, YamlError } from './yaml-value.ts';

/** A YAML body as JSON, as sigs.k8s.io/yaml converts it. */
export interface YamlBody {
  readonly json: string;
  /** The body is no YAML: in the parser's words. */
  readonly error?: string;
  /** Keys that are there twice, as strict reading reports them. */
  readonly duplicates: readonly string[];
}

/** Tags that make of a value what Go's reader does not: it takes dates, sets and ordered maps as what they are written as. */
const FOREIGN_TAGS: ReadonlySet<string> = new Set(
  ['timestamp', 'merge', 'set', 'omap', 'pairs'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** Only the first document counts; an empty one is `null`. Takes time linear in the body. */
export function yamlToJson(body: string): YamlBody {
  return (body.startsWith('{') ? fromJson(body) : undefined) ?? fromYaml(body);
}

/** JSON is YAML, and what kubectl sends: read some twenty times as fast. Undefined when it is none, or lost something. */
function fromJson(body: string): YamlBody | undefined {
  try {
    const { value, members, doubtful } = parseQuickJson(body);
    let count = 0;
    const json = JSON.stringify(value, (key, member: unknown) => {
      if (isPlainObject(member)) count += Object.keys(member).length;
      return inOrder(key, member);
    });
    return doubtful || count !== members ? undefined : { json, duplicates: [] };
  } catch {
    // no JSON, or deeper than the stack: the slow reader has the words for it
    return undefined;
  }
}

function fromYaml(body: string): YamlBody {
  const lines = new LineCounter();
  const document = parseDocument(body, {
    // YAML 1.1 as go-yaml reads it: `yes` is true
    version: '1.1',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !FOREIGN_TAGS.has(tag.tag)),
    merge: false,
    // it would compare each key with all others
    uniqueKeys: false,
    lineCounter: lines,
    logLevel: 'silent',
  });
  const [error] = document.errors.filter(({ code }) => code !== 'MULTIPLE_DOCS');
  if (error) return { json: '', error: goWords(error.code, error.linePos?.[0].line ?? 1), duplicates: [] };
  try {
    const { value, duplicates } = valueOfDocument(document, (offset) => lines.linePos(offset).line);
    return {
      json: JSON.stringify(value, inOrder) ?? 'null',
      duplicates: duplicates.length === 0 ? [] : [`yaml: unmarshal errors:\n${duplicates.join('\n')}`],
    };
  } catch (error) {
    if (error instanceof YamlError) return { json: '', error: error.message, duplicates: [] };
    throw error;
  }
}

/** Go makes a map of it and writes that: by key. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The parsers differ; for what people get wrong most often, go-yaml's words and its way of counting lines. */
function goWords(code: string, line: number): string {
  if (code === 'RESOURCE_EXHAUSTION') return `yaml: exceeded max depth of ${String(GO_DEPTH)}`;
  if (code === 'BAD_INDENT') {
    return line === 1
      ? 'yaml: line 1: did not find expected node content'
      : `yaml: line ${String(line - 1)}: did not find expected key`;
  }
  const where = line > 1 ? `line ${String(line)}: ` : '';
  return `yaml: ${where}${WORDS[code] ?? 'did not find expected node content'}`;
}

/** What go-yaml says of depth; here less is refused. */
const GO_DEPTH = 10_000;

const WORDS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  TAB_AS_INDENT: 'found character that cannot start any token',
  MISSING_CHAR: 'found unexpected end of stream',
};
