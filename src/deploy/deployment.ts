/** What is to run in a cluster. */
export interface SchedulerDeployment {
  /** Of the Deployment, its ServiceAccount, its lease and all the rest. */
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly replicas: number;
  /** A complete KubeSchedulerConfiguration, YAML. */
  readonly configuration: string;
  /** The names that it serves. */
  readonly serves: readonly string[];
  /** More of `serve`'s flags. */
  readonly flags: readonly string[];
  /** Bind the cluster's own roles instead of one with just what is used. */
  readonly systemRole: boolean;
  /** Its pods run there only, and so do not count on the nodes that it places pods on. */
  readonly onControlPlane?: boolean;
}

/** An object as `kubectl apply` takes it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** The label values by which everything that was made is found again. */
export const MANAGED_BY = 'kubectl-minisched';

/** On every object: who made it, and for which deployment. */
export function labelsOf(name: string): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': MANAGED_BY,
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/component': 'scheduler',
    'app.kubernetes.io/managed-by': MANAGED_BY,
  };
}

/** The same as a selector for kubectl's `-l`. */
export function selectorOf(name: string): string {
  return `app.kubernetes.io/instance=${name},app.kubernetes.io/managed-by=${MANAGED_BY}`;
}

/** Cluster-wide objects carry the program's name, so that they clash with nobody's. */
export function clusterWideName({ name }: Pick<SchedulerDeployment, 'name'>): string {
  return `${MANAGED_BY}:${name}`;
}

/** The kinds of which objects are made in the namespace, beside the Deployment. */
export const NAMESPACED_KINDS = [
  'poddisruptionbudgets',
  'configmaps',
  'leases',
  'rolebindings',
  'roles',
  'serviceaccounts',
] as const;

/** Those that are in no namespace. */
export const CLUSTER_KINDS = ['clusterrolebindings', 'clusterroles'] as const;
