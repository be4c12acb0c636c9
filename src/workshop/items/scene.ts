import type { Step } from '../content.ts';
import type { Stage } from '../stage.ts';
import type { Values } from '../variables.ts';

/** What an item is played in. */
export interface Scene {
  readonly stage: Stage;
  readonly step: Step;
  readonly values: Values;
}

/** Plays an item. False: it did not come true, and the step ends here. */
export type Play<I> = (item: I, scene: Scene) => Promise<boolean>;
