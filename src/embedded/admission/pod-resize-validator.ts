import { resource } from '../api/resource-info.ts';
import { StatusError } from '../api/status.ts';
import { typed } from '../api/stored-object.ts';
import { amountOf, requestsOf } from '../../api/pod-requests.ts';
import type { Node, Pod } from '../data/types.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin, AdmissionRequest } from './contract.ts';
import { isAbout, refused } from './request.ts';

const NODES = resource('v1', 'nodes');
const OS_LABEL = 'kubernetes.io/os';

/** A pod on a node cannot grow beyond it (plugin/pkg/admission/podresize). */
export function podResizeValidator(store: Store): AdmissionPlugin {
  return {
    operations: ['UPDATE'],
    validate: (request) => {
      const { draft, old } = request;
      if (!draft || !old || !isAbout(request, 'pods', 'resize')) return;
      const pod = typed<Pod>(draft);
      const name = pod.spec?.nodeName;
      if (!name || old.metadata.generation === pod.metadata.generation) return;
      const entry = store.get(NODES.storage, name);
      if (!entry) throw refused(request, `node ${JSON.stringify(name)} not found`);
      checkNode(request, pod, typed<Node>(entry.object));
    },
  };
}

function checkNode(request: AdmissionRequest, pod: Pod, { metadata, status }: Node): void {
  const system = metadata.labels?.[OS_LABEL] ?? 'linux';
  if (system !== 'linux') {
    const why = `pod resize is only supported on linux nodes, node "${metadata.name ?? ''}" is "${system}"`;
    throw withCause(refused(request, why), 'UnsupportedPlatform');
  }
  const requests = requestsOf(pod);
  const tooMuch = (['cpu', 'memory'] as const).flatMap((name) => {
    const [wanted, there] = [requests.get(name) ?? 0, amountOf(name, status?.allocatable?.[name] ?? '0')];
    return wanted > there ? [`${name}, requested: ${String(wanted)}, allocatable: ${String(there)}`] : [];
  });
  if (tooMuch.length === 0) return;
  const why = `node didn't have enough allocatable resources: ${tooMuch.join('; ')}`;
  throw withCause(refused(request, why), 'NodeCapacity');
}

function withCause({ status, message }: StatusError, reason: string): StatusError {
  return new StatusError(403, 'Forbidden', message, { ...status.details, causes: [{ reason }] });
}
