import type { KubeObject } from '../../../api/types.ts';

/** The label that says which pod group of its namespace a pod belongs to. */
export const POD_GROUP = 'pod-group.scheduling.sigs.k8s.io/name';

/** The label that says how many pods of the group must be placed together; the same on each of them. */
export const MIN_AVAILABLE = 'pod-group.scheduling.sigs.k8s.io/min-available';

/** What a pod's labels say of its group. */
export interface Membership {
  /** `namespace/name` */
  readonly group: string;
  /** NaN when the label is not a whole number of at least 1. */
  readonly minMember: number;
}

const known = new WeakMap<KubeObject, Membership | false>();

/**
 * The labels of sigs.k8s.io/scheduler-plugins' lightweight variant (kep/2-lightweight-coscheduling), which needs no kind of its own in the
 * cluster. Undefined for a pod without one of the two labels: it is scheduled alone.
 */
export function membershipOf(pod: KubeObject): Membership | undefined {
  let membership = known.get(pod);
  if (membership === undefined) {
    membership = read(pod);
    known.set(pod, membership);
  }
  return membership === false ? undefined : membership;
}

function read({ metadata: { namespace = 'default', labels } }: KubeObject): Membership | false {
  const name = labels?.[POD_GROUP];
  const least = labels?.[MIN_AVAILABLE];
  if (!name || !least) return false;
  return { group: `${namespace}/${name}`, minMember: /^[1-9]\d{0,8}$/.test(least) ? Number(least) : NaN };
}
