import type { StoredObject } from '../../api/stored-object.ts';
import type { Pod } from '../../data/types.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, PODS, type Kind } from '../runtime/kinds.ts';
import { ObjectIndex } from '../runtime/object-index.ts';
import { isTerminal } from '../workloads/pods.ts';

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';

/** Lets claims go that no pod uses, and volumes that no claim has (pkg/controller/volume/pvcprotection, pvprotection). */
export function startVolumeProtection(parts: ControllerParts): Running {
  const context = new ControllerContext(parts, 'pvc-protection-controller');
  const { client } = context;
  const claims = context.queue((key) => {
    const claim = client.byKey(PERSISTENT_VOLUME_CLAIMS, key);
    const isUsed = users.get(key).some((pod) => pod.spec?.nodeName && !isTerminal(pod));
    if (claim && !isUsed) release(context, PERSISTENT_VOLUME_CLAIMS, claim, CLAIM_FINALIZER);
  });
  const volumes = context.queue((key) => {
    const volume = client.byKey(PERSISTENT_VOLUMES, key);
    if (volume && volume.status?.phase !== 'Bound')
      release(context, PERSISTENT_VOLUMES, volume, VOLUME_FINALIZER);
  });
  const users = new ObjectIndex<Pod>({
    store: parts.store,
    storage: PODS.info.storage,
    wordsOf: claimsOf,
    onChange: (key) => {
      claims.add(key);
    },
  });
  context.onStop(users.stop);
  context.feed(PERSISTENT_VOLUME_CLAIMS, claims);
  context.feed(PERSISTENT_VOLUMES, volumes);
  return context;
}

function claimsOf({ metadata, spec }: Pod): string[] {
  return (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim ? [`${metadata.namespace ?? ''}/${persistentVolumeClaim.claimName}`] : [],
  );
}

function release<T extends StoredObject>(
  context: ControllerContext,
  kind: Kind<T>,
  object: T,
  finalizer: string,
): void {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (!deletionTimestamp || !finalizers.includes(finalizer)) return;
  const rest = finalizers.filter((name) => name !== finalizer);
  context.client.update(kind, { ...object, metadata: { ...object.metadata, finalizers: rest } });
}
