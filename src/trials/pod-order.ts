import type { Pod, Toleration } from '../api/types.ts';
import { POD_LABEL } from '../workshop/marks.ts';

/** What matters of a pod that a trial makes. */
export interface PodOrder {
  readonly name: string;
  /** Who is to place it; the program when missing. */
  readonly schedulerName?: string;
  /** Placed from the start: nobody schedules it. */
  readonly node?: string;
  readonly requests?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  /** Its kubelet refuses it, and so it is Failed at once. */
  readonly refused?: boolean;
}

/** Where such a pod is made, and of what. */
export interface PodSurroundings {
  readonly namespace: string;
  readonly schedulerName: string;
  readonly image: string;
}

/** No node has it, so that a kubelet does not take a pod that was put there nevertheless. */
const NOWHERE = { 'workshop.example.com/nowhere': 'true' };

/** The pod as it is created. */
export function podOf(order: PodOrder, { namespace, schedulerName, image }: PodSurroundings): Pod {
  const { name, node, requests, tolerations, refused } = order;
  return {
    metadata: { name, namespace, labels: { [POD_LABEL]: 'true' } },
    spec: {
      schedulerName: order.schedulerName ?? schedulerName,
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'pause', image, ...(requests && { resources: { requests } }) }],
      ...(node !== undefined && { nodeName: node }),
      ...(tolerations && { tolerations }),
      ...(refused === true && { nodeSelector: NOWHERE }),
    },
  };
}
