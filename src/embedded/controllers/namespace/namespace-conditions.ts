import type { NamespaceCondition } from '../../data/types.ts';
import { timeOf } from '../../../api/times.ts';

/** What is left in a namespace that is going. */
export interface Remaining {
  /** `pods.`, `deployments.apps` → how many. */
  readonly byResource: ReadonlyMap<string, number>;
  readonly byFinalizer: ReadonlyMap<string, number>;
  /** What the API refused with. */
  readonly failures: readonly string[];
}

/** Type, reason and message of each condition while nothing is wrong (namespace/deletion/status_condition_utils.go). */
const FINE = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  [
    'NamespaceDeletionGroupVersionParsingFailure',
    'ParsedGroupVersions',
    'All legacy kube types successfully parsed',
  ],
  [
    'NamespaceDeletionContentFailure',
    'ContentDeleted',
    'All content successfully deleted, may be waiting on finalization',
  ],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
] as const;

/** The conditions of a namespace; the same array when none changed. */
export function namespaceConditions(
  old: readonly NamespaceCondition[],
  remaining: Remaining,
  now: number,
): readonly NamespaceCondition[] {
  const bad = wrong(remaining);
  const next = FINE.map(([type, reason, message]) => {
    const trouble = bad[type];
    const said = trouble ? { type, status: 'True', ...trouble } : { type, status: 'False', reason, message };
    const before = old.find((condition) => condition.type === type);
    const since = before?.status === said.status ? before.lastTransitionTime : undefined;
    return { ...said, lastTransitionTime: since ?? timeOf(now) };
  });
  const isSame = next.every(({ type, status, reason, message }) =>
    old.some(
      (was) => was.type === type && was.status === status && was.reason === reason && was.message === message,
    ),
  );
  return isSame ? old : [...old.filter(({ type }) => !next.some((one) => one.type === type)), ...next];
}

function wrong({
  byResource,
  byFinalizer,
  failures,
}: Remaining): Record<string, { reason: string; message: string }> {
  return {
    ...(failures.length > 0 && {
      NamespaceDeletionContentFailure: {
        reason: 'ContentDeletionFailed',
        message: `Failed to delete all resource types, ${String(failures.length)} remaining: ${failures.toSorted().join(', ')}`,
      },
    }),
    ...(byResource.size > 0 && {
      NamespaceContentRemaining: {
        reason: 'SomeResourcesRemain',
        message: `Some resources are remaining: ${listed(byResource, 'has %d resource instances')}`,
      },
    }),
    ...(byFinalizer.size > 0 && {
      NamespaceFinalizersRemaining: {
        reason: 'SomeFinalizersRemain',
        message: `Some content in the namespace has finalizers remaining: ${listed(byFinalizer, 'in %d resource instances')}`,
      },
    }),
  };
}

function listed(counts: ReadonlyMap<string, number>, words: string): string {
  return Array.from(counts, ([name, count]) => `${name} ${words.replace('%d', String(count))}`)
    .toSorted()
    .join(', ');
}
