import { hasPodLevelRequests, requestsOf, type Requests } from '../../api/pod-requests.ts';
import type { Pod } from '../../api/types.ts';
import { resourcesOf } from './resource-sums.ts';
import type { NonZeroRequests, Resources } from './resources.ts';

/** What a pod takes from the node that it is on, as a filter counts it and as a score does. */
export interface PodRequests {
  readonly requests: Resources;
  readonly nonZero: NonZeroRequests;
}

/** What scores take a container to need that names no request (pkg/scheduler/util/pod_resources.go). */
export const LEAST_REQUESTS = { cpu: '100m', memory: '200Mi' } as const;

const known = new WeakMap<Pod, PodRequests>();
const asked = new WeakMap<Pod, Requests>();

/**
 * What a pod takes from its node, with what its containers were granted and have (pkg/scheduler/framework/types.go, `CalculateResource`).
 * Worked out once for each version of a pod, which is never changed in place.
 */
export function podRequests(pod: Pod): PodRequests {
  let found = known.get(pod);
  if (!found) known.set(pod, (found = read(pod)));
  return found;
}

/** What a pod asks for that is on no node yet: by its spec alone. Worked out once for each version, too. */
export function askedRequests(pod: Pod): Requests {
  let found = asked.get(pod);
  if (!found) asked.set(pod, (found = requestsOf(pod)));
  return found;
}

function read(pod: Pod): PodRequests {
  const requests = requestsOf(pod, { withStatus: true });
  const missing = hasPodLevelRequests(pod) ? missingIn(requests) : LEAST_REQUESTS;
  const nonZero = missing ? requestsOf(pod, { withStatus: true, missing }) : requests;
  return {
    requests: resourcesOf(requests),
    nonZero: { milliCpu: nonZero.get('cpu') ?? 0, memory: nonZero.get('memory') ?? 0 },
  };
}

/** A pod that asks as a whole needs the least only of what it does not name (`getNonMissingContainerRequests`). */
function missingIn(requests: Requests): Partial<typeof LEAST_REQUESTS> | undefined {
  const { cpu, memory } = LEAST_REQUESTS;
  const missing = { ...(!requests.has('cpu') && { cpu }), ...(!requests.has('memory') && { memory }) };
  return Object.keys(missing).length > 0 ? missing : undefined;
}
