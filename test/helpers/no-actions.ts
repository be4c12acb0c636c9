import type { Actions } from '../../src/tui/actions.ts';
import type { GuidedActions } from '../../src/tui/guided/guided-actions.ts';

/** What a screen may ask for, and nothing comes of it. */
export const NO_ACTIONS: Actions = {
  pause() {},
  resume() {},
  setPolicy() {},
  quit() {},
  cordon: async () => '',
  taint: async () => '',
  describe: async () => '',
  yaml: async () => '',
};

/** The same of the guided mode. */
export const NO_GUIDED_ACTIONS: GuidedActions = {
  play() {},
  goOn() {},
  stop() {},
  check: async () => {},
  answer() {},
  verify: async () => '',
  quit() {},
};
