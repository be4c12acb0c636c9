import type { StoredObject } from '../../api/stored-object.ts';
import type { Pod } from '../../data/types.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, PODS, type Kind } from '../runtime/kinds.ts';
import { ObjectIndex } from '../runtime/object-index.ts';
import { isTerminal } from '../workloads/pods.ts';

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';

/**
 * Lets claims go that no pod uses, and volumes that no claim has; gives the others their finalizer back when somebody took it
 * (pkg/controller/volume/pvcprotection, pvprotection).
 */
export function startVolumeProtection(parts: ControllerParts): Running {
  const context = new ControllerContext(parts, 'pvc-protection-controller');
  const { client } = context;
  const claims = context.queue((key) => {
    const claim = client.byKey(PERSISTENT_VOLUME_CLAIMS, key);
    const isUsed = users.get(key).some((pod) => pod.spec?.nodeName && !isTerminal(pod));
    if (claim) protect(context, PERSISTENT_VOLUME_CLAIMS, claim, { finalizer: CLAIM_FINALIZER, isUsed });
  });
  const volumes = context.queue((key) => {
    const volume = client.byKey(PERSISTENT_VOLUMES, key);
    const isUsed = volume?.status?.phase === 'Bound';
    if (volume) protect(context, PERSISTENT_VOLUMES, volume, { finalizer: VOLUME_FINALIZER, isUsed });
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

function protect<T extends StoredObject>(
  { client }: ControllerContext,
  kind: Kind<T>,
  object: T,
  { finalizer, isUsed }: { readonly finalizer: string; readonly isUsed: boolean },
): void {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  const isProtected = finalizers.includes(finalizer);
  const write = (wanted: readonly string[]): void => {
    client.update(kind, { ...object, metadata: { ...object.metadata, finalizers: [...wanted] } });
  };
  if (!deletionTimestamp && !isProtected) write([...finalizers, finalizer]);
  if (deletionTimestamp && isProtected && !isUsed) write(finalizers.filter((name) => name !== finalizer));
}
