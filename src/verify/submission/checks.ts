import type { Evidence } from '../evidence.ts';
import { plain, table } from '../markdown.ts';

/** Every check with what was expected and what was seen. */
export function checksSection({ findings }: Evidence): string {
  const rows = findings.map((finding) => [
    finding.ok ? '✔' : '✘',
    `\`${finding.id}\``,
    plain(finding.title),
    plain(finding.expected),
    plain(finding.seen),
    finding.source,
  ]);
  return `## Checks\n\nSource: \`cluster\` = looked up when this page was written, \`journal\` = recorded while the workshop was played.\n\n${table(['', 'check', 'what', 'expected', 'seen', 'source'], rows)}`;
}
