import type { Evidence } from '../evidence.ts';
import { plain, table } from '../markdown.ts';
import { type TrialFact, trialsText } from '../trials.ts';

/** What the person's own scheduler can do; empty where nothing was tried. */
export function trialsSection({ trials }: Evidence): string {
  if (!trials) return '';
  const rows = trials.results.map((result) => [String(result.step), plain(result.title), outcome(result)]);
  return [
    `## What my scheduler can do: ${trialsText(trials)}`,
    `\`${trials.program}\`, tried on ${plain(trials.where)}. This is no part of the verdict.`,
    table(['step', 'it …', 'seen'], rows),
  ].join('\n\n');
}

function outcome({ ok, found, mistake }: TrialFact): string {
  if (ok === undefined) return `? ${plain(found)}`;
  if (ok) return `✔ ${plain(found)}`;
  return `✘ not yet: ${plain(found)}${mistake === undefined ? '' : ` (usual mistake: ${plain(mistake)})`}`;
}
