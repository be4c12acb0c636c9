import type { RequiredNodeAffinity } from '../../../api/node-affinity.ts';
import { nodeTerms } from '../../../api/node-selector.ts';
import type { PersistentVolume } from '../../../api/volumes.ts';

const ANYWHERE: RequiredNodeAffinity = { selector: [] };
const known = new WeakMap<PersistentVolume, RequiredNodeAffinity>();

/**
 * The nodes that reach the volume, by their labels; names of nodes are not looked at (upstream: component-helpers/storage/volume,
 * `CheckNodeAffinity`). Read once for each version of a volume.
 */
export function volumeAffinity(volume: PersistentVolume): RequiredNodeAffinity {
  let found = known.get(volume);
  if (!found) known.set(volume, (found = read(volume)));
  return found;
}

function read({ spec }: PersistentVolume): RequiredNodeAffinity {
  const required = spec?.nodeAffinity?.required;
  if (!required) return ANYWHERE;
  return { selector: [], terms: nodeTerms(required).map((term) => ({ ...term, onFields: [] })) };
}
