import type { GuidedEffect } from './guided-actions.ts';
import type { GuidedUi } from './guided-model.ts';

/** What comes of a key. */
export interface GuidedStep {
  readonly ui: GuidedUi;
  readonly effects: readonly GuidedEffect[];
}

/** Only the screen changes. */
export function only(ui: GuidedUi): GuidedStep {
  return { ui, effects: [] };
}
