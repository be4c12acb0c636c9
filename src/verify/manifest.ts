import { createHash } from 'node:crypto';

/** The list of hashes; it does not list itself. */
export const MANIFEST = 'MANIFEST.sha256';

/** As 64 hexadecimal digits, in lower case. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** `MANIFEST.sha256` as `sha256sum -c` reads it, in the order of the names. Paths use `/`. */
export function manifestText(files: ReadonlyMap<string, Uint8Array>): string {
  return [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`)
    .join('');
}

/** Path → hash; undefined when the text is not exactly what {@link manifestText} writes. */
export function parseManifest(text: string): ReadonlyMap<string, string> | undefined {
  const hashes = new Map<string, string>();
  for (const line of text.split(/(?<=\n)/)) {
    const [, hash, path] = /^([0-9a-f]{64}) {2}([^\n\\]+)\n$/.exec(line) ?? [];
    if (hash === undefined || path === undefined || hashes.has(path)) return undefined;
    hashes.set(path, hash);
  }
  return hashes;
}
