import type { Lease, Node } from '../data/types.ts';
import type { Client } from '../controllers/runtime/client.ts';
import { LEASES, NODES } from '../controllers/runtime/kinds.ts';
import { nameOf, uidOf } from '../controllers/runtime/owners.ts';
import { microTimeOf, msOf } from '../../api/times.ts';
import { healthyConditions } from './node-object.ts';
import { isEmbedded, isSilenced } from './silence.ts';

/** How often the heartbeats look which nodes are due, in milliseconds. */
export const BEAT_MS = 1_000;
/** Every node has its turn after so many beats: ten seconds, as a kubelet; twenty in a big cluster, still well within the grace period. */
const BEATS = 10;
const BEATS_WHEN_BIG = 20;
const BIG = 1_000;
/** A kubelet reports its unchanged status every five minutes (nodeStatusReportFrequency). */
const STATUS_MS = 300_000;
const LEASE_NAMESPACE = 'kube-node-lease';

/** The kubelets' signs of life, spread evenly over time so that thousands of nodes cost a steady little. */
export class Heartbeats {
  readonly #client: Client;
  readonly #onReady: (node: Node) => void;
  #beat = 0;

  /** `onReady` hears of a node that speaks again after it was thought dead. */
  constructor(client: Client, onReady: (node: Node) => void) {
    this.#client = client;
    this.#onReady = onReady;
  }

  /** The nodes whose turn it is renew their leases. To be called every `BEAT_MS`. */
  beat(now: number): void {
    const nodes = this.#client.list(NODES);
    const beats = nodes.length > BIG ? BEATS_WHEN_BIG : BEATS;
    this.#beat += 1;
    for (let at = this.#beat % beats; at < nodes.length; at += beats) {
      const node = nodes[at];
      if (node) this.beatOf(node, now);
    }
  }

  /** One node's: nothing when it is silenced or not ours. */
  beatOf(node: Node, now: number): void {
    if (!isEmbedded(node) || isSilenced(node)) return;
    this.#renew(node, now);
    const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
    const isReady = ready?.status === 'True';
    if (isReady && now - msOf(ready.lastHeartbeatTime) < STATUS_MS) return;
    const conditions = healthyConditions(node.status?.conditions ?? [], now);
    const reported = this.#client.update(
      NODES,
      { ...node, status: { ...node.status, conditions } },
      'status',
    );
    if (!isReady) this.#onReady(reported);
  }

  #renew(node: Node, now: number): void {
    const renewTime = microTimeOf(now);
    const lease = this.#client.get(LEASES, LEASE_NAMESPACE, nameOf(node));
    if (lease) this.#client.update(LEASES, { ...lease, spec: { ...lease.spec, renewTime } });
    else this.#client.create(LEASES, leaseOf(node, renewTime));
  }
}

/** `nodelease`: owned by the Node, so that it goes with it. */
function leaseOf(node: Node, renewTime: string): Lease {
  const name = nameOf(node);
  return {
    metadata: {
      name,
      namespace: LEASE_NAMESPACE,
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid: uidOf(node) }],
    },
    spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime },
  };
}
