import { type About, Distribution, Family, Value } from './instruments.ts';
import { familyText } from './text.ts';

type Labels = readonly string[];

/** All metrics of a process. */
export class Registry {
  readonly #families: Family[] = [];
  readonly #collectors: (() => void)[] = [];

  counter(name: string, help: string, labels: Labels = []): Family<Value> {
    return this.#added(new Family({ name, help, type: 'counter', labels }, () => new Value()));
  }

  gauge(name: string, help: string, labels: Labels = []): Family<Value> {
    return this.#added(new Family({ name, help, type: 'gauge', labels }, () => new Value()));
  }

  histogram(
    name: string,
    help: string,
    bounds: readonly number[],
    labels: Labels = [],
  ): Family<Distribution> {
    return this.#added(new Family({ name, help, type: 'histogram', labels }, () => new Distribution(bounds)));
  }

  /** What there is, also what has no series yet. */
  get families(): readonly About[] {
    return this.#families.map(({ about }) => about);
  }

  /** Called before each {@link text}: sets what is worked out only when somebody asks. */
  onCollect(collect: () => void): void {
    this.#collectors.push(collect);
  }

  /** Everything as it is now, in Prometheus' text format 0.0.4. */
  text(): string {
    for (const collect of this.#collectors) collect();
    return this.#families
      .toSorted((a, b) => (a.about.name < b.about.name ? -1 : 1))
      .map(familyText)
      .join('');
  }

  #added<F extends Family>(family: F): F {
    this.#families.push(family);
    return family;
  }
}
