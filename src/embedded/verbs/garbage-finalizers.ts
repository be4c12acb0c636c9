import type { DeleteOptions } from '../data/types.ts';
import type { Strategy } from '../kinds/strategy.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** What happens to what the object owns. */
type Propagation = 'orphan' | 'foreground' | 'background';

/**
 * The finalizers of an object that is deleted: those it has, and the one that makes the garbage collector deal with what it owns
 * (`deletionFinalizersForGarbageCollection`, generic/registry/store.go).
 */
export function deletionFinalizers(
  finalizers: readonly string[],
  options: DeleteOptions,
  orphansByDefault: boolean,
): string[] {
  const others = finalizers.filter((name) => name !== ORPHAN && name !== FOREGROUND);
  const propagation = asked(options) ?? marked(finalizers) ?? (orphansByDefault ? 'orphan' : 'background');
  const wanted =
    propagation === 'background' ? others : [...others, propagation === 'orphan' ? ORPHAN : FOREGROUND];
  const same = wanted.length === finalizers.length && wanted.every((name) => finalizers.includes(name));
  return same ? [...finalizers] : wanted;
}

/** Warns who did not say what becomes of what the object owns, where the kind wants that (`Delete` of pkg/registry/batch/job/storage). */
export function warnOfPropagation(
  { propagationWarning }: Pick<Strategy, 'propagationWarning'>,
  { propagationPolicy, orphanDependents }: DeleteOptions,
  warnings: string[],
): void {
  const isSaid = propagationPolicy !== undefined || orphanDependents !== undefined;
  if (propagationWarning !== undefined && !isSaid) warnings.push(propagationWarning);
}

/** For namespaces only: there, "no orphans" means the foreground (core/namespace/storage `shouldHaveDeleteDependentsFinalizer`). */
export function namespaceFinalizers(finalizers: readonly string[], options: DeleteOptions): string[] {
  const { orphanDependents, propagationPolicy } = options;
  const orphan =
    orphanDependents ?? (propagationPolicy ? propagationPolicy === 'Orphan' : finalizers.includes(ORPHAN));
  const foreground =
    orphanDependents === undefined
      ? propagationPolicy
        ? propagationPolicy === 'Foreground'
        : finalizers.includes(FOREGROUND)
      : !orphanDependents;
  const others = finalizers.filter((name) => name !== ORPHAN && name !== FOREGROUND);
  return [...others, ...(orphan ? [ORPHAN] : []), ...(foreground ? [FOREGROUND] : [])];
}

function asked({ orphanDependents, propagationPolicy }: DeleteOptions): Propagation | undefined {
  if (orphanDependents !== undefined) return orphanDependents ? 'orphan' : 'background';
  if (propagationPolicy === 'Orphan') return 'orphan';
  if (propagationPolicy === 'Foreground') return 'foreground';
  return propagationPolicy === 'Background' ? 'background' : undefined;
}

function marked(finalizers: readonly string[]): Propagation | undefined {
  const first = finalizers.find((name) => name === ORPHAN || name === FOREGROUND);
  if (first === undefined) return undefined;
  return first === ORPHAN ? 'orphan' : 'foreground';
}
