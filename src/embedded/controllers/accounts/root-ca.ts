import { isReason } from '../runtime/client.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { CONFIG_MAPS, NAMESPACES } from '../runtime/kinds.ts';
import { isSame } from '../workloads/template-hash.ts';

const NAME = 'kube-root-ca.crt';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or ' +
  'kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Every namespace has the cluster's CA as a config map (pkg/controller/certificates/rootcacertpublisher). `ca` is PEM. */
export function startRootCa(parts: ControllerParts, ca: string): Running {
  const context = new ControllerContext(parts, 'root-ca-cert-publisher');
  const data = { 'ca.crt': ca };
  const annotations = { 'kubernetes.io/description': DESCRIPTION };
  const queue = context.queue((namespace) => {
    const found = context.client.byKey(NAMESPACES, namespace);
    if (!found || found.metadata.deletionTimestamp) return;
    const map = context.client.get(CONFIG_MAPS, namespace, NAME);
    if (
      map &&
      isSame(map.data, data) &&
      map.metadata.annotations?.['kubernetes.io/description'] === DESCRIPTION
    )
      return;
    const metadata = map ? { ...map.metadata, annotations } : { name: NAME, namespace, annotations };
    try {
      if (map) context.client.update(CONFIG_MAPS, { ...map, metadata, data });
      else context.client.createIfAbsent(CONFIG_MAPS, { metadata, data });
    } catch (error) {
      // the namespace went in between: nothing to do any more
      if (!isReason(error, 'Forbidden')) throw error;
    }
  });
  context.follow(CONFIG_MAPS, ({ entry: { object } }) => {
    if (object.metadata.name === NAME) queue.add(object.metadata.namespace ?? '');
  });
  context.feed(NAMESPACES, queue);
  return context;
}
