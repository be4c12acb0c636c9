import { isCollection, isMap, isNode, isScalar } from 'yaml';
import type { Document, LineCounter } from 'yaml';

/**
 * The line (from 1) on which the value at `path` stands in a YAML document: that of its key where it has one, and where the path
 * leads to nothing (a key is missing) that of the nearest thing around it.
 */
export function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    offset = keyOffset(node, part) ?? offset;
    node = isCollection(node) ? node.get(part, true) : undefined;
    if (!isMap(node)) continue;
    offset = startOf(node) ?? offset;
  }
  return lines.linePos(offset).line;
}

function keyOffset(node: unknown, part: PropertyKey): number | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
    return startOf(pair?.key);
  }
  return isCollection(node) ? startOf(node.get(part, true)) : undefined;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
