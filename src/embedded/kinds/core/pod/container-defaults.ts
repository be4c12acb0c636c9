import type {
  Container,
  EnvVar,
  EphemeralContainer,
  Lifecycle,
  ObjectFieldSelector,
  Probe,
} from '../../../data/types.ts';
import { imageTag } from '../image-name.ts';
import { roundResources } from './resource-rounding.ts';

/** `SetDefaults_Container` and all below it (pkg/apis/core/v1/defaults.go, zz_generated.defaults.go). */
export function defaultContainer(container: Container | EphemeralContainer): void {
  container.imagePullPolicy ||= pullPolicyOf(container.image ?? '');
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  for (const port of container.ports ?? []) port.protocol ||= 'TCP';
  for (const variable of container.env ?? []) defaultEnv(variable);
  roundResources(container.resources);
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe) defaultProbe(probe);
  }
  if (container.lifecycle) defaultLifecycle(container.lifecycle);
}

/** Always for `:latest` and for no tag at all. */
export function pullPolicyOf(image: string): string {
  return imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent';
}

/** `SetDefaults_ObjectFieldSelector`. */
export function defaultFieldRef(selector: ObjectFieldSelector | undefined): void {
  if (selector) selector.apiVersion ||= 'v1';
}

function defaultEnv({ valueFrom }: EnvVar): void {
  defaultFieldRef(valueFrom?.fieldRef);
  if (valueFrom?.fileKeyRef) valueFrom.fileKeyRef.optional ??= false;
}

function defaultProbe(probe: Probe): void {
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  defaultHttpGet(probe);
  if (probe.grpc) probe.grpc.service ??= '';
}

function defaultLifecycle({ postStart, preStop }: Lifecycle): void {
  if (postStart) defaultHttpGet(postStart);
  if (preStop) defaultHttpGet(preStop);
}

function defaultHttpGet({ httpGet }: Pick<Probe, 'httpGet'>): void {
  if (!httpGet) return;
  httpGet.path ||= '/';
  httpGet.scheme ||= 'HTTP';
}
