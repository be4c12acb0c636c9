import { SAFE_LETTERS } from '../../api/generated-names.ts';

/**
 * The hash of a pod template as Kubernetes shows it in names: FNV-1a of 32 bits, its decimal digits in safe letters (`rand.SafeEncodeString`). Kubernetes hashes Go's
 * dump of the struct, which nothing but Go can make: ours hashes the JSON with its keys sorted, so the letters differ from those of a real
 * cluster while their look and their meaning (same template, same hash) do not.
 */
export function templateHash(template: unknown, collisionCount?: number): string {
  const text = stableText(template) + (collisionCount === undefined ? '' : String(collisionCount));
  let hash = 0x81_1c_9d_c5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01_00_01_93) >>> 0;
  return safeEncoded(String(hash));
}

/** `rand.SafeEncodeString` (apimachinery/pkg/util/rand): each character becomes a safe letter. */
export function safeEncoded(text: string): string {
  return Array.from(text, (letter) => SAFE_LETTERS[(letter.codePointAt(0) ?? 0) % SAFE_LETTERS.length]).join(
    '',
  );
}

/** JSON with sorted keys and without what is empty: equal for objects that Kubernetes calls semantically equal. */
export function stableText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (!isRecord(inner)) return inner;
    const kept = Object.entries(inner).filter(([, field]) => !isEmpty(field));
    return Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** `EqualIgnoreHash` and its like: whether two stored values mean the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || stableText(a) === stableText(b);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}
