import type { Container, PodSpec, Volume } from '../data/types.ts';

/** Sources of volumes that lead to objects of the API, with upstream's words for these. */
const VOLUMES: readonly (readonly [source: keyof Volume, what: string])[] = [
  ['configMap', 'configmaps (via configmap volumes)'],
  ['secret', 'secrets (via secret volumes)'],
  ['csi', 'csidrivers (via CSI volumes)'],
  ['glusterfs', 'endpoints (via glusterFS volumes)'],
  ['persistentVolumeClaim', 'persistentvolumeclaims'],
  ['ephemeral', 'persistentvolumeclaims (via ephemeral volumes)'],
  ['azureFile', 'secrets (via azureFile volumes)'],
];
const PROJECTED = [
  ['configMap', 'configmaps (via projected volumes)'],
  ['secret', 'secrets (via projected volumes)'],
  ['serviceAccountToken', 'serviceaccounts (via projected volumes)'],
  ['clusterTrustBundle', 'clustertrustbundles'],
  ['podCertificate', 'podcertificates'],
] as const;

/** The first kind of objects that a pod cannot run without, in words (`HasAPIObjectReference`, pkg/api/pod/util.go). */
export function apiReference(spec: PodSpec): string | undefined {
  if (spec.serviceAccountName) return 'serviceaccounts';
  if (referencesSecret(spec)) return 'secrets';
  if (referencesConfigMap(spec)) return 'configmaps';
  if (spec.resourceClaims?.length) return 'resourceclaims';
  const found = (spec.volumes ?? []).flatMap((volume) => [
    ...VOLUMES.filter(([source]) => volume[source] !== undefined),
    ...(volume.projected?.sources ?? []).flatMap((one) =>
      PROJECTED.filter(([source]) => one[source] !== undefined),
    ),
  ]);
  return found[0]?.[1];
}

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
function referencesConfigMap(spec: PodSpec): boolean {
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
