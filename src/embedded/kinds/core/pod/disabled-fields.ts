import type {
  Container,
  DownwardAPIVolumeFile,
  EphemeralContainer,
  KeyToPath,
  Lifecycle,
  PodSpec,
  PodStatus,
  Probe,
  Volume,
  VolumeProjection,
} from '../../../data/types.ts';
import { allContainers } from './containers.ts';

/** Where init containers were before they had a field. */
const INIT_CONTAINER_ANNOTATIONS = ['init-containers', 'init-container-statuses'].flatMap((name) => [
  `pod.beta.kubernetes.io/${name}`,
  `pod.alpha.kubernetes.io/${name}`,
]);

/**
 * Drops the fields of features that are off by default in Kubernetes 1.37 (`dropDisabledFields`, pkg/api/pod/util.go): nobody can have
 * stored one, so it is never "in use". `annotations` are those of the pod or the template.
 */
export function dropDisabledFields(spec: PodSpec, annotations: Record<string, string> | undefined): void {
  delete spec.schedulingGroup;
  delete spec.evictionResponders;
  for (const volume of spec.volumes ?? []) dropVolumeFields(volume);
  for (const { container } of allContainers(spec, '')) dropContainerFields(container);
  for (const name of annotations ? INIT_CONTAINER_ANNOTATIONS : []) delete annotations?.[name];
}

/** `dropDisabledPodStatusFields`. */
export function dropDisabledStatusFields(status: PodStatus): void {
  delete status.nodeAllocatableResourceClaimStatuses;
  delete status.volumeHealth;
}

function dropContainerFields(container: Container | EphemeralContainer): void {
  for (const mount of container.volumeMounts ?? []) delete mount.bindMountOptions;
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe) dropProbeFields(probe);
  }
  if (!container.lifecycle) return;
  dropLifecycleFields(container.lifecycle);
  if (Object.values(container.lifecycle).every((handler) => handler === undefined))
    delete container.lifecycle;
}

function dropProbeFields({ grpc, httpGet }: Probe): void {
  if (grpc) delete grpc.mode;
  if (httpGet) delete httpGet.protocol;
}

function dropLifecycleFields(lifecycle: Lifecycle): void {
  delete lifecycle.stopSignal;
  for (const handler of [lifecycle.postStart, lifecycle.preStop]) {
    if (handler?.httpGet) delete handler.httpGet.protocol;
  }
}

/** Sources whose files could get an owner. */
function dropVolumeFields({ emptyDir, secret, configMap, downwardAPI, projected }: Volume): void {
  if (emptyDir) delete emptyDir.mode;
  for (const source of [secret, configMap, downwardAPI, projected]) {
    if (source) delete source.defaultUser;
  }
  for (const source of [secret, configMap, downwardAPI]) dropUsers(source?.items);
  for (const source of projected?.sources ?? []) dropProjectedUsers(source);
}

function dropProjectedUsers(source: VolumeProjection): void {
  for (const { items } of [source.secret ?? {}, source.downwardAPI ?? {}, source.configMap ?? {}]) {
    dropUsers(items);
  }
  for (const file of [source.serviceAccountToken, source.clusterTrustBundle, source.podCertificate]) {
    if (file) delete file.user;
  }
}

function dropUsers(items: readonly (KeyToPath | DownwardAPIVolumeFile)[] = []): void {
  for (const item of items) delete item.user;
}
