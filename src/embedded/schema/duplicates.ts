import { goQuote } from '../api/go-quote.ts';
import { isPlainObject, Items, Members, type JsonNode } from './json-tree.ts';
import type { QuickJson } from './quick-json.ts';
import { parseStrictJson } from './strict-json.ts';

/** More are not told. */
const MAX_TOLD = 100;

/**
 * Keys that stand twice in an object of a JSON text that has no type, e.g. a patch: `duplicate field "data.a"` (sigs.k8s.io/json
 * `UnmarshalStrict`). `quick` is what JSON.parse made of the text.
 */
export function duplicateFields(text: string, quick: Pick<QuickJson, 'value' | 'members'>): string[] {
  if (memberCount(quick.value) === quick.members) return [];
  const found = new Set<string>();
  const pending: Place[] = [{ node: parseStrictJson(text), path: '', isSecond: false }];
  for (let next = pending.pop(); next && found.size < MAX_TOLD; next = pending.pop()) {
    if (next.isSecond) found.add(next.path);
    // in the order of the text
    pending.push(...insideOf(next).toReversed());
  }
  return [...found].map((path) => `duplicate field ${goQuote(path)}`);
}

interface Place {
  readonly node: JsonNode;
  readonly path: string;
  /** Its key stood there before. */
  readonly isSecond: boolean;
}

function insideOf({ node, path }: Place): Place[] {
  if (node instanceof Items) {
    return node.nodes.map((item, index) => ({
      node: item,
      path: `${path}[${String(index)}]`,
      isSecond: false,
    }));
  }
  if (!(node instanceof Members)) return [];
  const seen = new Set<string>();
  return node.entries.map(([key, value]) => {
    const isSecond = seen.has(key);
    seen.add(key);
    return { node: value, path: within(path, key), isSecond };
  });
}

function within(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function memberCount(value: unknown): number {
  let count = 0;
  const pending = [value];
  while (pending.length > 0) {
    const node = pending.pop();
    if (Array.isArray(node)) for (const item of node) pending.push(item);
    if (!isPlainObject(node)) continue;
    const members = Object.values(node);
    count += members.length;
    for (const member of members) pending.push(member);
  }
  return count;
}
