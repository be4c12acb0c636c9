import { type FilterVerdict, objectionsOf } from '../scheduler/explain.ts';
import type { VerdictRow } from './verdicts.ts';

/** Advice for more nodes than these repeats itself. */
const MOST = 3;

/**
 * What would have to change for a pod to fit that fits nowhere: for the nearest nodes, those with the fewest objections, a sentence
 * for each objection, with the command where there is one. Empty when it fits somewhere.
 */
export function advice(rows: readonly VerdictRow[]): readonly string[] {
  if (rows.some(({ fits }) => fits)) return [];
  const counted = rows.map((row) => ({ row, objections: objectionsOf(row.filters) }));
  const fewest = counted.reduce((least, { objections }) => Math.min(least, objections.length), Infinity);
  return counted
    .filter(({ objections }) => objections.length === fewest)
    .toSorted((a, b) => Number(isForRole(a.objections)) - Number(isForRole(b.objections)))
    .slice(0, MOST)
    .map(({ row, objections }) => objections.map((said) => change(row.node, said)).join(', and '));
}

/** The control plane keeps its taint for a reason: it is named last. */
function isForRole(objections: readonly FilterVerdict[]): boolean {
  return objections.some(({ detail }) => detail?.includes('node-role.kubernetes.io/'));
}

function change(node: string, { plugin, reasons, detail, wayOut }: FilterVerdict): string {
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
      if (wayOut !== undefined) return `it fits on ${node} if ${wayOut}`;
      return `${node}: ${plugin} must not say "${(reasons ?? []).join(', ')}"${detail ? ` (${detail})` : ''}`;
  }
}
