import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/volumes.ts';

/** Tells a provisioner on which node the first user of a claim will run. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** Whom a volume is for: the part of a claim's metadata that its reference has. */
export type ClaimReference = NonNullable<NonNullable<PersistentVolume['spec']>['claimRef']>;

/**
 * What has been decided about volumes and claims and is not in the cluster yet, so that two pods do not get the same volume (upstream:
 * plugins/volumebinding/assume_cache.go). An assumption holds for the version of the object that it was made about: with the next one
 * the cluster has the word.
 */
export class AssumedVolumes {
  readonly #volumes = new Map<string, { readonly version: Version; readonly claim: ClaimReference }>();
  readonly #claims = new Map<string, { readonly version: Version; readonly node: string }>();

  assumeVolume({ metadata }: PersistentVolume, claim: ClaimReference): void {
    this.#volumes.set(metadata.name, { version: metadata.resourceVersion, claim });
  }

  assumeClaim({ metadata }: PersistentVolumeClaim, node: string): void {
    this.#claims.set(keyOf(metadata), { version: metadata.resourceVersion, node });
  }

  forgetVolume({ metadata }: PersistentVolume): void {
    this.#volumes.delete(metadata.name);
  }

  forgetClaim({ metadata }: PersistentVolumeClaim): void {
    this.#claims.delete(keyOf(metadata));
  }

  /** Whom the volume is for; undefined while it is for anybody. */
  claimOf({ metadata, spec }: PersistentVolume): ClaimReference | undefined {
    return current(this.#volumes, metadata.name, metadata.resourceVersion)?.claim ?? spec?.claimRef;
  }

  /** The node that the claim's volume is or will be made for. */
  nodeOf({ metadata }: PersistentVolumeClaim): string | undefined {
    const assumed = current(this.#claims, keyOf(metadata), metadata.resourceVersion);
    return assumed?.node ?? metadata.annotations?.[SELECTED_NODE];
  }
}

type Version = string | undefined;

function current<T extends { readonly version: Version }>(
  all: Map<string, T>,
  key: string,
  version: Version,
): T | undefined {
  const found = all.get(key);
  if (!found || found.version === version) return found;
  all.delete(key);
  return undefined;
}

function keyOf({ namespace = '', name }: PersistentVolumeClaim['metadata']): string {
  return `${namespace}/${name}`;
}
