import { UserError } from '../lib/errors.ts';

const SHOWN = 8;

/** `1 of 4 nodes is stopped: sched-workshop-worker`. Undefined for none; of many only the first are named. */
export function counted(names: readonly string[], all: number, what: string): string | undefined {
  if (names.length === 0) return undefined;
  const verb = names.length === 1 ? 'is' : 'are';
  return `${String(names.length)} of ${String(all)} nodes ${verb} ${what}: ${listed(names)}`;
}

/** A node was named that the cluster does not have. */
export function noSuchNode(cluster: string, node: string, names: readonly string[]): UserError {
  return new UserError(`the cluster ${cluster} has no node ${node}`, {
    next: names.length > 0 ? `its nodes are ${listed(names)}` : 'create it first',
  });
}

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}
