import { parseDocument, type Document } from 'yaml';

/** A YAML body as JSON, as sigs.k8s.io/yaml converts it. */
export interface YamlBody {
  readonly json: string;
  /** The body is no YAML: in the parser's words. */
  readonly error?: string;
  /** Keys that are there twice, as strict reading reports them. */
  readonly duplicates: readonly string[];
}

/** Only the first document counts; an empty one is `null`. */
export function yamlToJson(body: string): YamlBody {
  const document = parseDocument(body, {
    // YAML 1.1 as go-yaml reads it: `yes` is true; but a date is only text
    version: '1.1',
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:timestamp'),
    merge: true,
    prettyErrors: true,
    logLevel: 'silent',
  });
  const [error] = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY' && code !== 'MULTIPLE_DOCS');
  if (error) return { json: '', error: goWords(error.code, error.linePos?.[0].line ?? 1), duplicates: [] };
  const duplicates = document.errors.flatMap(({ code, linePos, pos }) =>
    code === 'DUPLICATE_KEY'
      ? [`  line ${String(linePos?.[0].line ?? 0)}: key ${keyAt(body, pos[0])} already set in map`]
      : [],
  );
  return {
    ...jsonOf(document),
    duplicates: duplicates.length === 0 ? [] : [`yaml: unmarshal errors:\n${duplicates.join('\n')}`],
  };
}

function jsonOf(document: Document): Pick<YamlBody, 'json' | 'error'> {
  try {
    // a document that expands itself without end is refused by the parser's own limit on aliases
    return { json: JSON.stringify(document.toJS({ maxAliasCount: 1000 }), inOrder) ?? 'null' };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const anchor = /: ([^\s:]+)$/.exec(error.message)?.[1];
    const words =
      anchor === undefined ? 'document contains excessive aliasing' : `unknown anchor '${anchor}' referenced`;
    return { json: '', error: `yaml: ${words}` };
  }
}

/** Go makes a map of it and writes that: by key. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function keyAt(body: string, start: number): string {
  const key = /^(?:"([^"]*)"|'([^']*)'|([^:\s]+))/.exec(body.slice(start, start + 300));
  return JSON.stringify(key?.[1] ?? key?.[2] ?? key?.[3] ?? '');
}

/** The parsers differ; for what people get wrong most often, go-yaml's words and its way of counting lines. */
function goWords(code: string, line: number): string {
  if (code === 'BAD_INDENT') {
    return line === 1
      ? 'yaml: line 1: did not find expected node content'
      : `yaml: line ${String(line - 1)}: did not find expected key`;
  }
  const where = line > 1 ? `line ${String(line)}: ` : '';
  return `yaml: ${where}${WORDS[code] ?? 'did not find expected node content'}`;
}

const WORDS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  TAB_AS_INDENT: 'found character that cannot start any token',
  MISSING_CHAR: 'found unexpected end of stream',
};
