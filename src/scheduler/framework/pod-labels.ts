import type { Labels } from '../../api/requirement.ts';
import type { Pod } from '../../api/types.ts';

/** What selectors look at in a pod. */
export interface Labelled {
  readonly metadata: { readonly namespace?: string; readonly labels?: Labels };
}

const known = new WeakMap<Pod, Labelled>();

/** Emptied when it has grown, which only costs some of the sharing. */
const shared = new Map<string, Labelled>();
const MOST_SHARED = 16_384;

/**
 * Namespace and labels of the pod: mostly one object for all pods that have the same, as those of one owner do. Worked out once for each
 * version of a pod, which is never changed in place.
 */
export function podLabels(pod: Pod): Labelled {
  let found = known.get(pod);
  if (!found) known.set(pod, (found = share(pod)));
  return found;
}

function share({ metadata: { namespace, labels } }: Pod): Labelled {
  const key = JSON.stringify([namespace, labels]);
  let found = shared.get(key);
  if (found) return found;
  if (shared.size >= MOST_SHARED) shared.clear();
  found = { metadata: { ...(namespace !== undefined && { namespace }), labels } };
  shared.set(key, found);
  return found;
}
