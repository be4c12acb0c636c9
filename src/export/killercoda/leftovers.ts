import type { Step } from '../../workshop/content.ts';
import type { Values } from '../../workshop/variables.ts';
import { manifestOf, playedItems } from '../played.ts';
import { fill } from '../../workshop/variables.ts';
import { SITUATION } from './situation.ts';

/** What earlier steps of a scenario left that a later one removes first: a person has to type that, too. */
export class Leftovers {
  /** Names and labels that some step removes. */
  readonly #removed: ReadonlySet<string>;
  readonly #there = new Set<string>();

  constructor(steps: readonly Step[]) {
    this.#removed = new Set(steps.flatMap(({ removes }) => removes));
  }

  /** The lines that remove them before this step, if there is anything. */
  before({ removes }: Step): readonly string[] {
    const there = removes.filter((one) => this.#there.delete(one));
    const names = there.filter((one) => !one.includes('='));
    return [
      ...(names.length === 0 ? [] : [`kubectl delete pods ${names.join(' ')} --ignore-not-found --now`]),
      ...there.filter((one) => one.includes('=')).map((label) => `kubectl delete pods -l ${label} --now`),
    ];
  }

  /** Notes what this step makes. */
  after(step: Step, values: Values): void {
    const text = madeBy(step, values);
    for (const one of this.#removed) {
      const [key, value] = one.split('=');
      const isMade =
        value === undefined ? text.split(/[^\w-]+/).includes(one) : text.includes(`${key}: ${value}`);
      if (isMade) this.#there.add(one);
    }
  }
}

/** The commands that make pods, and the manifests that are applied. */
function madeBy(step: Step, values: Values): string {
  return playedItems(step, SITUATION)
    .flatMap((item) => {
      if (!('run' in item)) return [];
      const [, file] = /^kubectl apply -f (\S+)$/.exec(item.run) ?? [];
      if (file !== undefined) return [manifestOf(step, file, values)];
      return item.run.startsWith('kubectl run ') ? [fill(item.run, values)] : [];
    })
    .join('\n');
}
