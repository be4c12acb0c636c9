import { startClusterRoleAggregation } from './accounts/cluster-role-aggregation.ts';
import { startRootCa } from './accounts/root-ca.ts';
import { startServiceAccounts } from './accounts/service-accounts.ts';
import type { SignSecretToken } from '../auth/contract.ts';
import { startTokens } from './accounts/tokens.ts';
import { startDaemonSets } from './daemonset/daemon-set-controller.ts';
import { startDeployments } from './deployment/deployment-controller.ts';
import { startEventExpiry } from './events/event-expiry.ts';
import { startGarbageCollector } from './garbage-collector/garbage-collector.ts';
import { startJobs } from './job/job-controller.ts';
import { startNamespaces } from './namespace/namespace-controller.ts';
import { startNodeLifecycle } from './nodes/node-lifecycle-controller.ts';
import { startNodeTtl } from './nodes/node-ttl-controller.ts';
import { startPodGarbageCollector } from './nodes/pod-garbage-collector.ts';
import { startTaintEviction } from './nodes/taint-eviction.ts';
import { startDisruption } from './policy/disruption-controller.ts';
import { startReplicas } from './replicaset/replica-set-controller.ts';
import { REPLICA_SET, REPLICATION_CONTROLLER } from './replicaset/replica-set-kinds.ts';
import type { ControllerParts, Running } from './runtime/controller.ts';
import { startEndpoints, startEndpointSlices } from './services/endpoints-controllers.ts';
import { startStatefulSets } from './statefulset/stateful-set-controller.ts';
import { startProvisioner } from './volumes/provisioner.ts';
import { startVolumeBinder } from './volumes/volume-binder.ts';
import { startVolumeProtection } from './volumes/volume-protection.ts';

/** What the controllers stand on. */
export interface ControllersParts extends ControllerParts {
  /** The cluster's CA in PEM: for `kube-root-ca.crt` and token secrets. */
  readonly ca: string;
  readonly signToken: SignSecretToken;
}

/**
 * Starts what kube-controller-manager runs, as far as it is here. Everything follows the store and works in turns of a few milliseconds;
 * nothing runs while nothing changes, but for the watch over the nodes' heartbeats.
 */
export function startControllers(parts: ControllersParts): Running {
  const running = [
    startNamespaces(parts),
    startServiceAccounts(parts),
    startRootCa(parts, parts.ca),
    startTokens(parts, parts),
    startClusterRoleAggregation(parts),
    startGarbageCollector(parts),
    startReplicas(parts, REPLICA_SET),
    startReplicas(parts, REPLICATION_CONTROLLER),
    startDeployments(parts),
    startDaemonSets(parts),
    startStatefulSets(parts),
    startJobs(parts),
    startEndpoints(parts),
    startEndpointSlices(parts),
    startDisruption(parts),
    startVolumeBinder(parts),
    startVolumeProtection(parts),
    startProvisioner(parts),
    startNodeLifecycle(parts),
    startNodeTtl(parts),
    startTaintEviction(parts),
    startEventExpiry(parts),
    startPodGarbageCollector(parts),
  ];
  return {
    stop() {
      for (const controller of running) controller.stop();
    },
  };
}
