import { resource } from '../api/resource-info.ts';
import { forbidden, notFound, StatusError } from '../api/status.ts';
import { typed } from '../api/stored-object.ts';
import type { Namespace } from '../data/types.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin, AdmissionRequest } from './contract.ts';
import { refused } from './request.ts';

const NAMESPACES = resource('v1', 'namespaces');
const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);
/** Asked about a namespace that is not there, it must not tell so. */
const ACCESS_REVIEWS = 'localsubjectaccessreviews.authorization.k8s.io';

/** Nothing is made in a namespace that is missing or ends (apiserver/pkg/admission/plugin/namespace/lifecycle). */
export function namespaceLifecycle(store: Store): AdmissionPlugin {
  return {
    operations: ['CREATE', 'DELETE'],
    mutate: (request) => {
      const { operation, target } = request;
      const { resource, namespace = '', name = '' } = target;
      if (resource.qualified === NAMESPACES.qualified) {
        if (operation === 'DELETE' && IMMORTAL.has(name)) {
          throw forbidden(NAMESPACES, name, 'this namespace may not be deleted');
        }
        return;
      }
      if (operation === 'DELETE' || namespace === '' || resource.qualified === ACCESS_REVIEWS) return;
      checkOpen(store, namespace, request);
    },
  };
}

function checkOpen(store: Store, name: string, request: AdmissionRequest): void {
  const entry = store.get(NAMESPACES.storage, name);
  if (!entry) throw notFound(NAMESPACES, name);
  if (typed<Namespace>(entry.object).status?.phase === 'Terminating') throw terminating(request, name);
}

function terminating(request: AdmissionRequest, namespace: string): StatusError {
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const error = refused(request, why);
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${namespace} is being terminated`,
    field: 'metadata.namespace',
  };
  return new StatusError(403, 'Forbidden', error.message, { ...error.status.details, causes: [cause] });
}
