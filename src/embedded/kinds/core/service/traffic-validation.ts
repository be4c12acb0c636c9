import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import type { ObjectMeta, ServiceSpec } from '../../../data/types.ts';
import { cidrErrors } from '../../common/ip-validation.ts';
import { portErrors } from '../../common/ports.ts';
import { isExternallyAccessible, needsHealthPort } from './service-facts.ts';

const POLICIES = ['Cluster', 'Local'];
const AFFINITIES = ['ClientIP', 'None'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
/** A day, in seconds. */
const MAX_AFFINITY = 86_400;
const RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'";

/** Who comes back to the same pod, and for how long (pkg/apis/core/validation). */
export function affinityErrors({
  sessionAffinity,
  sessionAffinityConfig: config,
}: ServiceSpec): FieldError[] {
  const path = 'spec.sessionAffinityConfig';
  if (!sessionAffinity) return [required('spec.sessionAffinity')];
  if (!AFFINITIES.includes(sessionAffinity)) {
    return [notSupported('spec.sessionAffinity', sessionAffinity, AFFINITIES)];
  }
  if (sessionAffinity === 'None') {
    return config ? [forbiddenField(path, 'must not be set when session affinity is None')] : [];
  }
  const seconds = config?.clientIP?.timeoutSeconds;
  if (seconds === undefined) return [required(path, 'when session affinity type is ClientIP')];
  if (seconds > 0 && seconds <= MAX_AFFINITY) return [];
  const words = `must be greater than 0 and less than ${String(MAX_AFFINITY)}`;
  return [invalid(`${path}.clientIP.timeoutSeconds`, seconds, words)];
}

/** From where a load balancer may be reached: the field, or else the annotation that it replaced. */
export function sourceRangesErrors(
  { annotations = {} }: ObjectMeta,
  { type, loadBalancerSourceRanges = [] }: ServiceSpec,
  old: { readonly metadata: ObjectMeta; readonly spec?: ServiceSpec } | undefined,
): FieldError[] {
  const annotation = annotations[RANGES];
  if (loadBalancerSourceRanges.length === 0 && annotation === undefined) return [];
  const path =
    loadBalancerSourceRanges.length > 0 ? 'spec.LoadBalancerSourceRanges' : `metadata.annotations[${RANGES}]`;
  const misplaced = type === 'LoadBalancer' ? [] : [forbiddenField(path, ONLY_BALANCED)];
  if (loadBalancerSourceRanges.length === 0) {
    const isOld = old?.metadata.annotations?.[RANGES] === annotation;
    const ranges = isOld || !annotation?.trim() ? [] : annotation.trim().split(',');
    return [...misplaced, ...ranges.flatMap((range) => cidrErrors(range.trim(), path))];
  }
  const known = (old?.spec?.loadBalancerSourceRanges ?? []).map((range) => range.trim());
  return [
    ...misplaced,
    ...loadBalancerSourceRanges.flatMap((range, index) =>
      cidrErrors(range.trim(), `${path}[${String(index)}]`, known),
    ),
  ];
}

/** Node ports of load balancers. */
export function balancerPortsErrors({
  type,
  allocateLoadBalancerNodePorts: wanted,
}: ServiceSpec): FieldError[] {
  const isBalanced = type === 'LoadBalancer';
  if (!isBalanced && wanted !== undefined) {
    return [forbiddenField('spec.allocateLoadBalancerNodePorts', ONLY_BALANCED)];
  }
  return isBalanced && wanted === undefined ? [required('allocateLoadBalancerNodePorts')] : [];
}

/** To which pods traffic goes: from outside, from inside, and which of them first. */
export function trafficErrors(spec: ServiceSpec): FieldError[] {
  const { type = '', internalTrafficPolicy: inside, trafficDistribution: first } = spec;
  const needsInside = ['NodePort', 'LoadBalancer', 'ClusterIP'].includes(type);
  return [
    ...outsideErrors(spec),
    ...healthPortErrors(spec),
    ...(needsInside && inside === undefined ? [required('spec.internalTrafficPolicy')] : []),
    ...(inside === undefined || POLICIES.includes(inside)
      ? []
      : [notSupported('spec.internalTrafficPolicy', inside, POLICIES)]),
    ...(first === undefined || DISTRIBUTIONS.includes(first)
      ? []
      : [notSupported('spec.trafficDistribution', first, DISTRIBUTIONS)]),
  ];
}

function outsideErrors(spec: ServiceSpec): FieldError[] {
  const path = 'spec.externalTrafficPolicy';
  const { externalTrafficPolicy: policy = '' } = spec;
  if (!isExternallyAccessible(spec)) {
    return policy ? [invalid(path, policy, 'may only be set for externally-accessible services')] : [];
  }
  if (policy === '') return [required(path)];
  return POLICIES.includes(policy) ? [] : [notSupported(path, policy, POLICIES)];
}

function healthPortErrors(spec: ServiceSpec): FieldError[] {
  const path = 'spec.healthCheckNodePort';
  const { healthCheckNodePort: port = 0 } = spec;
  if (needsHealthPort(spec)) return port === 0 ? [required(path)] : portErrors(port, path);
  if (port === 0) return [];
  const words = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  return [invalid(path, port, words)];
}
