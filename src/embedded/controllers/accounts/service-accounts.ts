import { isReason } from '../runtime/client.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { NAMESPACES, SERVICE_ACCOUNTS } from '../runtime/kinds.ts';

/** Every namespace has the service account `default` (pkg/controller/serviceaccount/serviceaccounts_controller.go). */
export function startServiceAccounts(parts: ControllerParts): Running {
  const context = new ControllerContext(parts, 'service-account-controller');
  const queue = context.queue((namespace) => {
    const found = context.client.byKey(NAMESPACES, namespace);
    if (!found || found.metadata.deletionTimestamp) return;
    if (context.client.get(SERVICE_ACCOUNTS, namespace, 'default')) return;
    try {
      context.client.createIfAbsent(SERVICE_ACCOUNTS, { metadata: { name: 'default', namespace } });
    } catch (error) {
      // the namespace went in between: nothing to do any more
      if (!isReason(error, 'Forbidden')) throw error;
    }
  });
  context.follow(SERVICE_ACCOUNTS, ({ type, entry }) => {
    if (type === 'DELETED') queue.add(entry.object.metadata.namespace ?? '');
  });
  context.feed(NAMESPACES, queue);
  return context;
}
