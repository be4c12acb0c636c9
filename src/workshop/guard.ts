import { UserError } from '../lib/errors.ts';
import type { Step } from './content.ts';
import { splitWords } from './words.ts';
import type { Workshop } from './workshop.ts';

/** kubectl's verbs that change nothing, or only add a pod of ours; `minisched` explains and simulates. */
const HARMLESS = [
  'get',
  'describe',
  'explain',
  'events',
  'logs',
  'version',
  'cluster-info',
  'api-resources',
  'wait',
  'run',
  'create',
  'apply',
  'minisched',
];

/**
 * A step that taints or deletes is played only on a cluster that this program made, or one that the person named and confirmed.
 * Throws a UserError that says how to confirm.
 */
export function guard(step: Step, workshop: Workshop): void {
  if (needsConfirmation(step, workshop)) throw notAllowed(`step ${step.number}`, workshop);
}

/** Whether the person has to be asked before this step is played here. */
export function needsConfirmation(step: Step, workshop: Workshop): boolean {
  return !mayChange(workshop) && changesThings(step);
}

/** The same for putting everything back. */
export function guardReset(workshop: Workshop): void {
  if (!mayChange(workshop)) throw notAllowed('reset', workshop);
}

/** The whole cluster goes only where this program made it: nobody can confirm that by a habit of typing --yes. */
export function guardDeletion({ cluster }: Workshop): void {
  const { owned, name, kind } = cluster.provider;
  if (owned) return;
  throw new UserError(`the cluster ${name} was not made by this program, so it is not deleted`, {
    next:
      kind === 'kind'
        ? `kind delete cluster --name ${name}; or, to remove only what the workshop left on it: workshop reset --yes`
        : 'delete it with the tool that made it; or leave out --cluster to remove only what the workshop left on it',
  });
}

/** Whether anything may be deleted or tainted here at all. */
export function mayChange({ cluster, settings }: Workshop): boolean {
  return cluster.provider.owned || settings.confirmed;
}

function changesThings(step: Step): boolean {
  return step.removes.length > 0 || step.play.some((item) => 'run' in item && !isHarmless(item.run));
}

function isHarmless(line: string): boolean {
  const verb = splitWords(line)[1];
  return verb !== undefined && HARMLESS.includes(verb);
}

function notAllowed(what: string, { cluster }: Workshop): UserError {
  const { context } = cluster.provider;
  return new UserError(
    `${what} deletes or taints things, and the cluster of context ${context} was not made by this program`,
    {
      next: `add --yes if it may do so there: only pods with the workshop's label, and taints, labels and resources of its own on nodes are touched`,
    },
  );
}
