import { isFinished } from '../../api/pods.ts';
import { amountOf, requestsOf } from '../../api/pod-requests.ts';
import type { Pod } from '../../api/types.ts';
import { naturalOrder } from '../../lib/natural-order.ts';
import { isOfStep } from '../leftovers.ts';
import type { PicturedPod } from '../node-picture.ts';
import type { Play } from './scene.ts';
import type { Item } from './schema.ts';

/** Draws the nodes: how much of a resource the pods there ask for, and which pods of the step they are. */
export const playPicture: Play<Extract<Item, { picture: unknown }>> = async (
  { picture: resource },
  scene,
) => {
  const { step, stage } = scene;
  const { look, workshop } = stage;
  if (!look) return true;
  const [nodes, all] = await Promise.all([look.nodes(), look.podsEverywhere()]);
  const pods = all.toSorted(byAge);
  const rows = nodes
    .toSorted((a, b) => naturalOrder(a.metadata.name, b.metadata.name))
    .map(({ metadata: { name }, status }) => {
      const here = pods.filter((pod) => pod.spec.nodeName === name && !isFinished(pod));
      const asked = here.map((pod) => requestsOf(pod, { withStatus: true }).get(resource) ?? 0);
      return {
        name,
        asked: asked.reduce((sum, each) => sum + each, 0),
        allocatable: amountOf(resource, status?.allocatable?.[resource] ?? '0'),
        pods: here.map((pod) =>
          picturedPod(pod, pod.metadata.namespace === look.namespace && isOfStep(pod, step)),
        ),
      };
    });
  workshop.observe({ type: 'picture', resource, nodes: rows });
  return true;
};

/** The oldest first, so that letters do not change when pods come; server times have whole seconds. */
function byAge({ metadata: a }: Pod, { metadata: b }: Pod): number {
  const [one = '', other = ''] = [a.creationTimestamp, b.creationTimestamp];
  return one.localeCompare(other) || naturalOrder(a.name, b.name);
}

/** Pods that belong together carry the label `app`. */
function picturedPod({ metadata }: Pod, isNew: boolean): PicturedPod {
  return { source: metadata.labels?.['app'] ?? metadata.name, isNew };
}
