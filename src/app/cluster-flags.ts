/** Which cluster, where in it, and how much to say: what kubectl users expect of every command that talks to one. */
export interface ClusterFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  /** Milliseconds; 0 means no limit. */
  readonly requestTimeout: number;
  /** 0 quiet … 10 everything, as in kubectl. */
  readonly v: number;
}
