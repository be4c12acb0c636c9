/** Who asks, as authentication found out. */
export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** The person who made the cluster, by client certificate, and the program itself: both may do everything. */
export const MASTERS = 'system:masters';

/** Who shows no credential. */
export const ANONYMOUS: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** What our own controllers act as, by their names in a real cluster: `system:serviceaccount:kube-system:job-controller`. */
export function controllerUser(name: string): User {
  return { name: `system:serviceaccount:kube-system:${name}`, groups: [MASTERS] };
}

/** What comes with every write. */
export interface WriteContext {
  readonly user: User;
  /** `fieldManager`, or the first part of the User-Agent (`kubectl`): what managedFields names. */
  readonly manager: string;
  readonly dryRun: boolean;
  /** Collects what is answered as `Warning` headers; plain sentences. */
  readonly warnings: string[];
}
