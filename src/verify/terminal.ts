import { type Style, paint, sign, wrap } from '../workshop/style.ts';
import type { Finding } from '../workshop/finding.ts';
import type { BundleFinding } from './bundle/finding.ts';

/** How the findings look; `wide`: as much about what holds as about what does not. */
export interface ReportStyle extends Style {
  readonly wide?: boolean;
}

/**
 * The findings as a compact list: one line for what holds, three for what does not. Control characters in them (a
 * bundle may come from anywhere) are not let through to the terminal.
 */
export function findingLines(
  findings: readonly (BundleFinding | Finding)[],
  style: ReportStyle,
): readonly string[] {
  return findings.flatMap((finding) => {
    const [title, expected, seen] = [safe(finding.title), safe(finding.expected), safe(finding.seen)];
    if (finding.ok && !style.wide)
      return wrap(`${title}: ${seen}`, style.width, `${mark(true, style)} `, '    ');
    return [
      `${mark(finding.ok, style)} ${paint(title, 'strong', style)}`,
      ...wrap(expected, style.width, '    expected: ', '              '),
      ...wrap(seen, style.width, '    seen:     ', '              '),
      ...(style.wide ? [`    id:       ${safe(finding.id)}`, ...sourceLine(finding)] : []),
    ];
  });
}

/** A bundle's own findings have no other source than the bundle. */
function sourceLine(finding: BundleFinding | Finding): string[] {
  return 'source' in finding ? [`    source:   ${safe(finding.source)}`] : [];
}

/** ✔ or ✘, as this terminal can show it. */
export function mark(ok: boolean, style: Style): string {
  const name = ok ? 'good' : 'bad';
  return paint(sign(name, style), name, style);
}

/**
 * What to play again so that the failed checks can pass, as lines to paste. Step 4 removes the pods of the later steps,
 * so those are played after it.
 */
export function nextCommands(findings: readonly BundleFinding[]): readonly string[] {
  const steps = new Set(findings.filter((finding) => !finding.ok).map(({ id }) => stepFor(id)));
  const alone = [...steps].filter((step) => step < 4 || !steps.has(4)).toSorted((a, b) => a - b);
  return [
    ...alone.map((step) => `kubectl minisched workshop step ${step}`),
    ...(steps.has(4) ? ['kubectl minisched workshop run --from 4'] : []),
  ];
}

/** Text that may come from a stranger, for a terminal. */
export function safe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}

function stepFor(id: string): number {
  if (id.startsWith('cluster-')) return 1;
  if (id.startsWith('orphan-') || id === 'step-5-played') return 5;
  if (id.startsWith('blocked-') || id === 'step-6-played' || id === 'no-taint-left') return 6;
  return 4;
}
