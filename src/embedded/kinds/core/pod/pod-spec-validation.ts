import { fieldNotFound, invalid, required, type FieldError } from '../../../api/field-error.ts';
import type { ObjectMeta, PodSpec } from '../../../data/types.ts';
import { labelsErrors } from '../../common/metadata.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, qualifiedNameErrors } from '../../../../api/names.ts';
import { affinityErrors } from './affinity-validation.ts';
import { choiceErrors, eachErrors, MAX_INT32, rangeErrors, when, wordErrors } from './checks.ts';
import {
  containersErrors,
  ephemeralContainersErrors,
  initContainersErrors,
  type PodOfContainers,
} from './container-validation.ts';
import { allContainers } from './containers.ts';
import {
  dnsConfigErrors,
  hostAliasesErrors,
  hostnameOverrideErrors,
  hostNetworkErrors,
  hostUsersErrors,
} from './network-validation.ts';
import { osErrors } from './os-validation.ts';
import { podResourcesErrors, resourceClaimsErrors } from './pod-resource-validation.ts';
import { containerResourceNameErrors, requirementErrors } from './resource-validation.ts';
import { gatesErrors, preemptionErrors, spreadErrors, tolerationsErrors } from './scheduling-validation.ts';
import { podSecurityErrors } from './security-validation.ts';
import { volumesErrors } from './volume-validation.ts';
import { hostProcessErrors } from './windows-validation.ts';
import { MIRROR_ANNOTATION } from './words.ts';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/**
 * `ValidatePodSpec` (pkg/apis/core/validation), with the feature gates of Kubernetes 1.37 as they are by default. `meta` is the pod's;
 * missing for templates. What upstream forgives where a stored object is wrong already is left out: nothing wrong was ever stored.
 */
export function podSpecErrors(spec: PodSpec, meta: ObjectMeta | undefined, path: string): FieldError[] {
  const { errors, usable } = volumesErrors(spec.volumes, meta?.name, `${path}.volumes`);
  const claims = (spec.resourceClaims ?? []).map(({ name }) => name).filter(Boolean);
  const pod = { spec, volumes: usable, claims };
  const isStatic = meta?.annotations?.[MIRROR_ANNOTATION] !== undefined;
  return [
    ...when(
      spec.terminationGracePeriodSeconds === undefined,
      required(`${path}.terminationGracePeriodSeconds`),
    ),
    ...errors,
    ...resourceClaimsErrors(spec.resourceClaims, isStatic, `${path}.resourceClaims`),
    ...allContainersErrors(pod, path),
    ...podResourcesErrors(spec, claims, `${path}.resources`),
    ...hostNetworkErrors(spec, path, meta !== undefined),
    ...choiceErrors(spec.restartPolicy, RESTART_POLICIES, `${path}.restartPolicy`),
    ...choiceErrors(spec.dnsPolicy, DNS_POLICIES, `${path}.dnsPolicy`),
    ...placementErrors(spec, path),
    ...nameErrors(spec, path),
    ...lastErrors(spec, path),
  ];
}

function allContainersErrors(pod: PodOfContainers, path: string): FieldError[] {
  return [
    ...containersErrors(pod, `${path}.containers`),
    ...initContainersErrors(pod, `${path}.initContainers`),
    ...ephemeralContainersErrors(pod, `${path}.ephemeralContainers`),
  ];
}

/** Where and with what rights it runs. */
function placementErrors(spec: PodSpec, path: string): FieldError[] {
  const both = 'ShareProcessNamespace and HostPID cannot both be enabled';
  return [
    ...labelsErrors(spec.nodeSelector, `${path}.nodeSelector`),
    ...podSecurityErrors(spec.securityContext, spec, `${path}.securityContext`),
    ...when(
      spec.hostPID === true && spec.shareProcessNamespace === true,
      invalid(`${path}.shareProcessNamespace`, true, both),
    ),
    ...(spec.affinity ? affinityErrors(spec.affinity, `${path}.affinity`) : []),
    ...dnsConfigErrors(spec, `${path}.dnsConfig`),
    ...eachErrors(spec.readinessGates, `${path}.readinessGates`, ({ conditionType }, at) =>
      wordErrors(qualifiedNameErrors(conditionType), conditionType, `${at}.conditionType`),
    ),
    ...gatesErrors(spec.schedulingGates, `${path}.schedulingGates`),
    ...spreadErrors(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`),
    ...hostProcessErrors(spec, path),
    ...hostUsersErrors(spec, path),
    ...hostnameOverrideErrors(spec, `${path}.hostnameOverride`),
  ];
}

/** What names other objects, or the pod itself. */
function nameErrors(spec: PodSpec, path: string): FieldError[] {
  const { serviceAccountName = '', serviceAccount = '', activeDeadlineSeconds } = spec;
  const same = `must be the same as serviceAccountName: ${JSON.stringify(serviceAccountName)}`;
  const labels = ['hostname', 'subdomain'] as const;
  return [
    ...optionalNameErrors(serviceAccountName, `${path}.serviceAccountName`),
    ...when(
      serviceAccount !== serviceAccountName,
      invalid(`${path}.deprecatedServiceAccount`, serviceAccount, same),
    ),
    ...optionalNameErrors(spec.nodeName, `${path}.nodeName`),
    ...rangeErrors(activeDeadlineSeconds, 1, MAX_INT32, `${path}.activeDeadlineSeconds`),
    ...labels.flatMap((field) => {
      const name = spec[field];
      return name ? wordErrors(dns1123LabelErrors(name), name, `${path}.${field}`) : [];
    }),
  ];
}

function optionalNameErrors(name: string | undefined, path: string): FieldError[] {
  return name ? wordErrors(dns1123SubdomainErrors(name), name, path) : [];
}

function lastErrors(spec: PodSpec, path: string): FieldError[] {
  const { runtimeClassName, overhead } = spec;
  return [
    ...tolerationsErrors(spec.tolerations, `${path}.tolerations`),
    ...hostAliasesErrors(spec.hostAliases, `${path}.hostAliases`),
    ...optionalNameErrors(spec.priorityClassName, `${path}.priorityClassName`),
    ...(runtimeClassName === undefined
      ? []
      : wordErrors(dns1123SubdomainErrors(runtimeClassName), runtimeClassName, `${path}.runtimeClassName`)),
    ...preemptionErrors(spec.preemptionPolicy, `${path}.preemptionPolicy`),
    ...(overhead
      ? requirementErrors({ limits: overhead }, containerResourceNameErrors, [], `${path}.overhead`)
      : []),
    ...osErrors(spec, path),
    ...fileVolumeErrors(spec, path),
  ];
}

/** `validateFileKeyRefVolumes`: variables from a file are read from a volume that is empty at first. */
function fileVolumeErrors(spec: PodSpec, path: string): FieldError[] {
  const volumes = new Map((spec.volumes ?? []).map((volume) => [volume.name, volume]));
  return allContainers(spec, path).flatMap(({ container: { env }, path: at }) =>
    eachErrors(env, `${at}.env`, ({ valueFrom }, envAt) => {
      const name = valueFrom?.fileKeyRef?.volumeName;
      if (name === undefined) return [];
      const volume = volumes.get(name);
      const nameAt = `${envAt}.valueFrom.fileKeyRef.volumeName`;
      if (!volume) return [fieldNotFound(nameAt, name)];
      return when(!volume.emptyDir, invalid(nameAt, name, 'referenced volume must be of type emptyDir'));
    }),
  );
}
