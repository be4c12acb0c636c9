import type { Pod } from '../data/types.ts';

/** The pods' network of node `index` (from 0): 10.244.0.0/24, 10.244.1.0/24, … as kind gives them; beyond 256 nodes the second number goes on. */
export function podCidr(index: number): string {
  const second = (244 + (index >> 8)) % 256;
  return `10.${String(second)}.${String(index & 255)}.0/24`;
}

/** The node's own address: 172.18.0.2 onwards, kind's Docker network. */
export function hostAddress(index: number): string {
  const host = index + 2;
  return `172.${String(18 + (host >> 16))}.${String((host >> 8) & 255)}.${String(host & 255)}`;
}

/**
 * An address of the node's network that none of its pods has; they are given in turn. Undefined when all 253 are taken. `.1` is the bridge's.
 */
export function freeAddress(cidr: string, pods: readonly Pod[], last: number): string | undefined {
  const network = cidr.slice(0, cidr.lastIndexOf('.'));
  const taken = new Set(pods.flatMap(({ status }) => status?.podIP ?? []));
  for (let step = 0; step < 253; step += 1) {
    const host = 2 + ((last - 1 + step) % 253);
    const address = `${network}.${String(host)}`;
    if (!taken.has(address)) return address;
  }
  return undefined;
}

/** The last number of an address; 1 for none: where `freeAddress` goes on. */
export function hostNumber(address: string | undefined): number {
  return Number(address?.slice(address.lastIndexOf('.') + 1) ?? 1);
}
