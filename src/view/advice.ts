import type { FilterVerdict } from '../scheduler/explain.ts';
import type { VerdictRow } from './verdicts.ts';

/** Advice for more nodes than these repeats itself. */
const MOST = 3;

/**
 * What would have to change for a pod to fit that fits nowhere: for the nearest nodes, those with the fewest objections, a sentence
 * for each objection, with the command where there is one. Empty when it fits somewhere.
 */
export function advice(rows: readonly VerdictRow[]): readonly string[] {
  if (rows.some(({ fits }) => fits)) return [];
  const counted = rows.map((row) => ({ row, objections: row.filters.filter(({ reasons }) => reasons) }));
  const fewest = counted.reduce((least, { objections }) => Math.min(least, objections.length), Infinity);
  return counted
    .filter(({ objections }) => objections.length === fewest)
    .slice(0, MOST)
    .map(({ row, objections }) => objections.map((said) => change(row.node, said)).join(', and '));
}

function change(node: string, { plugin, reasons, detail }: FilterVerdict): string {
  switch (plugin) {
    case 'TaintToleration': {
      const taint = detail?.replace(/^taint /, '') ?? '';
      return `tolerate ${taint}, or: kubectl taint node ${node} ${taint}-`;
    }
    case 'NodeUnschedulable':
      return `kubectl uncordon ${node}`;
    case 'NodeReady':
      return `${node} must become ready: ${detail ?? 'it is not'}`;
    case 'NodeName':
      return `the pod must not ask for another node than ${node}`;
    default:
      return `${node}: ${plugin} must not say "${(reasons ?? []).join(', ')}"${detail ? ` (${detail})` : ''}`;
  }
}
