import type { ClusterApi } from '../../../api/cluster-api.ts';
import { isNotFound } from '../../../api/errors.ts';
import { allowsNode } from '../../../api/node-affinity.ts';
import { NODES, PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, PODS } from '../../../api/resources.ts';
import type { Node, ObjectMeta, Pod } from '../../../api/types.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/volumes.ts';
import type { Clock } from '../../../lib/clock.ts';
import { SELECTED_NODE } from './assumed-volumes.ts';
import type { LateVolumes } from './find-volumes.ts';
import { isBound } from './pod-volumes.ts';
import { volumeAffinity } from './volume-affinity.ts';

/** What it takes to get volumes bound. */
export interface BindVolumesOptions {
  readonly api: ClusterApi;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly timeoutMs: number;
}

const POLL_MS = 1000;
const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';

/** The reference that makes a volume one for this claim. */
export function referenceTo({ metadata }: PersistentVolumeClaim) {
  const { namespace, name, uid } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    ...(namespace !== undefined && { namespace }),
    name,
    ...(uid !== undefined && { uid }),
  };
}

/**
 * Writes which volume is for which claim and on which node the others are to be made, and waits until the cluster's volume controller has
 * bound them all (upstream: plugins/volumebinding, `BindPodVolumes`). Rejects when something is in the way: what was written stays, and the
 * next attempt goes on from there.
 */
export async function bindVolumes(
  options: BindVolumesOptions,
  pod: Pod,
  node: string,
  { bindings, provisions }: LateVolumes,
  signal: AbortSignal,
): Promise<void> {
  const { api, clock, timeoutMs } = options;
  for (const { claim, volume } of bindings) await reserveVolume(api, volume, claim, signal);
  for (const claim of provisions) await selectNode(api, claim, node, signal);
  const until = clock.monotonic() + timeoutMs;
  const claims = [...bindings.map(({ claim }) => claim), ...provisions];
  while (!(await areBound(api, pod, node, { bindings, provisions }, claims, signal))) {
    if (clock.monotonic() >= until)
      throw new Error(`binding volumes: not done after ${Math.round(timeoutMs / 1000)} s`);
    await clock.sleep(POLL_MS, signal);
  }
}

/** With the version that was decided on: if somebody changed the volume since, the API server refuses. */
async function reserveVolume(
  api: ClusterApi,
  { metadata }: PersistentVolume,
  claim: PersistentVolumeClaim,
  signal: AbortSignal,
): Promise<void> {
  const patch = {
    metadata: { ...versionOf(metadata), annotations: { [BOUND_BY_CONTROLLER]: 'yes' } },
    spec: { claimRef: referenceTo(claim) },
  };
  await api.patch(PERSISTENT_VOLUMES, { name: metadata.name }, patch, { signal });
}

async function selectNode(
  api: ClusterApi,
  { metadata }: PersistentVolumeClaim,
  node: string,
  signal: AbortSignal,
): Promise<void> {
  const patch = { metadata: { ...versionOf(metadata), annotations: { [SELECTED_NODE]: node } } };
  await api.patch(PERSISTENT_VOLUME_CLAIMS, nameOf(metadata), patch, { signal });
}

/** Throws when the pod has to be tried again (upstream: plugins/volumebinding, `checkBindings`). */
async function areBound(
  api: ClusterApi,
  pod: Pod,
  nodeName: string,
  { bindings, provisions }: LateVolumes,
  claims: readonly PersistentVolumeClaim[],
  signal: AbortSignal,
): Promise<boolean> {
  const node = await api.get(NODES, { name: nodeName }, { signal });
  await podIsThere(api, pod, signal);
  for (const { volume } of bindings) {
    const now = await api.get(PERSISTENT_VOLUMES, { name: volume.metadata.name }, { signal });
    if (!now.spec?.claimRef?.uid) throw new Error(`ClaimRef got reset for pv "${now.metadata.name}"`);
  }
  for (const { metadata } of provisions) {
    const now = await api.get(PERSISTENT_VOLUME_CLAIMS, nameOf(metadata), { signal });
    // a provisioner that cannot make the volume takes the annotation back
    if (now.metadata.annotations?.[SELECTED_NODE] !== nodeName)
      throw new Error(`provisioning failed for PVC "${metadata.name}"`);
  }
  for (const { metadata } of claims) {
    const now = await api.get(PERSISTENT_VOLUME_CLAIMS, nameOf(metadata), { signal });
    if (!isBound(now)) return false;
    await checkReach(api, now.spec?.volumeName ?? '', node, signal);
  }
  return true;
}

async function podIsThere(api: ClusterApi, { metadata }: Pod, signal: AbortSignal): Promise<void> {
  try {
    await api.get(PODS, nameOf(metadata), { signal });
  } catch (error) {
    if (isNotFound(error)) throw new Error('pod does not exist any more', { cause: error });
    throw error;
  }
}

async function checkReach(api: ClusterApi, name: string, node: Node, signal: AbortSignal): Promise<void> {
  const volume = await api.get(PERSISTENT_VOLUMES, { name }, { signal });
  if (!allowsNode(volumeAffinity(volume), node))
    throw new Error(`pv "${name}" node affinity doesn't match node "${node.metadata.name}"`);
}

function versionOf({ resourceVersion }: ObjectMeta) {
  return resourceVersion === undefined ? {} : { resourceVersion };
}

function nameOf({ namespace, name }: ObjectMeta) {
  return { name, ...(namespace !== undefined && { namespace }) };
}
