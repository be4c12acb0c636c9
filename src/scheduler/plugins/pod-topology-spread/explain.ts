import { topologyPart } from '../topology-part.ts';
import type { Violation } from './filter.ts';

/** The counts behind the reason: `zone a has 3, the fewest is zone b with 1, maxSkew 1`. */
export function fact({ counted, domain, fewest }: Violation): string {
  const { constraint, counts } = counted;
  const { topologyKey, maxSkew, minDomains } = constraint;
  if (!domain) return `no label ${topologyKey}`;
  const part = topologyPart(topologyKey);
  const here = `${part} ${domain.name} has ${domain.pods}`;
  if (counts.size < minDomains) {
    const found = counts.size === 1 ? `only 1 ${part}` : `only ${counts.size} ${part}s`;
    return `${here}, ${found} of minDomains ${minDomains} so that the fewest is 0, maxSkew ${maxSkew}`;
  }
  const { name } = counts.fewest ?? domain;
  return `${here}, the fewest is ${part} ${name} with ${fewest}, maxSkew ${maxSkew}`;
}

/** What would have to change, behind "fits on worker2 if": `2 matching pods leave zone a or maxSkew for zones is 3`. */
export function remedy({ counted, domain, fewest }: Violation): string {
  const { topologyKey, maxSkew } = counted.constraint;
  if (!domain) return `it has a label ${topologyKey}`;
  const skew = domain.pods + counted.self - fewest;
  const leave = skew - maxSkew;
  const pods = leave === 1 ? '1 matching pod leaves' : `${leave} matching pods leave`;
  const part = topologyPart(topologyKey);
  return `${pods} ${part} ${domain.name} or maxSkew for ${part}s is ${skew}`;
}
