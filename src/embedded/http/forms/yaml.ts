import { foldedText, isPlain, literalText } from './yaml-scalar.ts';

/** As sigs.k8s.io/yaml writes it: by key, lists no deeper than their key, long text folded. */
export function yamlOf(object: object): string {
  return Array.from(linesOf(plain(object), 0), (line) => `${line}\n`).join('');
}

/** As JSON has it: without what is undefined. */
function plain(object: object): unknown {
  return JSON.parse(JSON.stringify(object));
}

function* linesOf(value: unknown, indent: number): Iterable<string> {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value) && value.length > 0) {
    for (const item of value) yield* itemLines(item, indent);
  } else if (isFilled(value)) {
    for (const [key, member] of Object.entries(value).toSorted(byKey)) {
      yield* memberLines(`${pad}${keyText(key)}:`, member, indent);
    }
  } else yield `${pad}${scalarText(value, indent, indent)}`;
}

function* memberLines(head: string, member: unknown, indent: number): Iterable<string> {
  if (Array.isArray(member) && member.length > 0) {
    yield head;
    yield* linesOf(member, indent);
  } else if (isFilled(member)) {
    yield head;
    yield* linesOf(member, indent + 2);
  } else yield `${head} ${scalarText(member, indent + 2, head.length + 1)}`;
}

/** The first line of what an item holds stands behind its dash. */
function* itemLines(item: unknown, indent: number): Iterable<string> {
  const dash = `${' '.repeat(indent)}- `;
  if (!isFilled(item) && !(Array.isArray(item) && item.length > 0)) {
    yield `${dash}${scalarText(item, indent + 2, indent + 2)}`;
    return;
  }
  let isFirst = true;
  for (const line of linesOf(item, indent + 2)) {
    yield isFirst ? `${dash}${line.slice(dash.length)}` : line;
    isFirst = false;
  }
}

function isFilled(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}

function keyText(key: string): string {
  return foldedText(key, 0, 0, Infinity);
}

function scalarText(value: unknown, indent: number, column: number): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (value.includes('\n')) return literalText(value, indent);
  return isPlain(value) || value !== '' ? foldedText(value, indent, column) : '""';
}

/** Go's order of keys (go-yaml sorter.go): letters behind other characters, numbers by their value. */
function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  const [left, right] = [a.match(PARTS) ?? [], b.match(PARTS) ?? []];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const [x = '', y = ''] = [left[i], right[i]];
    if (x === y) continue;
    if (/^\d/.test(x) && /^\d/.test(y)) return Number(x) - Number(y) || x.length - y.length;
    const [isLetterX, isLetterY] = [/^\p{L}/u.test(x), /^\p{L}/u.test(y)];
    if (isLetterX !== isLetterY) return isLetterX ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

const PARTS = /\d+|[^\d]/gu;
