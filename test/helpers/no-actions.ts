import type { Actions } from '../../src/tui/actions.ts';

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
