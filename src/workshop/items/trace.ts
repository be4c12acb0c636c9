import { tracePod } from '../trace.ts';
import type { Play } from './scene.ts';
import type { Item } from './schema.ts';

/** Shows what happened to a pod so far, in order. */
export const playTrace: Play<Extract<Item, { trace: unknown }>> = async (item, { stage }) => {
  const pod = await stage.look?.pod(item.trace);
  if (!stage.look || !pod) return true;
  const rows = tracePod(pod, await stage.look.eventsAbout(pod));
  stage.workshop.observe({ type: 'trace', pod: item.trace, rows });
  return true;
};
