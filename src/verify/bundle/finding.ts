import type { Finding } from '../../workshop/finding.ts';

/** One outcome of checking a bundle: its source is always the bundle itself. */
export type BundleFinding = Omit<Finding, 'source'>;

/** A finding whose `seen` lists what is wrong, or says that nothing is. */
export function bundleFinding(
  id: string,
  title: string,
  expected: string,
  wrong: readonly string[],
): BundleFinding {
  return { id, title, ok: wrong.length === 0, expected, seen: wrong.length === 0 ? expected : few(wrong) };
}

/** Nobody reads a hundred of them. */
function few(wrong: readonly string[]): string {
  const shown = wrong.slice(0, 5).join('; ');
  return wrong.length > 5 ? `${shown}; and ${wrong.length - 5} more` : shown;
}
