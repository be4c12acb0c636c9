import {
  duplicate,
  fieldNotFound,
  forbiddenField,
  invalid,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import type { Container, ContainerPort, EphemeralContainer, PodSpec } from '../../../data/types.ts';
import { dns1123LabelErrors } from '../../../../api/names.ts';
import { portErrors, portNameErrors, protocolErrors } from '../../common/ports.ts';
import { choiceErrors, duplicateErrors, eachErrors, missingErrors, when, wordErrors } from './checks.ts';
import { isSidecar } from '../../../../api/pod-requests.ts';
import { envErrors, envFromErrors } from './env-validation.ts';
import { lifecycleErrors, probeErrors, type ProbeField } from './handler-validation.ts';
import { containerResourceNameErrors, requirementErrors } from './resource-validation.ts';
import { resizePolicyErrors, restartErrors } from './restart-validation.ts';
import { securityContextErrors } from './security-validation.ts';
import { deviceErrors, mountErrors } from './volume-mount-validation.ts';
import type { Volumes } from './volume-validation.ts';
import { PULL_POLICIES } from './words.ts';

/** What the rules of containers need to know of their pod. */
export interface PodOfContainers {
  readonly spec: PodSpec;
  readonly volumes: Volumes;
  /** Names of the pod's resource claims. */
  readonly claims: readonly string[];
}

type AnyContainer = Container | EphemeralContainer;

const PROBES: readonly ProbeField[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];

/** `validateContainers` (pkg/apis/core/validation); `path` is the list's. */
export function containersErrors(pod: PodOfContainers, path: string): FieldError[] {
  const { containers, terminationGracePeriodSeconds: grace } = pod.spec;
  if (containers.length === 0) return [required(path)];
  const names = new Set<string>();
  return [
    ...eachErrors(containers, path, (container, at) => [
      ...commonErrors(container, pod, at),
      ...nameTakenErrors(container.name, names, at),
      ...runningErrors(container, grace, at),
      ...restartErrors(container, at),
    ]),
    ...hostPortErrors(containers, path),
  ];
}

/** `validateInitContainers`. */
export function initContainersErrors(pod: PodOfContainers, path: string): FieldError[] {
  const { containers, initContainers, terminationGracePeriodSeconds: grace } = pod.spec;
  const names = new Set(containers.map(({ name }) => name));
  return eachErrors(initContainers, path, (container, at) => [
    ...commonErrors(container, pod, at),
    ...restartErrors(container, at),
    ...nameTakenErrors(container.name, names, at),
    // each has its own: the path always names the first
    ...hostPortErrors([container], path),
    ...(isSidecar(container) ? runningErrors(container, grace, at) : notRunningErrors(container, at)),
  ]);
}

/** What only containers that keep running may have. */
function notRunningErrors(container: Container, path: string): FieldError[] {
  const words = 'may not be set for init containers without restartPolicy=Always';
  const policies = (container.resizePolicy ?? []).map(({ restartPolicy }) => restartPolicy);
  const restarting = "must not be set to 'RestartContainer' for non-sidecar initContainers";
  return [
    ...(['lifecycle', ...PROBES] as const)
      .filter((field) => container[field] !== undefined)
      .map((field) => forbiddenField(`${path}.${field}`, words)),
    ...eachErrors(policies, `${path}.resizePolicy`, (policy, at) =>
      when(policy === 'RestartContainer', invalid(`${at}.restartPolicy`, policy, restarting)),
    ),
  ];
}

/** What containers for debugging cannot have. */
const NOT_FOR_DEBUGGING = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

/** `validateEphemeralContainers`. */
export function ephemeralContainersErrors(pod: PodOfContainers, path: string): FieldError[] {
  const { containers, initContainers = [], ephemeralContainers } = pod.spec;
  const others = [...containers, ...initContainers].map(({ name }) => name);
  const names = new Set(others);
  const words = 'cannot be set for an Ephemeral Container';
  return eachErrors(ephemeralContainers, path, (container, at) => {
    const { targetContainerName: target = '' } = container;
    return [
      ...commonErrors(container, pod, at),
      ...imageSpaceErrors(container, at),
      ...nameTakenErrors(container.name, names, at),
      ...when(target !== '' && !others.includes(target), fieldNotFound(`${at}.targetContainerName`, target)),
      ...NOT_FOR_DEBUGGING.filter((field) => isSet(container[field])).map((field) =>
        forbiddenField(`${at}.${field}`, words),
      ),
      ...eachErrors(container.volumeMounts, `${at}.volumeMounts`, ({ subPath, subPathExpr }, mountAt) => [
        ...(subPath ? [forbiddenField(`${mountAt}.subPath`, words)] : []),
        ...(subPathExpr ? [forbiddenField(`${mountAt}.subPathExpr`, words)] : []),
      ]),
    ];
  });
}

function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

/** `validateContainerCommon`. */
function commonErrors(
  container: AnyContainer,
  { spec, volumes, claims }: PodOfContainers,
  path: string,
): FieldError[] {
  const { name, resources } = container;
  return [
    ...(name ? wordErrors(dns1123LabelErrors(name), name, `${path}.name`) : [required(`${path}.name`)]),
    ...missingErrors(container.image, `${path}.image`),
    ...choiceErrors(container.terminationMessagePolicy, MESSAGE_POLICIES, `${path}.terminationMessagePolicy`),
    ...portsErrors(container.ports, `${path}.ports`),
    ...envErrors(container.env, `${path}.env`),
    ...envFromErrors(container.envFrom, `${path}.envFrom`),
    ...mountErrors(container, volumes, `${path}.volumeMounts`),
    ...deviceErrors(container, volumes, `${path}.volumeDevices`),
    ...choiceErrors(container.imagePullPolicy, PULL_POLICIES, `${path}.imagePullPolicy`),
    ...requirementErrors(resources, containerResourceNameErrors, claims, `${path}.resources`),
    ...resizePolicyErrors(container, spec.restartPolicy, `${path}.resizePolicy`),
    ...securityContextErrors(container.securityContext, spec.hostUsers ?? true, `${path}.securityContext`),
  ];
}

/** `validateContainerOnlyForPod`: templates may do it. */
export function imageSpaceErrors({ image = '' }: AnyContainer, path: string): FieldError[] {
  const words = 'must not have leading or trailing whitespace';
  return when(image.trim().length !== image.length, invalid(`${path}.image`, image, words));
}

function nameTakenErrors(name: string, names: Set<string>, path: string): FieldError[] {
  if (names.has(name)) return [duplicate(`${path}.name`, name)];
  if (name) names.add(name);
  return [];
}

function runningErrors(container: Container, grace: number | undefined, path: string): FieldError[] {
  return [
    ...(container.lifecycle ? lifecycleErrors(container.lifecycle, grace, `${path}.lifecycle`) : []),
    ...PROBES.flatMap((field) => probeErrors(container[field], field, grace, `${path}.${field}`)),
  ];
}

/** `validateContainerPorts`. */
function portsErrors(ports: readonly ContainerPort[] | undefined, path: string): FieldError[] {
  const names = new Set<string>();
  return eachErrors(ports, path, ({ name, containerPort, hostPort, protocol }, at) => [
    ...(name ? uniqueNameErrors(name, names, `${at}.name`) : []),
    ...(containerPort ? portErrors(containerPort, `${at}.containerPort`) : [required(`${at}.containerPort`)]),
    ...(hostPort ? portErrors(hostPort, `${at}.hostPort`) : []),
    ...protocolErrors(protocol, `${at}.protocol`),
  ]);
}

function uniqueNameErrors(name: string, names: Set<string>, path: string): FieldError[] {
  const errors = portNameErrors(name, path);
  if (errors.length > 0) return errors;
  if (names.has(name)) return [duplicate(path, name)];
  names.add(name);
  return [];
}

/** `checkHostPortConflicts`: two of a pod's containers cannot have the same port of the node. */
function hostPortErrors(containers: readonly Container[], path: string): FieldError[] {
  const ports = containers.flatMap(({ ports: own = [] }, index) =>
    own.map((port, number) => ({
      port,
      at: `${path}[${String(index)}].ports[${String(number)}].hostPort`,
    })),
  );
  return duplicateErrors(
    ports,
    ({ port: { protocol = '', hostIP = '', hostPort } }) =>
      hostPort ? `${protocol}/${hostIP}/${String(hostPort)}` : undefined,
    (index) => ports[index]?.at ?? path,
  );
}
