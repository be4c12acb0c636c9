import type { Store } from '../store/store.ts';
import type { Admission, AdmissionPlugin } from './contract.ts';
import { defaultStorageClass } from './default-storage-class.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { nodeRestriction } from './node-restriction.ts';
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize.ts';
import { podResizeValidator } from './pod-resize-validator.ts';
import { podSecurity } from './pod-security.ts';
import { podTopologyLabels } from './pod-topology-labels.ts';
import { priority } from './priority.ts';
import { rbacEscalation } from './rbac-escalation.ts';
import { runtimeClass } from './runtime-class.ts';
import { serviceAccount } from './service-account.ts';
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

export type { Admission, AdmissionRequest } from './contract.ts';

/** What the plugins need beside the store. */
export interface AdmissionParts {
  /** In [0, 1): for the names of token volumes. */
  readonly random: () => number;
}

/**
 * The plugins that kube-apiserver has on by default (and NodeRestriction, which every installer turns on), as far as they matter for the
 * kinds that are served. They read other objects (namespaces, priority classes, …) from `store`.
 */
export function createAdmission(store: Store, { random }: AdmissionParts): Admission {
  const plugins: readonly AdmissionPlugin[] = [
    namespaceLifecycle(store),
    serviceAccount(store, random),
    nodeRestriction(store),
    taintNodesByCondition(),
    podSecurity(store),
    priority(store),
    defaultTolerationSeconds(),
    defaultStorageClass(store),
    storageObjectInUseProtection(),
    persistentVolumeClaimResize(store),
    runtimeClass(),
    podTopologyLabels(store),
    podResizeValidator(store),
    // no plugin upstream: it follows them
    rbacEscalation(store),
  ];
  const asked = ({ operation }: { operation: AdmissionPlugin['operations'][number] }): AdmissionPlugin[] =>
    plugins.filter(({ operations }) => operations.includes(operation));
  return {
    mutate: (request) => {
      for (const plugin of asked(request)) plugin.mutate?.(request);
    },
    validate: (request) => {
      for (const plugin of asked(request)) plugin.validate?.(request);
    },
  };
}
