import type { Endpoints, EndpointSlice, PriorityClass, Service } from '../data/types.ts';
import { hostAddress } from '../kubelet/addresses.ts';
import { SERVICE_ADDRESS } from '../pki/names.ts';

/** Where the API server of a kind cluster listens inside it. */
const PORT = 6443;
const IN_DEFAULT = { name: 'kubernetes', namespace: 'default' };

/** pkg/apis/scheduling/v1/helpers.go. */
export const PRIORITY_CLASSES: readonly PriorityClass[] = [
  {
    metadata: { name: 'system-node-critical' },
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
  {
    metadata: { name: 'system-cluster-critical' },
    value: 2_000_000_000,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
];

/** pkg/controlplane/controller/kubernetesservice. */
export const KUBERNETES: Service = {
  metadata: { ...IN_DEFAULT, labels: { component: 'apiserver', provider: 'kubernetes' } },
  spec: {
    clusterIP: SERVICE_ADDRESS,
    ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: PORT }],
    sessionAffinity: 'None',
    type: 'ClusterIP',
  },
};

/** Its endpoint is the control-plane node, as in a kind cluster (pkg/controlplane/reconcilers). */
export const ENDPOINTS_OF_KUBERNETES: Endpoints = {
  metadata: { ...IN_DEFAULT, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
  subsets: [{ addresses: [{ ip: hostAddress(0) }], ports: [{ name: 'https', port: PORT, protocol: 'TCP' }] }],
};

export const SLICE_OF_KUBERNETES: EndpointSlice = {
  metadata: { ...IN_DEFAULT, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
  addressType: 'IPv4',
  endpoints: [{ addresses: [hostAddress(0)], conditions: { ready: true } }],
  ports: [{ name: 'https', port: PORT, protocol: 'TCP' }],
};
