import { readManifest } from '../manifests.ts';
import type { Play } from './scene.ts';
import type { Item } from './schema.ts';

/** Shows a manifest that the next command uses. */
export const playShow: Play<Extract<Item, { show: unknown }>> = (item, { stage, step, values }) => {
  stage.workshop.observe({ type: 'shown', name: item.show, text: readManifest(step, item.show, values) });
  return Promise.resolve(true);
};
