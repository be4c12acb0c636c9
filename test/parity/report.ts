import type { Comparison } from './compare.ts';
import type { Known } from './differences.ts';
import { BEYOND } from './known.ts';
import type { Recording } from './recordings.ts';

/** The share of one area's answers that are identical, as a line says it: `117 of 119 identical (98.3 %)`. */
export function shareOf(comparisons: readonly Comparison[]): string {
  const same = comparisons.filter(isIdentical).length;
  // rounded down: what is not all does not read as all
  const percent = comparisons.length === 0 ? 100 : Math.floor((1000 * same) / comparisons.length) / 10;
  return `${String(same)} of ${String(comparisons.length)} identical (${percent.toFixed(1)} %)`;
}

/** The page that says how much is identical and why the rest is not (`test/parity/README.md`); `recordings` by area. */
export function reportPage(
  comparisons: readonly Comparison[],
  recordings: ReadonlyMap<string, Recording>,
  known: readonly Known[],
): string {
  const [first] = recordings.values();
  const areas = [...recordings].map(([area, { recorded }]) => {
    const of = comparisons.filter(({ id }) => id.startsWith(`${area}/`));
    return `| ${area} | ${shareOf(of)} | ${recorded} |`;
  });
  return `# Parity: the embedded API server beside kube-apiserver

Made by \`npm run parity -- --write\`; \`npm test\` fails when the figures are no longer true, when an answer differs that is not listed here,
and when an answer is listed that does not differ. An answer is a response's status, headers and body, a watch's events in their order, or a
kubectl command's output and exit code, after uids, times, versions, ports and random names were made equal (\`test/parity/normalise.ts\`).
The answers of kube-apiserver ${first?.kubernetes ?? ''} were recorded by \`node scripts/record-parity.ts\`; with KUBEBUILDER_ASSETS set, \`npm test\`
runs the same requests on the real one too, and \`npm run parity -- --live\` compares the two side by side.

| area | answers | recorded |
| ---- | ------- | -------- |
${areas.join('\n')}
| **all** | **${shareOf(comparisons)}** | |

## What differs, and why it stays

${known.map((entry) => `- ${entry.reason} (${countOf(comparisons, entry)})`).join('\n') || '- Nothing.'}

## What no request here shows

${BEYOND.map((line) => `- ${line}`).join('\n')}
`;
}

function countOf(comparisons: readonly Comparison[], { request }: Known): string {
  const count = comparisons.filter((one) => !isIdentical(one) && request.test(one.id)).length;
  return count === 1 ? '1 answer' : `${String(count)} answers`;
}

function isIdentical({ lines, ordered }: Comparison): boolean {
  return lines.length === 0 && ordered;
}
