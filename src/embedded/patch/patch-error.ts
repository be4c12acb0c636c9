/** A strategic merge patch that cannot be applied, in the words of apimachinery/pkg/util/strategicpatch. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
  /** 500 where the server does not know the error as the client's fault. */
  readonly code: 400 | 422 | 500;

  constructor(message: string, code: 400 | 422 | 500 = 500) {
    super(message);
    this.code = code;
  }
}

/** `mergepatch.ErrBadPatchFormatFor…` */
export function badFormat(what: 'primitive list' | 'retainKeys' | 'setElementOrder list'): PatchError {
  return new PatchError(`invalid patch format of ${what}`, 400);
}

/** `mergepatch.ErrBadArgType` */
export function badType(expected: 'map[string]interface {}' | '[]interface {}', actual: unknown): PatchError {
  return new PatchError(`expected a ${expected}, but received a ${goTypeOf(actual)}`);
}

/** `mergepatch.ErrNoMergeKey` */
export function noMergeKey(item: unknown, key: string): PatchError {
  return new PatchError(`map: ${goValue(item)} does not contain declared merge key: ${key}`);
}

/** `reflect.TypeOf` of decoded JSON. */
export function goTypeOf(value: unknown): string {
  if (value === null || value === undefined) return '%!s(<nil>)';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

/** `%v` of decoded JSON: `map[a:1 b:[x y]]`. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `map[${members.map(([key, member]) => `${key}:${goValue(member)}`).join(' ')}]`;
}
