import type { WriteContext } from '../api/caller.ts';
import { MASTERS } from '../api/caller.ts';
import { resource } from '../api/resource-info.ts';
import { forbidden, StatusError } from '../api/status.ts';
import { draftOf, typed } from '../api/stored-object.ts';
import type { Condition, Pod, PodDisruptionBudget } from '../data/types.ts';
import { selectorMatches } from '../../api/label-selector.ts';
import type { Target } from '../api/verbs.ts';
import { timeOf } from '../../api/times.ts';
import type { VerbsParts } from './parts.ts';
import { updateObject } from './update.ts';

const BUDGETS = resource('policy/v1', 'poddisruptionbudgets');
const CAUSE = 'DisruptionBudget';
/** More evictions that nobody confirmed are too many. */
const MAX_DISRUPTED = 2000;
const VIOLATED = "Cannot evict pod as it would violate the pod's disruption budget.";
/** Who changes budgets: the server itself. */
const SERVER: Pick<WriteContext, 'user' | 'manager'> = {
  user: { name: 'system:apiserver', groups: [MASTERS] },
  manager: 'kube-apiserver',
};

/** What a budget counts; what its JSON leaves out is 0. */
type Counts = Required<
  Pick<Status, 'currentHealthy' | 'desiredHealthy' | 'disruptionsAllowed' | 'expectedPods'>
> &
  Status;
type Status = NonNullable<PodDisruptionBudget['status']>;

const NOTHING = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };

/** The budgets that guard a pod. */
export function budgetsOf({ store }: VerbsParts, { metadata }: Pod): PodDisruptionBudget[] {
  return store
    .list(BUDGETS.storage, metadata.namespace)
    .map(({ object }) => typed<PodDisruptionBudget>(object))
    .filter(({ spec }) => selectorMatches(spec?.selector, metadata.labels));
}

/** Takes one disruption from a budget (`checkAndDecrement`, pkg/registry/core/pod/storage/eviction.go). Throws `StatusError` 429 or 403 when it has none. */
export function takeDisruption(
  parts: VerbsParts,
  budget: PodDisruptionBudget,
  podName: string,
  dryRun: boolean,
): void {
  const { name = '', namespace = '', generation = 0 } = budget.metadata;
  const status: Counts = { ...NOTHING, ...budget.status };
  if ((status.observedGeneration ?? 0) < generation) throw stillProcessed(name);
  checkAllowed(name, status);
  if (dryRun) return;
  const now = timeOf(parts.clock.now());
  const draft = draftOf(budget);
  draft.status = {
    ...status,
    disruptionsAllowed: status.disruptionsAllowed - 1,
    disruptedPods: { ...status.disruptedPods, [podName]: now },
    ...(status.disruptionsAllowed === 1 ? { conditions: conditionsWithout(status, generation, now) } : {}),
  };
  const target: Target = { resource: BUDGETS, namespace, name, subresource: 'status' };
  updateObject(parts, target, draft, { ...SERVER, dryRun: false, warnings: [] });
}

/** 429 for a budget whose numbers nobody can trust yet. */
export function stillProcessed(name: string): StatusError {
  const message = `The disruption budget ${name} is still being processed by the server.`;
  return new StatusError(429, 'TooManyRequests', VIOLATED, {
    causes: [{ reason: CAUSE, message }],
    retryAfterSeconds: 10,
  });
}

function checkAllowed(name: string, status: Counts): void {
  const none = `The disruption budget ${name} does not allow evicting pods currently`;
  if (status.disruptionsAllowed < 0) {
    throw forbiddenBudget(
      name,
      'pdb disruptions allowed is negative',
      `${none}: pdb disruptions allowed is negative`,
    );
  }
  if (Object.keys(status.disruptedPods ?? {}).length > MAX_DISRUPTED) {
    const why = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';
    throw forbiddenBudget(name, why, `${none}: too many pending evictions not confirmed by PDB controller`);
  }
  if (status.disruptionsAllowed > 0) return;
  throw new StatusError(429, 'TooManyRequests', VIOLATED, {
    causes: [{ reason: CAUSE, message: whyNone(name, none, status) }],
  });
}

function whyNone(name: string, none: string, status: Counts): string {
  const condition = status.conditions?.find(({ type }) => type === 'DisruptionAllowed');
  const reason = condition?.status === 'False' && condition.message !== '' ? condition : undefined;
  if (reason?.reason === 'SyncFailed') return `${none} because it failed sync: ${reason.message}`;
  if (status.currentHealthy <= status.desiredHealthy) {
    const { desiredHealthy, currentHealthy } = status;
    return `The disruption budget ${name} needs ${String(desiredHealthy)} healthy pods and has ${String(currentHealthy)} currently`;
  }
  return reason ? `${none} (${reason.reason}): ${reason.message}` : none;
}

function forbiddenBudget(name: string, why: string, message: string): StatusError {
  const kind = { group: 'policy', plural: 'poddisruptionbudget', qualified: 'poddisruptionbudget.policy' };
  const error = forbidden(kind, name, why);
  return new StatusError(403, 'Forbidden', error.message, {
    ...error.status.details,
    causes: [{ reason: CAUSE, message }],
  });
}

/** The condition of a budget whose last disruption was taken (component-helpers/apps/poddisruptionbudget). */
function conditionsWithout(
  { conditions = [] }: Status,
  observedGeneration: number,
  now: string,
): Condition[] {
  const type = 'DisruptionAllowed';
  const before = conditions.find((condition) => condition.type === type);
  const condition: Condition = {
    type,
    status: 'False',
    reason: 'InsufficientPods',
    message: '',
    observedGeneration,
    lastTransitionTime: before?.status === 'False' ? before.lastTransitionTime : now,
  };
  return [...conditions.filter((other) => other !== before), condition];
}
