/** One RBAC rule, and what would not work without it. */
export interface Right {
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Only objects of these names; all when missing. */
  readonly resourceNames?: readonly string[];
  /** A clause: printed beside the rule, and what the test of least privilege looks for. */
  readonly why: string;
}

const READ = ['list', 'watch'] as const;

/**
 * What the scheduler does in the whole cluster, and nothing else: each function has its own rule. `test/real/least-privilege.test.ts` takes
 * every one away and sees that function fail.
 */
export const CLUSTER_RIGHTS: readonly Right[] = [
  {
    apiGroup: '',
    resources: ['pods'],
    verbs: READ,
    why: 'finds the pods that name this scheduler, and counts all others on their nodes',
  },
  { apiGroup: '', resources: ['nodes'], verbs: READ, why: 'knows the nodes, their room, taints and labels' },
  {
    apiGroup: '',
    resources: ['pods/binding'],
    verbs: ['create'],
    why: 'places a pod: the one write that binds it',
  },
  {
    apiGroup: '',
    resources: ['pods/status'],
    verbs: ['patch'],
    why: 'tells why a pod cannot be placed (condition PodScheduled), and which node is kept for it (nominatedNodeName)',
  },
  {
    apiGroup: 'events.k8s.io',
    resources: ['events'],
    verbs: ['create'],
    why: 'tells what was decided: Scheduled, FailedScheduling, Preempted',
  },
  {
    apiGroup: 'events.k8s.io',
    resources: ['events'],
    verbs: ['patch'],
    why: 'counts an event that happens again (its series) instead of writing another one',
  },
  { apiGroup: '', resources: ['pods'], verbs: ['delete'], why: 'preempts: pods of lower priority make room' },
  {
    apiGroup: 'policy',
    resources: ['poddisruptionbudgets'],
    verbs: READ,
    why: 'preempts pods first whose disruption budgets allow it',
  },
  {
    apiGroup: '',
    resources: ['pods'],
    verbs: ['get'],
    why: 'reads a pod back when its binding was refused or got no answer, and before its volumes are bound',
  },
  {
    apiGroup: '',
    resources: ['services', 'replicationcontrollers'],
    verbs: READ,
    why: 'spreads the pods of a Service or ReplicationController over nodes by default',
  },
  {
    apiGroup: 'apps',
    resources: ['replicasets', 'statefulsets'],
    verbs: READ,
    why: 'spreads the pods of a ReplicaSet or StatefulSet over nodes by default',
  },
  {
    apiGroup: '',
    resources: ['namespaces'],
    verbs: READ,
    why: 'knows which namespaces the namespaceSelector of a pod affinity means',
  },
  {
    apiGroup: '',
    resources: ['persistentvolumeclaims', 'persistentvolumes'],
    verbs: READ,
    why: 'places a pod where its volumes can be reached',
  },
  {
    apiGroup: 'storage.k8s.io',
    resources: ['storageclasses'],
    verbs: READ,
    why: 'knows which claims wait for their first pod (WaitForFirstConsumer), and where their volumes can be made',
  },
  {
    apiGroup: '',
    resources: ['persistentvolumes'],
    verbs: ['get', 'patch'],
    why: 'binds a volume to the claim of a pod that is about to be placed, and waits until that is done',
  },
  {
    apiGroup: '',
    resources: ['persistentvolumeclaims'],
    verbs: ['get', 'patch'],
    why: 'tells the provisioner of a claim on which node its volume is to be made, and waits until it is there',
  },
  {
    apiGroup: '',
    resources: ['nodes'],
    verbs: ['get'],
    why: 'looks, while volumes are bound, whether the node is still one that reaches them',
  },
];

/** The lease by which copies agree who of them schedules; `name` is its own. */
export function leaseRights(name: string): readonly Right[] {
  const leases = { apiGroup: 'coordination.k8s.io', resources: ['leases'] };
  return [
    {
      ...leases,
      verbs: ['get', 'patch'],
      resourceNames: [name],
      why: 'leads, and keeps leading: takes, renews and gives back its own lease, no other',
    },
    {
      ...leases,
      verbs: ['create'],
      why: 'makes the lease where there is none (RBAC cannot restrict creation to a name)',
    },
  ];
}

/**
 * With `--system-role`: what the cluster's own roles of kube-scheduler lack for us. They know the lease `kube-scheduler` only, and not to
 * patch it (upstream: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go).
 */
export function lackingRights(name: string): readonly Right[] {
  return leaseRights(name).filter(({ resourceNames }) => resourceNames !== undefined);
}

/** The cluster's own roles that `--system-role` binds. */
export const SYSTEM_ROLES = ['system:kube-scheduler', 'system:volume-scheduler'] as const;
