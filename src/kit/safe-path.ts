/** Where parts of a kit lie: the program, and images. */
const ROOTS = ['program', 'images'];

/**
 * Whether a path in a kit stays in the folder that it is unpacked into, on every system: relative, with `/` between plain names, below
 * `program/` or `images/`. Nothing is mended; what is odd is refused.
 */
export function isSafePath(path: string): boolean {
  const names = path.split('/');
  return names.length > 1 && ROOTS.includes(names[0] ?? '') && names.every(isPlainName);
}

/** No `..`, no drive or stream (`:`), no backslash, no control character, nothing that a terminal or Windows reads in another way. */
function isPlainName(name: string): boolean {
  return name !== '' && !/^\.{1,2}$/.test(name) && !/[\\:*?"<>|]|\p{Cc}|[. ]$/u.test(name);
}
