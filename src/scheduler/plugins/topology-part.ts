/** How people call the well-known parts of a cluster. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['kubernetes.io/hostname', 'node'],
  ['topology.kubernetes.io/zone', 'zone'],
  ['topology.kubernetes.io/region', 'region'],
]);

/** What a topology key divides a cluster into, in a word: `zone`, `rack`. */
export function topologyPart(topologyKey: string): string {
  return PARTS.get(topologyKey) ?? topologyKey.slice(topologyKey.lastIndexOf('/') + 1);
}
