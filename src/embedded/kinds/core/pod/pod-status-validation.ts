import { forbiddenField, invalid, type FieldError } from '../../../api/field-error.ts';
import type { Pod, PodCondition, PodIP, PodStatus } from '../../../data/types.ts';
import { parseIp } from '../../common/ip-address.ts';
import { ipErrors } from '../../common/ip-validation.ts';
import { immutableErrors } from '../../common/metadata.ts';
import { dns1123SubdomainErrors, qualifiedNameErrors } from '../../../../api/names.ts';
import { eachErrors, when, wordErrors } from './checks.ts';
import { containerStatusErrors } from './container-status-validation.ts';
import { podAnnotationUpdateErrors } from './pod-annotations.ts';
import { claimStatusErrors } from './resource-status-validation.ts';

const SYSTEM_CONDITIONS = ['PodScheduled', 'Ready', 'Initialized'];

/** `ValidatePodStatusUpdate` (pkg/apis/core/validation), without metadata's own rules. */
export function podStatusErrors(pod: Pod, old: Pod): FieldError[] {
  const { status = {} } = pod;
  const before = old.status ?? {};
  return [
    ...podAnnotationUpdateErrors(pod, old, 'metadata.annotations'),
    ...eachErrors(status.conditions, 'status.conditions', conditionErrors),
    ...nominationErrors(status, before, old.spec?.nodeName),
    ...generationErrors(status, 'status.observedGeneration'),
    ...immutableErrors(status.qosClass ?? '', before.qosClass ?? '', 'status.qosClass'),
    ...containerStatusErrors(pod, old),
    ...claimStatusErrors(pod),
    ...podIpErrors(status, before),
    ...hostIpErrors(status, before),
  ];
}

/** `validatePodConditions`. */
function conditionErrors(condition: PodCondition, path: string): FieldError[] {
  const { type } = condition;
  return [
    ...generationErrors(condition, `${path}.observedGeneration`),
    ...(SYSTEM_CONDITIONS.includes(type) ? [] : wordErrors(qualifiedNameErrors(type), type, `${path}.Type`)),
  ];
}

function generationErrors(
  { observedGeneration = 0 }: { observedGeneration?: number },
  path: string,
): FieldError[] {
  return when(observedGeneration < 0, invalid(path, observedGeneration, 'must be a non-negative integer'));
}

function nominationErrors(
  { nominatedNodeName: name = '' }: PodStatus,
  { nominatedNodeName: before = '' }: PodStatus,
  nodeName = '',
): FieldError[] {
  const path = 'status.nominatedNodeName';
  if (name === '' || name === before) return [];
  return [
    ...wordErrors(dns1123SubdomainErrors(name), name, path),
    ...when(nodeName !== '', forbiddenField(path, 'may not be set on pods that are already bound to a node')),
  ];
}

/** `validatePodIPs`. */
function podIpErrors(status: PodStatus, before: PodStatus): FieldError[] {
  const { podIP = '', podIPs = [] } = status;
  const path = 'status.podIPs';
  const [first] = podIPs;
  const both = 'podIP and podIPs must either both be set or both be unset';
  const isHalf = (podIP !== '') !== (first !== undefined);
  return [
    ...addressesErrors(podIPs, before.podIPs, path),
    ...when(isHalf, invalid(path, shown(status.podIPs), both)),
    ...when(
      !isHalf && first !== undefined && podIP !== first.ip,
      invalid(`${path}[0].ip`, first?.ip, 'must be equal to `podIP`'),
    ),
  ];
}

/** `validateHostIPs`. */
function hostIpErrors({ hostIP = '', hostIPs = [] }: PodStatus, before: PodStatus): FieldError[] {
  const path = 'status.hostIPs';
  const [first] = hostIPs;
  if (!first) return [];
  return [
    ...when(hostIP !== first.ip, invalid(`${path}[0].ip`, first.ip, 'must be equal to `hostIP`')),
    ...addressesErrors(hostIPs, before.hostIPs, path),
  ];
}

/** Well-formed, and at most one of each family. */
function addressesErrors(
  addresses: readonly PodIP[],
  before: readonly PodIP[] | undefined,
  path: string,
): FieldError[] {
  const known = (before ?? []).map(({ ip }) => ip);
  const families = addresses.map(({ ip }) => parseIp(ip)?.bytes.length);
  const isPair = families.length === 2 && new Set(families).size === 2;
  const words = 'may specify no more than one IP for each IP family';
  return [
    ...eachErrors(addresses, path, ({ ip }, at) => ipErrors(ip, at, known)),
    ...when(addresses.length > 1 && !isPair, invalid(path, shown(addresses), words)),
  ];
}

function shown(addresses: readonly PodIP[] | undefined): unknown {
  return addresses?.map(({ ip }) => ({ IP: ip })) ?? null;
}
