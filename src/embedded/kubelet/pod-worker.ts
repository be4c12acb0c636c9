import type { Clock } from '../../lib/clock.ts';
import type { Client } from '../controllers/runtime/client.ts';
import type { EventRecorder } from '../controllers/runtime/event-recorder.ts';
import { PODS } from '../controllers/runtime/kinds.ts';
import type { ObjectIndex } from '../controllers/runtime/object-index.ts';
import { nameOf } from '../controllers/runtime/owners.ts';
import { timeOf } from '../../api/times.ts';
import { isTerminal } from '../controllers/workloads/pods.ts';
import { isSame } from '../controllers/workloads/template-hash.ts';
import type { Node, Pod, PodStatus } from '../data/types.ts';
import { freeAddress, hostNumber } from './addresses.ts';
import { rejectionOf, type Rejection } from './admit.ts';
import { tellContainer, tellResize } from './container-events.ts';
import { podStatus, type Containers } from './pod-status.ts';
import { stepContainers, stopContainers, waitingContainers } from './pod-step.ts';

/** What a worker stands on. */
export interface PodWorkerParts {
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  readonly pods: ObjectIndex<Pod>;
  readonly startDelayMs: number;
  /** Asks for another look at a pod. */
  readonly lookAgain: (key: string, ms: number) => void;
}

/** Takes one pod a step further each time it is asked to: what kubelet's pod worker does, without the containers. */
export class PodWorker {
  readonly #parts: PodWorkerParts;
  /** Pods whose containers are being created, until when by the monotonic clock. */
  readonly #creating = new Map<string, number>();
  /** The address given last on each node, so that it is not given again at once. */
  readonly #lastAddress = new Map<string, string>();

  constructor(parts: PodWorkerParts) {
    this.#parts = parts;
  }

  /** `node` is the one the pod is bound to, and has a kubelet that speaks. */
  sync(key: string, pod: Pod, node: Node): void {
    const now = this.#parts.clock.now();
    if (pod.metadata.deletionTimestamp) this.#end(pod, now);
    else if (isTerminal(pod)) this.forgetPod(key);
    else if (!pod.status?.startTime) this.#begin(key, pod, node, now);
    else this.#goOn(key, pod, node, now);
  }

  forgetPod(key: string): void {
    this.#creating.delete(key);
  }

  forgetNode(name: string): void {
    this.#lastAddress.delete(name);
  }

  #begin(key: string, pod: Pod, node: Node, now: number): void {
    const { clock, startDelayMs, pods, lookAgain } = this.#parts;
    const others = pods.get(nameOf(node)).filter((other) => other !== pod && other.status?.startTime);
    const rejection = rejectionOf(pod, node, others);
    if (rejection) {
      this.#reject(pod, rejection, now);
      return;
    }
    const hostIP = node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
    const host = hostIP === undefined ? {} : { hostIP, hostIPs: [{ ip: hostIP }] };
    this.#creating.set(key, clock.monotonic() + startDelayMs);
    const status = podStatus(pod, waitingContainers(pod), {}, now);
    this.#write(pod, { ...status, ...host, startTime: timeOf(now) });
    lookAgain(key, startDelayMs);
  }

  #goOn(key: string, pod: Pod, node: Node, now: number): void {
    const { clock, recorder, lookAgain } = this.#parts;
    const rest = (this.#creating.get(key) ?? 0) - clock.monotonic();
    if (rest > 0) {
      lookAgain(key, rest);
      return;
    }
    this.#creating.delete(key);
    const { containers, news, lookAgainAt } = stepContainers(pod, now);
    if (lookAgainAt !== undefined) lookAgain(key, Math.max(1, lookAgainAt - now));
    if (isUpToDate(pod, containers)) return;
    const status = podStatus(pod, containers, this.#networkOf(pod, node), now);
    if (isSame(status, pod.status)) return;
    this.#write(pod, status);
    for (const item of news) tellContainer(recorder, pod, item);
    if (news.some(({ what }) => what === 'resized')) tellResize(recorder, pod);
  }

  /** The containers stop, their end is reported, and the pod is taken from the API: that is the kubelet's right alone. */
  #end(pod: Pod, now: number): void {
    const { recorder, client } = this.#parts;
    if (!isTerminal(pod) && pod.status?.startTime) {
      const { containers, news } = stopContainers(pod, now);
      for (const item of news) tellContainer(recorder, pod, item);
      const isBad = containers.regular.some(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
      this.#write(pod, podStatus(pod, containers, {}, now, isBad ? 'Failed' : 'Succeeded'));
    }
    // one that waits for finalizers was given up already
    if (pod.metadata.deletionGracePeriodSeconds === 0 && pod.metadata.finalizers?.length) return;
    client.delete(PODS, pod, { gracePeriodSeconds: 0 });
  }

  /** `rejectPod` (pkg/kubelet/kubelet.go). */
  #reject(pod: Pod, { reason, message }: Rejection, now: number): void {
    const source = { component: 'kubelet', host: pod.spec?.nodeName ?? '' };
    this.#parts.recorder.about(PODS, pod, source, { type: 'Warning', reason, message });
    const { qosClass, conditions } = pod.status ?? {};
    this.#write(pod, {
      observedGeneration: pod.metadata.generation ?? 0,
      phase: 'Failed',
      ...(conditions ? { conditions } : {}),
      message: `Pod was rejected: ${message}`,
      reason,
      startTime: timeOf(now),
      ...(qosClass === undefined ? {} : { qosClass }),
    });
  }

  #networkOf(pod: Pod, node: Node): Pick<PodStatus, 'podIP' | 'podIPs'> {
    const { hostIP, podIP } = pod.status ?? {};
    if (podIP !== undefined) return {};
    const ip = pod.spec?.hostNetwork ? hostIP : this.#newAddress(node);
    return ip === undefined ? {} : { podIP: ip, podIPs: [{ ip }] };
  }

  #newAddress(node: Node): string | undefined {
    const name = nameOf(node);
    const pods = this.#parts.pods.get(name).filter((pod) => !isTerminal(pod));
    const last = this.#lastAddress.get(name);
    const address = freeAddress(node.spec?.podCIDR ?? '', pods, hostNumber(last));
    if (address !== undefined) this.#lastAddress.set(name, address);
    return address;
  }

  #write(pod: Pod, status: PodStatus): void {
    this.#parts.client.update(PODS, { ...pod, status }, 'status');
  }
}

/**
 * Nothing to say: the containers are as the status has them, nobody else said something about them (the node controller does when the
 * kubelet was silent), and the spec was seen.
 */
function isUpToDate({ metadata, spec, status }: Pod, { init, regular, ephemeral }: Containers): boolean {
  const { initContainerStatuses = [], containerStatuses = [], observedGeneration } = status ?? {};
  const { ephemeralContainerStatuses = [] } = status ?? {};
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return (
    (ready?.status === 'True') === regular.every((container) => container.ready) &&
    init.every((container, at) => container === initContainerStatuses[at]) &&
    regular.every((container, at) => container === containerStatuses[at]) &&
    ephemeral.every((container, at) => container === ephemeralContainerStatuses[at]) &&
    observedGeneration === (metadata.generation ?? 0) &&
    !spec?.readinessGates?.length
  );
}
