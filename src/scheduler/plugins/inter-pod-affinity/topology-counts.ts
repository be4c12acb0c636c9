import { labelOf, type Labels } from '../../../api/requirement.ts';

type Counts = Map<string, Map<string, number>>;

/**
 * How many matching terms or pods each part of the cluster has, by topology key and value (upstream: plugins/interpodaffinity,
 * `topologyToMatchedTermCount`). A copy for a what-if shares the counts and keeps what differs, so it costs the same however many there are.
 */
export class TopologyCounts {
  readonly #base: Counts;
  /** What a copy has instead of what `#base` says. */
  readonly #changed: Counts | undefined;
  /** The topology keys of both. */
  readonly #keys: string[];
  #pairs: number;

  private constructor(base: Counts, keys: string[], pairs: number, changed?: Counts) {
    this.#base = base;
    this.#keys = keys;
    this.#pairs = pairs;
    this.#changed = changed;
  }

  static empty(): TopologyCounts {
    return new TopologyCounts(new Map(), [], 0);
  }

  /** What is added to the copy does not change this one, and nothing may be added to this one afterwards. */
  copy(): TopologyCounts {
    const changed = new Map(this.#changed?.entries().map(([key, counts]) => [key, new Map(counts)]));
    return new TopologyCounts(this.#base, [...this.#keys], this.#pairs, changed);
  }

  /** No part of the cluster has any. */
  get isEmpty(): boolean {
    return this.#pairs === 0;
  }

  /** `by` more in the part that these labels of a node belong to; without the label the node belongs to none. */
  add(labels: Labels, topologyKey: string, by: number): void {
    const value = labelOf(labels, topologyKey);
    if (value === undefined) return;
    if (!this.#keys.includes(topologyKey)) this.#keys.push(topologyKey);
    const before = this.of(topologyKey, value);
    const counts = this.#changed ?? this.#base;
    let ofKey = counts.get(topologyKey);
    if (!ofKey) counts.set(topologyKey, (ofKey = new Map<string, number>()));
    ofKey.set(value, before + by);
    this.#pairs += Number(before + by !== 0) - Number(before !== 0);
  }

  of(topologyKey: string, value: string): number {
    return this.#changed?.get(topologyKey)?.get(value) ?? this.#base.get(topologyKey)?.get(value) ?? 0;
  }

  /** The first topology key by which the node is in a part that has any. */
  keyOn(labels: Labels): string | undefined {
    if (this.#pairs === 0) return undefined;
    for (const topologyKey of this.#keys) {
      const value = labelOf(labels, topologyKey);
      if (value !== undefined && this.of(topologyKey, value) > 0) return topologyKey;
    }
    return undefined;
  }

  /** The sum over all keys of the parts that the node is in. */
  sumOn(labels: Labels): number {
    let sum = 0;
    for (const topologyKey of this.#keys) {
      const value = labelOf(labels, topologyKey);
      if (value !== undefined) sum += this.of(topologyKey, value);
    }
    return sum;
  }

  /** A value of the topology key whose part has any. */
  someValueOf(topologyKey: string): string | undefined {
    for (const counts of [this.#base, this.#changed])
      for (const value of counts?.get(topologyKey)?.keys() ?? [])
        if (this.of(topologyKey, value) > 0) return value;
    return undefined;
  }
}
