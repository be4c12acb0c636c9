/**
 * What a `.gitignore` leaves out, as far as small projects use it: names, `*` and `?`, `**`, a leading or inner `/` (from the top), a
 * trailing `/` (folders). Lines with `!` and `[` are not understood, and leave nothing out. Paths are below the folder, with `/`; a
 * folder's ends with one.
 */
export function gitIgnores(text: string): (path: string) => boolean {
  const forms = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^#|^!|\[/.test(line))
    .map(formOf);
  return (path) => forms.some((form) => form.test(path));
}

function formOf(pattern: string): RegExp {
  const isFolder = pattern.endsWith('/');
  const body = pattern.replace(/\/$/, '').replace(/^\//, '');
  const isFromTop = pattern.replace(/\/$/, '').includes('/');
  const escaped = body
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('**/', '\u0001')
    .replaceAll('**', '\u0002')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\u0001', '(?:.*/)?')
    .replaceAll('\u0002', '.*');
  return new RegExp(`${isFromTop ? '^' : '(?:^|/)'}${escaped}${isFolder ? '/$' : '/?$'}`);
}
