/** A number that is counted up, or set. */
export class Value {
  value = 0;

  inc(by = 1): void {
    this.value += by;
  }

  set(value: number): void {
    this.value = value;
  }
}

/** How many observations were at most as large as each bound, and their sum. */
export class Distribution {
  readonly bounds: readonly number[];
  /** For each bound those above the bound before; the last is for what is above all. */
  readonly counts: number[];
  sum = 0;

  /** `bounds` rise. */
  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = [...bounds.map(() => 0), 0];
  }

  observe(value: number): void {
    // a few dozen bounds: going through them costs less than halving
    let at = 0;
    while (at < this.bounds.length && value > (this.bounds[at] ?? Infinity)) at++;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    this.sum += value;
  }
}

/** What one metric is: Prometheus' words. */
export interface About {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
}

/** One metric with a series for each combination of label values. */
export class Family<S extends Value | Distribution = Value | Distribution> {
  readonly about: About;
  readonly #make: () => S;
  readonly #series = new Map<string, { readonly values: readonly string[]; readonly series: S }>();

  constructor(about: About, make: () => S) {
    this.about = about;
    this.#make = make;
    // one without labels is there before anything was counted
    if (about.labels.length === 0) this.with();
  }

  /** The series of these label values, in the order of the labels. Keep it where it is asked for often. */
  with(...values: readonly string[]): S {
    const key = values.join('\0');
    const found = this.#series.get(key);
    if (found) return found.series;
    const series = this.#make();
    this.#series.set(key, { values, series });
    return series;
  }

  /** Forgets every series: for gauges that are worked out anew each time. */
  clear(): void {
    this.#series.clear();
  }

  /** In the order in which they came. */
  all(): Iterable<{ readonly values: readonly string[]; readonly series: S }> {
    return this.#series.values();
  }
}

/** Bounds that grow by a factor, rounded as Go's `ExponentialBuckets` rounds. */
export function exponential(start: number, factor: number, count: number): readonly number[] {
  const bounds: number[] = [];
  for (let bound = start; bounds.length < count; bound *= factor) bounds.push(bound);
  return bounds;
}
