import type { WriteContext } from '../api/caller.ts';
import { badRequest, notFound, StatusError } from '../api/status.ts';
import { draftOf, typed, type StoredObject } from '../api/stored-object.ts';
import type { DeleteOptions, Eviction, Pod, PodDisruptionBudget } from '../data/types.ts';
import type { Entry } from '../api/entry.ts';
import type { Target, Written } from '../api/verbs.ts';
import { deleteEntry } from './delete.ts';
import { budgetsOf, takeDisruption } from './disruption-budget.ts';
import { checkDeletePreconditions } from './graceful-deletion.ts';
import { keyOfTarget } from './keys.ts';
import { ensureNamespace, wipeSystemFields } from './object-meta.ts';
import type { VerbsParts } from './parts.ts';
import { setPodCondition } from './pod-conditions.ts';
import { canonical } from './save.ts';
import { statusAnswer } from './status-answer.ts';

const TOO_MANY_BUDGETS =
  'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';

/**
 * Deletes a pod if its disruption budget allows that (`EvictionREST`, pkg/registry/core/pod/storage/eviction.go). Throws `StatusError`: 429 when
 * the budget does not.
 */
export function evictPod(
  parts: VerbsParts,
  target: Target,
  object: StoredObject,
  context: WriteContext,
): Written {
  const eviction = typed<Eviction>(object);
  wipeSystemFields(eviction.metadata);
  ensureNamespace(eviction.metadata, target);
  const request = { operation: 'CREATE', target, draft: eviction, context } as const;
  parts.admission.mutate(request);
  if (target.name !== eviction.metadata.name) {
    throw badRequest('name in URL does not match name in Eviction object');
  }
  const options = eviction.deleteOptions ?? {};
  const dryRun = context.dryRun || (options.dryRun ?? []).length > 0;
  parts.admission.validate(request);
  const entry = parts.store.get(target.resource.storage, keyOfTarget(target));
  if (!entry) throw notFound(target.resource, target.name ?? '');
  const pod = typed<Pod>(entry.object);
  if (!isPastGuarding(pod)) askBudget(parts, pod, dryRun);
  evict(parts, target, entry, options, dryRun);
  return statusAnswer();
}

/** Pods that do not count for any budget: over, not begun, or going already (`canIgnorePDB`). */
function isPastGuarding({ metadata, status }: Pod): boolean {
  return (
    metadata.deletionTimestamp !== undefined ||
    ['Succeeded', 'Failed', 'Pending'].includes(status?.phase ?? '')
  );
}

function askBudget(parts: VerbsParts, pod: Pod, dryRun: boolean): void {
  const budgets = budgetsOf(parts, pod);
  const [budget] = budgets;
  if (!budget) return;
  if (budgets.length > 1) throw new StatusError(500, '', TOO_MANY_BUDGETS);
  // a pod that is not ready anyway takes nothing from a budget that is kept, or that does not mind
  if (!isReady(pod) && (doesNotMind(budget) || isKept(budget))) return;
  takeDisruption(parts, budget, pod.metadata.name ?? '', dryRun);
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

function doesNotMind({ spec }: PodDisruptionBudget): boolean {
  return spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow';
}

function isKept({ status }: PodDisruptionBudget): boolean {
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

/** `addConditionAndDeletePod`: the pod says why it goes, then it goes. */
function evict(
  parts: VerbsParts,
  target: Target,
  entry: Entry,
  options: DeleteOptions,
  dryRun: boolean,
): void {
  checkDeletePreconditions(target.resource, entry.object, options);
  const marked = dryRun ? entry : withCondition(parts, target, entry);
  // the version was checked before the condition changed it
  const { resourceVersion: _, ...preconditions } = options.preconditions ?? {};
  deleteEntry(parts, target, marked, { ...options, preconditions }, { dryRun, admit: () => undefined });
}

function withCondition({ store, clock }: VerbsParts, { resource }: Target, entry: Entry): Entry {
  const pod = draftOf(typed<Pod>(entry.object));
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  setPodCondition(pod, condition, clock.now());
  return store.replace(resource.storage, entry.key, canonical(pod), entry.revision) ?? entry;
}
