import { safeEncoded } from './template-hash.ts';

/**
 * The hash of what a revision keeps (`HashControllerRevision`, pkg/controller/history/controller_history.go): FNV-1 of 32 bits over the JSON
 * that Go makes of it, and over the number of collisions. The letters are those of a real cluster.
 */
export function revisionHash(data: unknown, collisionCount = 0): string {
  const text = goJson(data) + String(collisionCount);
  let hash = 0x81_1c_9d_c5;
  for (const byte of Buffer.from(text)) hash = (Math.imul(hash, 0x01_00_01_93) ^ byte) >>> 0;
  return safeEncoded(String(hash));
}

/** As Go's `json.Marshal` writes a map: keys sorted, and without the letters that HTML could take for its own. */
function goJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
  return text.replaceAll(
    /[<>&\u2028\u2029]/g,
    (letter) => String.raw`\u` + letter.charCodeAt(0).toString(16).padStart(4, '0'),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
