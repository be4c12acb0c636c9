import type { Container, Pod, PodSpec, PodStatus } from '../../../data/types.ts';
import { defaultContainer } from './container-defaults.ts';
import { roundResourceList, roundResources } from './resource-rounding.ts';
import { defaultVolume } from './volume-defaults.ts';

/** `SetObjectDefaults_Pod` (pkg/apis/core/v1/defaults.go, zz_generated.defaults.go). */
export function defaultPod(pod: Pod): void {
  const { status } = pod;
  const spec = (pod.spec ??= { containers: [] });
  const { terminationGracePeriodSeconds } = spec;
  if (terminationGracePeriodSeconds !== undefined && terminationGracePeriodSeconds < 0) {
    spec.terminationGracePeriodSeconds = 1;
  }
  spec.enableServiceLinks ??= true;
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    requestLimits(container);
    if (spec.hostNetwork === true) useHostPorts(container);
  }
  defaultPodSpec(spec);
  if (status) defaultPodStatus(status);
}

/** `SetDefaults_PodSpec` and all below it: what a pod and the template of one have in common. */
export function defaultPodSpec(spec: PodSpec): void {
  const account = spec.serviceAccountName || spec.serviceAccount;
  if (account) Object.assign(spec, { serviceAccountName: account, serviceAccount: account });
  // null is what Go makes of a list that is missing
  spec.containers ??= [];
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.restartPolicy ||= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ||= 'default-scheduler';
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
  for (const container of spec.initContainers ?? []) defaultContainer(container);
  for (const container of spec.containers ?? []) defaultContainer(container);
  for (const container of spec.ephemeralContainers ?? []) defaultContainer(container);
  roundResourceList(spec.overhead);
  roundResources(spec.resources);
}

/** Who sets a limit and no request requests the limit: in pods only, not in templates. */
function requestLimits({ resources }: Container): void {
  if (resources?.limits) resources.requests = { ...resources.limits, ...resources.requests };
}

function useHostPorts({ ports }: Container): void {
  for (const port of ports ?? []) port.hostPort ||= port.containerPort;
}

/** `podIP` and `podIPs` tell the same; where they differ `podIP` is right. */
function defaultPodStatus(status: PodStatus): void {
  const [first] = status.podIPs ?? [];
  if (status.podIP) {
    if (first?.ip !== status.podIP) status.podIPs = [{ ip: status.podIP }];
  } else if (first) {
    status.podIP = first.ip;
  }
}
