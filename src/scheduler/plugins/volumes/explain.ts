import type { Node } from '../../../api/types.ts';
import { lackOf, lackText, wayOutText } from '../node-affinity/lack.ts';
import type { AssumedVolumes } from './assumed-volumes.ts';
import { classOf } from './claims.ts';
import type { NoVolume } from './find-volumes.ts';
import type { BoundClaim } from './pod-volumes.ts';
import { volumeAffinity } from './volume-affinity.ts';

/** `volume pv1 of claim data asks for zone=a, the node has zone=b`. */
export function boundFact({ claim, volume }: BoundClaim, node: Node): string {
  const name = `volume ${claim.spec?.volumeName ?? ''} of claim ${claim.metadata.name}`;
  if (!volume) return `${name} does not exist`;
  return `${name} ${lackText(lackOf(volumeAffinity(volume), node), node) ?? 'does not reach the node'}`;
}

/** Undefined when nothing that can be said helps. */
export function boundWayOut({ claim, volume }: BoundClaim, node: Node): string | undefined {
  if (!volume) return `volume ${claim.spec?.volumeName ?? ''} is there again`;
  return wayOutText([lackOf(volumeAffinity(volume), node)]);
}

/** Why a claim that waits for its first consumer gets no volume on the node. */
export function lateFact({ without }: NoVolume, node: Node, assumed: AssumedVolumes): string {
  const { name } = without.metadata;
  const selected = assumed.nodeOf(without);
  return selected !== undefined && selected !== node.metadata.name
    ? `the volume of claim ${name} is to be made on node ${selected}`
    : `claim ${name}: no volume of class ${classOf(without)} is free for the node, and none can be made`;
}

/** @see lateFact */
export function lateWayOut({ without }: NoVolume, node: Node, assumed: AssumedVolumes): string | undefined {
  const { name } = without.metadata;
  const selected = assumed.nodeOf(without);
  return selected !== undefined && selected !== node.metadata.name
    ? undefined
    : `a volume of class ${classOf(without)} for claim ${name} is free there`;
}
