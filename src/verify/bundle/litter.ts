/** What file managers and archivers of some systems leave beside files. It is no part of a bundle, whoever handed it in. */
const LITTER = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** Whether a path inside a bundle is such a leftover: `.DS_Store`, `._evidence.json`, `__MACOSX/…`. */
export function isLitter(path: string): boolean {
  const names = path.split('/');
  const last = names.at(-1) ?? '';
  return LITTER.has(last) || last.startsWith('._') || names.includes('__MACOSX');
}
