import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { NODES } from '../runtime/kinds.ts';

const TTL = 'node.alpha.kubernetes.io/ttl';

/** How long kubelets of a cluster of some size may keep secrets and config maps (`ttlBoundaries`, pkg/controller/ttl/ttl_controller.go). */
const BOUNDARIES = [
  { below: 0, above: 100, seconds: 0 },
  { below: 90, above: 500, seconds: 15 },
  { below: 450, above: 1000, seconds: 30 },
  { below: 900, above: 2000, seconds: 60 },
  { below: 1800, above: Infinity, seconds: 300 },
] as const;

/** Tells each node that is made or changes, in an annotation, how long its kubelet may keep what it read. */
export function startNodeTtl(parts: ControllerParts): Running {
  const context = new ControllerContext(parts, 'ttl-controller');
  const { client, store } = context;
  let step = 0;
  const queue = context.queue((name) => {
    const node = client.byKey(NODES, name);
    if (!node) return;
    step = stepFor(store.count(NODES.info.storage), step);
    const ttl = String(BOUNDARIES[step]?.seconds ?? 0);
    if (node.metadata.annotations?.[TTL] === ttl) return;
    client.patch(NODES, node, { metadata: { annotations: { [TTL]: ttl } } }, 'strategic');
  });
  context.feed(NODES, queue);
  return context;
}

/** The steps overlap, so that a cluster on the edge does not go to and fro. */
function stepFor(nodes: number, step: number): number {
  const { below, above } = BOUNDARIES[step] ?? BOUNDARIES[0];
  if (nodes > above) return stepFor(nodes, step + 1);
  return nodes < below ? stepFor(nodes, step - 1) : step;
}
