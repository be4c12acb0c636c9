/** The numbers of the first version in a text: `v1.37.2-rc.1` and `go1.26 linux` have some; undefined where there is none. */
export function versionIn(text: string): readonly [number, number, number] | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

/** Whether the first version in `text` is older than the one in `than`; false where either has none. */
export function isOlder(text: string, than: string): boolean {
  const [one, other] = [versionIn(text), versionIn(than)];
  if (!one || !other) return false;
  const at = one.findIndex((number, index) => number !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}
