import type { Volume } from '../../../../data/types.ts';
import { claimSpecWarnings } from '../../claim-warnings.ts';

/** Sources whose drivers have left Kubernetes, or are about to: field, its name in the sentence, since when. In the order of the checks. */
const BEFORE_CLAIMS = [
  ['photonPersistentDisk', 'photonPersistentDisk', 'v1.11, non-functional in v1.16+'],
  ['gitRepo', 'gitRepo', 'v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'scaleIO', 'v1.16, non-functional in v1.22+'],
  ['flocker', 'flocker', 'v1.22, non-functional in v1.25+'],
  ['storageos', 'storageOS', 'v1.22, non-functional in v1.25+'],
  ['quobyte', 'quobyte', 'v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'v1.25, non-functional in v1.26+'],
] as const;
const AFTER_CLAIMS = [
  ['cephfs', 'cephfs', 'v1.28, non-functional in v1.31+'],
  ['rbd', 'rbd', 'v1.28, non-functional in v1.31+'],
] as const;

/** Of the volumes of a pod at `path`. */
export function volumeWarnings(volumes: readonly Volume[] = [], path: string): string[] {
  return volumes.flatMap((volume, index) => {
    const at = `${path}[${String(index)}]`;
    const claim = volume.ephemeral?.volumeClaimTemplate?.spec;
    return [
      ...sourceWarnings(volume, BEFORE_CLAIMS, at),
      ...(claim ? claimSpecWarnings(claim, `${at}.ephemeral.volumeClaimTemplate.spec`) : []),
      ...sourceWarnings(volume, AFTER_CLAIMS, at),
    ];
  });
}

function sourceWarnings(
  volume: Volume,
  sources: readonly (readonly [field: keyof Volume, name: string, since: string])[],
  path: string,
): string[] {
  return sources
    .filter(([field]) => volume[field])
    .map(([, name, since]) => `${path}.${name}: deprecated in ${since}`);
}
