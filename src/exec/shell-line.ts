/**
 * argv as a line one can paste into a POSIX shell. What needs it is put in single quotes; of `--flag=value` only the
 * value, as people type it.
 */
export function shellLine(argv: readonly string[]): string {
  return argv.map(quoted).join(' ');
}

function quoted(word: string): string {
  if (/^[\w@%+:,./=-]+$/.test(word)) return word;
  const [, flag = '', value = word] = /^(--[\w-]+=)(.+)$/s.exec(word) ?? [];
  return `${flag}'${value.replaceAll("'", String.raw`'\''`)}'`;
}
