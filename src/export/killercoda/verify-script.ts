import type { Step } from '../../workshop/content.ts';
import { milliseconds } from '../../workshop/duration.ts';
import { namesOf } from '../../workshop/checks/check.ts';
import { askedChecks, CONTEXT, playedItems } from '../played.ts';
import { checkIn } from '../checks.ts';
import { SITUATION } from './situation.ts';

/**
 * The script behind the button "Check": exit code 0 when what the step brings about is true. It asks the step's own checks but those of what the
 * scheduler said (it says that in a tab, to the person), and what would pass too easily without them: that the scheduler runs in the mode that the
 * step is about, and that a pod that was to hang has hung. Undefined for a step that leaves nothing to check.
 */
export function verifyScript(step: Step): string | undefined {
  if (verifiedTitles(step).length === 0) return undefined;
  const { number, title } = step;
  return `${[
    '#!/bin/bash',
    `# Step ${number}, ${title.replaceAll(/\s+/g, ' ')}: exit code 0 when what it brings about is true.`,
    'export HOME="${HOME:-/root}" PATH="$PATH:/usr/local/bin"',
    `kubectl minisched workshop check ${number} --provider embedded || exit 1`,
    ...modeLines(step),
    ...hungLines(step),
    'exit 0',
  ].join('\n')}\n`;
}

/** The checks that it asks, in words. */
export function verifiedTitles(step: Step): readonly string[] {
  return askedChecks(step, SITUATION)
    .filter((check) => !('told' in check))
    .map(({ title }) => title);
}

/** A pod that nobody places looks the same whether a scheduler watches it or none does. */
function modeLines(step: Step): readonly string[] {
  const last = playedItems(step, SITUATION).findLast(
    (item) => 'scheduler' in item && item.scheduler === 'start',
  );
  const mode = last && 'scheduler' in last ? last.mode : undefined;
  if (mode === undefined || mode === 'bind') return [];
  return [
    `if ! kubectl minisched workshop status --provider embedded -o json | grep -q '"mode": "${mode}"'; then`,
    `  echo 'in Tab 2 no scheduler runs in mode ${mode}'`,
    '  exit 1',
    'fi',
  ];
}

/** In the end it runs, as any other pod: that it had to wait is in its times. Half of the time will do, and five seconds for the hurried. */
function hungLines(step: Step): readonly string[] {
  const holds = playedItems(step, SITUATION).flatMap((item) => {
    const check = 'hold' in item ? checkIn(step, item.while) : undefined;
    return 'hold' in item && check && 'pod' in check && check.pod.node === 'none'
      ? [{ pods: namesOf(check.pod.name), seconds: Math.min(5, Math.floor(milliseconds(item.hold) / 2000)) }]
      : [];
  });
  return holds.flatMap(({ pods, seconds }) => [
    `for pod in ${pods.join(' ')}; do`,
    `  created=$(kubectl --context ${CONTEXT} get pod "$pod" -o jsonpath='{.metadata.creationTimestamp}')`,
    `  placed=$(kubectl --context ${CONTEXT} get pod "$pod" -o jsonpath='{.status.conditions[?(@.type=="PodScheduled")].lastTransitionTime}')`,
    '  waited=$(($(date -d "$placed" +%s) - $(date -d "$created" +%s)))',
    `  if [ "$waited" -lt ${seconds} ]; then`,
    `    echo "$pod waited $waited seconds for its scheduler, and not ${seconds}: delete it, and play the step again"`,
    '    exit 1',
    '  fi',
    'done',
  ]);
}
