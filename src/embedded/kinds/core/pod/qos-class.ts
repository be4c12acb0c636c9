import { compareQuantities } from '../../../../api/quantity.ts';
import type { PodSpec, ResourceRequirements } from '../../../data/types.ts';
import { hasPodResources } from './pod-resources.ts';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

const COUNTED = ['cpu', 'memory'] as const;

/** `ComputePodQOS` (pkg/apis/core/helper/qos/qos.go): how a pod fares when its node runs out of memory. */
export function qosClassOf(spec: PodSpec): QosClass {
  if (spec.resources && hasPodResources(spec)) return classOf(spec.resources);
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  return common(containers.map(({ resources }) => classOf(resources ?? {})));
}

function classOf({ requests = {}, limits = {} }: ResourceRequirements): QosClass {
  const classes = COUNTED.map((name): QosClass => {
    const [request, limit] = [String(requests[name] ?? 0), String(limits[name] ?? 0)];
    if (compareQuantities(request, limit) !== 0) return 'Burstable';
    return compareQuantities(request, '0') === 0 ? 'BestEffort' : 'Guaranteed';
  });
  return common(classes);
}

/** What all agree on; Burstable when they do not. */
function common(classes: readonly QosClass[]): QosClass {
  const [first = 'BestEffort', ...others] = classes;
  return others.every((other) => other === first) ? first : 'Burstable';
}
