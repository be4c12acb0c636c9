import type { PersistentVolume, PersistentVolumeClaim } from '../../data/types.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, STORAGE_CLASSES } from '../runtime/kinds.ts';
import { keyOfObject, nameOf, uidOf } from '../runtime/owners.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { isBoundTo, matchingVolume } from './volume-match.ts';

const BOUND_BY_US = 'pv.kubernetes.io/bound-by-controller';
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';

/**
 * Binds claims to volumes that somebody made (pkg/controller/volume/persistentvolume, the small part). A claim
 * that needs a provisioner which is not here stays pending; so does one that waits for its first consumer.
 */
export function startVolumeBinder(parts: ControllerParts): Running {
  return new VolumeBinder(parts).context;
}

class VolumeBinder {
  readonly context: ControllerContext;
  readonly #claims: WorkQueue;
  readonly #volumes: WorkQueue;

  constructor(parts: ControllerParts) {
    this.context = new ControllerContext(parts, 'persistent-volume-binder', 'persistentvolume-controller');
    this.#claims = this.context.queue((key) => {
      this.#syncClaim(key);
    });
    this.#volumes = this.context.queue((key) => {
      this.#syncVolume(key);
    });
    this.context.follow(PERSISTENT_VOLUMES, ({ type }) => {
      if (type === 'ADDED' || type === 'MODIFIED') this.#retryClaims();
    });
    this.context.follow(PERSISTENT_VOLUME_CLAIMS, ({ type, entry }) => {
      if (type === 'DELETED') for (const { key } of this.#boundTo(entry.key)) this.#volumes.add(key);
    });
    this.context.feed(PERSISTENT_VOLUMES, this.#volumes);
    this.context.feed(PERSISTENT_VOLUME_CLAIMS, this.#claims);
  }

  #retryClaims(): void {
    for (const claim of this.context.client.list(PERSISTENT_VOLUME_CLAIMS))
      if (claim.status?.phase !== 'Bound') this.#claims.add(keyOfObject(claim));
  }

  #boundTo(claimKey: string): readonly { readonly key: string }[] {
    return this.context.client
      .list(PERSISTENT_VOLUMES)
      .filter(({ spec }) => `${spec?.claimRef?.namespace ?? ''}/${spec?.claimRef?.name ?? ''}` === claimKey)
      .map((volume) => ({ key: keyOfObject(volume) }));
  }

  #syncClaim(key: string): void {
    const { client } = this.context;
    const claim = client.byKey(PERSISTENT_VOLUME_CLAIMS, key);
    if (!claim || claim.status?.phase === 'Bound' || claim.metadata.deletionTimestamp) return;
    const volume = matchingVolume(claim, client.list(PERSISTENT_VOLUMES));
    const waits = this.#waitsForConsumer(claim) && !claim.spec?.volumeName;
    if (volume && (!waits || volume.spec?.claimRef)) this.#bind(claim, volume);
    else this.#tellWaiting(claim, waits);
  }

  #waitsForConsumer({ spec, metadata }: PersistentVolumeClaim): boolean {
    const name = spec?.storageClassName;
    const storageClass = name ? this.context.client.byKey(STORAGE_CLASSES, name) : undefined;
    const isScheduled = metadata.annotations?.['volume.kubernetes.io/selected-node'] !== undefined;
    return storageClass?.volumeBindingMode === 'WaitForFirstConsumer' && !isScheduled;
  }

  /** Volume first, then claim, each with its status: the real controller's order. */
  #bind(claim: PersistentVolumeClaim, volume: PersistentVolume): void {
    const { client } = this.context;
    const { namespace = '', name = '', resourceVersion = '' } = claim.metadata;
    const wasPrebound = volume.spec?.claimRef !== undefined;
    const claimRef = {
      kind: 'PersistentVolumeClaim',
      namespace,
      name,
      uid: uidOf(claim),
      apiVersion: 'v1',
      resourceVersion,
    };
    const annotations = wasPrebound
      ? volume.metadata.annotations
      : { ...volume.metadata.annotations, [BOUND_BY_US]: 'yes' };
    const metadata = { ...volume.metadata, ...(annotations ? { annotations } : {}) };
    const bound = client.update(PERSISTENT_VOLUMES, {
      ...volume,
      metadata,
      spec: { ...volume.spec, claimRef },
    });
    client.update(PERSISTENT_VOLUMES, { ...bound, status: { ...bound.status, phase: 'Bound' } }, 'status');
    this.#finishClaim(claim, volume);
  }

  #finishClaim(claim: PersistentVolumeClaim, volume: PersistentVolume): void {
    const wasAsked = claim.spec?.volumeName !== undefined && claim.spec.volumeName !== '';
    const annotations = {
      ...claim.metadata.annotations,
      [BIND_COMPLETED]: 'yes',
      ...(wasAsked ? {} : { [BOUND_BY_US]: 'yes' }),
    };
    const written = this.context.client.update(PERSISTENT_VOLUME_CLAIMS, {
      ...claim,
      metadata: { ...claim.metadata, annotations },
      spec: { ...claim.spec, volumeName: nameOf(volume) },
    });
    const { accessModes, capacity } = volume.spec ?? {};
    const status = {
      ...written.status,
      phase: 'Bound',
      ...(accessModes ? { accessModes } : {}),
      ...(capacity ? { capacity } : {}),
    };
    this.context.client.update(PERSISTENT_VOLUME_CLAIMS, { ...written, status }, 'status');
  }

  #tellWaiting(claim: PersistentVolumeClaim, waits: boolean): void {
    const [reason, message] = this.#wordsOf(claim, waits);
    this.context.event(PERSISTENT_VOLUME_CLAIMS, claim, 'Normal', reason, message);
  }

  #wordsOf({ spec }: PersistentVolumeClaim, waits: boolean): readonly [string, string] {
    if (waits) return ['WaitForFirstConsumer', 'waiting for first consumer to be created before binding'];
    const name = spec?.storageClassName ?? '';
    const provisioner = name ? this.context.client.byKey(STORAGE_CLASSES, name)?.provisioner : undefined;
    if (!provisioner || provisioner === 'kubernetes.io/no-provisioner')
      return ['FailedBinding', 'no persistent volumes available for this claim and no storage class is set'];
    const words =
      `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. ` +
      'If volume creation is delayed, please verify that the provisioner is running and correctly registered.';
    return ['ExternalProvisioning', words];
  }

  #syncVolume(key: string): void {
    const { client } = this.context;
    const volume = client.byKey(PERSISTENT_VOLUMES, key);
    if (!volume) return;
    const phase = this.#phaseOf(volume);
    if (volume.status?.phase === phase) return;
    client.update(PERSISTENT_VOLUMES, { ...volume, status: { ...volume.status, phase } }, 'status');
  }

  /** A volume whose claim is gone keeps its data: it is Released. */
  #phaseOf(volume: PersistentVolume): string {
    const reference = volume.spec?.claimRef;
    if (!reference?.uid) return 'Available';
    const claim = this.context.client.get(
      PERSISTENT_VOLUME_CLAIMS,
      reference.namespace,
      reference.name ?? '',
    );
    return claim && isBoundTo(volume, claim) ? 'Bound' : 'Released';
  }
}
