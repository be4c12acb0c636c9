/** A part of the cluster: the nodes with one value of a label. */
export interface Domain {
  /** That value. */
  readonly name: string;
  readonly pods: number;
}

/**
 * How many matching pods each domain has (upstream: `TpValueToMatchNum` and `criticalPaths`). A copy for a what-if shares the counts and
 * keeps what differs: taking pods from one node changes one domain, so a copy costs the same however many domains there are.
 */
export class DomainCounts {
  readonly #base: ReadonlyMap<string, number>;
  /** The two with the fewest pods of `#base`: the second stands in when the first has changed. */
  readonly #two: readonly Domain[];
  readonly #changed = new Map<string, number>();
  #size: number;
  #fewest: Domain | undefined;

  private constructor(base: ReadonlyMap<string, number>, two: readonly Domain[]) {
    this.#base = base;
    this.#two = two;
    this.#size = base.size;
    this.#fewest = two[0];
  }

  /** `counts` must not change any more. */
  static of(counts: ReadonlyMap<string, number>): DomainCounts {
    return new DomainCounts(counts, twoFewest(counts));
  }

  copy(): DomainCounts {
    const copy = new DomainCounts(this.#base, this.#two);
    for (const [domain, pods] of this.#changed) copy.#changed.set(domain, pods);
    copy.#size = this.#size;
    copy.#fewest = this.#fewest;
    return copy;
  }

  /** `pods` more, or less when negative. */
  add(domain: string, pods: number): void {
    if (!this.#base.has(domain) && !this.#changed.has(domain)) this.#size++;
    this.#changed.set(domain, this.get(domain) + pods);
    this.#fewest = this.#findFewest();
  }

  get(domain: string): number {
    return this.#changed.get(domain) ?? this.#base.get(domain) ?? 0;
  }

  /** How many domains there are. */
  get size(): number {
    return this.#size;
  }

  /** The domain with the fewest pods; undefined where there is none. */
  get fewest(): Domain | undefined {
    return this.#fewest;
  }

  #findFewest(): Domain | undefined {
    const two = this.#changed.size > 1 ? twoFewest(this.#base, this.#changed) : this.#two;
    let found = two.find(({ name }) => !this.#changed.has(name));
    for (const [name, pods] of this.#changed) if (!found || pods < found.pods) found = { name, pods };
    return found;
  }
}

function twoFewest(
  counts: ReadonlyMap<string, number>,
  except?: ReadonlyMap<string, number>,
): readonly Domain[] {
  let first: Domain | undefined;
  let second: Domain | undefined;
  for (const [name, pods] of counts) {
    if (except?.has(name)) continue;
    if (!first || pods < first.pods) [first, second] = [{ name, pods }, first];
    else if (!second || pods < second.pods) second = { name, pods };
  }
  return [first, second].filter((domain) => domain !== undefined);
}
