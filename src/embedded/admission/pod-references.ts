import type { Container, PodSpec, Volume } from '../data/types.ts';

/** Whether a pod names a secret (`VisitPodSecretNames`, pkg/api/pod/util.go). */
export function referencesSecret(spec: PodSpec): boolean {
  return [
    ...(spec.imagePullSecrets ?? []).map(({ name }) => name),
    ...containersOf(spec).flatMap(({ env = [], envFrom = [] }) => [
      ...envFrom.map(({ secretRef }) => secretRef?.name),
      ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
    ]),
    ...(spec.volumes ?? []).flatMap(secretsOf),
  ].some(Boolean);
}

function secretsOf(volume: Volume): (string | undefined)[] {
  const { azureFile, cephfs, cinder, flexVolume, rbd, scaleIO, iscsi, storageos, csi } = volume;
  return [
    azureFile?.secretName,
    ...[cephfs, cinder, flexVolume, rbd, scaleIO, iscsi, storageos].map((source) => source?.secretRef?.name),
    ...(volume.projected?.sources ?? []).map(({ secret }) => secret?.name),
    volume.secret?.secretName,
    csi?.nodePublishSecretRef?.name,
  ];
}

/** Whether a pod names a config map (`VisitPodConfigmapNames`). */
export function referencesConfigMap(spec: PodSpec): boolean {
  return [
    ...containersOf(spec).flatMap(({ env = [], envFrom = [] }) => [
      ...envFrom.map(({ configMapRef }) => configMapRef?.name),
      ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name),
    ]),
    ...(spec.volumes ?? []).flatMap(({ projected, configMap }) => [
      ...(projected?.sources ?? []).map((source) => source.configMap?.name),
      configMap?.name,
    ]),
  ].some(Boolean);
}

function containersOf(spec: PodSpec): Pick<Container, 'env' | 'envFrom'>[] {
  return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
}
