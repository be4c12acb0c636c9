// A scheduler for Kubernetes in one file: it watches for pods that ask for it by name, decides for each which node is best, and
// binds it there. Read it from main down: a function stands below the one that calls it.
import { realpathSync } from 'node:fs';
import { setImmediate, setTimeout } from 'node:timers/promises';
import {
  CoreV1Api,
  KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  type V1Node,
  type V1Pod,
  type V1Taint,
  Watch,
} from '@kubernetes/client-node';

/** What our pods have in spec.schedulerName. */
export const schedulerName = process.env['SCHEDULER_NAME'] || 'workshop-scheduler';
/** How far to go: `watch` only notices, `decide` only tells, `bind` acts. */
const mode = process.env['SCHEDULER_MODE'] || 'bind';

async function main(): Promise<void> {
  const config = new KubeConfig();
  config.loadFromDefault(); // as kubectl: KUBECONFIG, else ~/.kube/config
  const api = config.makeApiClient(CoreV1Api);
  const nodes = new Copy<V1Node>(config, '/api/v1/nodes', () => api.listNode());
  const pods = new Copy<V1Pod>(config, '/api/v1/pods', () => api.listPodForAllNamespaces());
  const scheduler = new Scheduler(api, pods, nodes);
  react(pods, nodes, () => void scheduler.lookAgain());
  void nodes.keep();
  await nodes.listed;
  void pods.keep();
  await pods.listed;
  console.log(`${schedulerName} is connected, mode ${mode}`);
}

/** Sees to it that `lookAgain` is called when something changes that can matter to a pod that waits. */
function react(pods: Copy<V1Pod>, nodes: Copy<V1Node>, lookAgain: () => void): void {
  // >>> solution
  // A deleted pod, or a node without its taint, makes room for those that wait.
  pods.onChange = lookAgain;
  nodes.onChange = lookAgain;
  // === skeleton
  //: // TODO (step 2): call lookAgain at each change of a pod, and of a node: pods.onChange = …
  //: // Why nodes? A pod that fits nowhere may fit once a node is untainted.
  // <<<
}

/** A copy of all objects of a kind. Others call this an informer; client-node's own ends for good when a connection breaks. */
class Copy<T extends KubernetesObject> {
  private readonly config: KubeConfig;
  private readonly path: string;
  private readonly listAll: () => Promise<KubernetesListObject<T>>;
  private objects = new Map<string, T>();
  private readonly first = Promise.withResolvers<void>();
  /** Resolves when the copy has all that was there before us. */
  readonly listed = this.first.promise;
  /** Called after each list, and when an object was added, modified or deleted. */
  onChange: () => void = () => {};

  constructor(config: KubeConfig, path: string, listAll: () => Promise<KubernetesListObject<T>>) {
    this.config = config;
    this.path = path;
    this.listAll = listAll;
  }

  list(): T[] {
    return [...this.objects.values()];
  }

  /** Lists everything, watches what changes from then on, and when the watch ends, which it does every few minutes, again. */
  async keep(): Promise<never> {
    for (;;) {
      try {
        const { items, metadata } = await this.listAll();
        this.objects = new Map(items.map((object) => [uidOf(object), object]));
        this.first.resolve();
        this.onChange();
        await this.watch(metadata?.resourceVersion);
      } catch (error) {
        console.error(`the watch of ${this.path} broke off: ${String(error)}`);
        await setTimeout(1000);
      }
    }
  }

  private watch(resourceVersion: string | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onEvent = (type: string, object: T): void => {
        if (type === 'ERROR') return reject(new Error(JSON.stringify(object))); // 410: we were away for too long
        if (type === 'DELETED') this.objects.delete(uidOf(object));
        else this.objects.set(uidOf(object), object);
        this.onChange();
      };
      const onEnd = (error: unknown): void => (error ? reject(error) : resolve());
      new Watch(this.config).watch(this.path, { resourceVersion }, onEvent, onEnd).catch(reject);
    });
  }
}

class Scheduler {
  private readonly api: CoreV1Api;
  private readonly pods: Copy<V1Pod>;
  private readonly nodes: Copy<V1Node>;
  /** Where pods are bound to, by uid, until the copy shows them there. */
  private readonly assumed = new Map<string, string>();
  /** What was said last of a pod, so that it is said once. */
  private readonly said = new Map<string, string>();
  private looking = false;
  private changed = false;

  constructor(api: CoreV1Api, pods: Copy<V1Pod>, nodes: Copy<V1Node>) {
    this.api = api;
    this.pods = pods;
    this.nodes = nodes;
  }

  /** Goes through the pods that wait for us: once, if many things change at once, and never twice at the same time. */
  async lookAgain(): Promise<void> {
    this.changed = true;
    if (this.looking) return;
    this.looking = true;
    while (this.changed) {
      this.changed = false;
      await setImmediate(); // several changes often come together
      await this.scheduleWaiting();
    }
    this.looking = false;
  }

  private async scheduleWaiting(): Promise<void> {
    const pods = this.pods.list().toSorted((a, b) => createdAt(a) - createdAt(b));
    for (const pod of pods) {
      if (pod.spec?.nodeName) this.assumed.delete(uidOf(pod));
      else if (isMine(pod) && !this.assumed.has(uidOf(pod))) await this.schedule(pod);
    }
  }

  /** Takes one pod as far as the mode says. */
  private async schedule(pod: V1Pod): Promise<void> {
    if (mode === 'watch') {
      this.say(pod, 'noticed');
      return;
    }
    const { best, why } = decide(pod, this.nodes.list(), this.podsByNode());
    if (best === undefined) {
      if (this.say(pod, why) && mode === 'bind') this.tell(pod, 'Warning', 'FailedScheduling', why);
    } else if (mode === 'decide') {
      this.say(pod, `would go to ${best}`);
    } else {
      await this.bind(pod, best);
    }
  }

  private async bind(pod: V1Pod, node: string): Promise<void> {
    const { name = '', namespace = '', uid } = pod.metadata ?? {};
    try {
      await this.api.createNamespacedPodBinding({
        name,
        namespace,
        body: { metadata: { name, namespace, uid }, target: { apiVersion: 'v1', kind: 'Node', name: node } },
      });
    } catch (error) {
      // the pod is gone or has a node already, or the API server did not answer
      this.say(pod, String(error));
      void setTimeout(1000).then(() => this.lookAgain());
      return;
    }
    this.assumed.set(uidOf(pod), node); // the next pod is decided before the watch tells of this one
    this.say(pod, `bound to ${node}`);
    this.tell(pod, 'Normal', 'Scheduled', `Successfully assigned ${namespace}/${name} to ${node}`);
  }

  /** Prints a line about a pod, unless it was the last one about it; that is the answer. */
  private say(pod: V1Pod, text: string): boolean {
    if (this.said.get(uidOf(pod)) === text) return false;
    this.said.set(uidOf(pod), text);
    console.log(`${pod.metadata?.namespace}/${pod.metadata?.name}: ${text}`);
    return true;
  }

  /** Writes an event about a pod: `kubectl describe pod` shows it. */
  private tell(pod: V1Pod, type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { name = '', namespace = '', uid } = pod.metadata ?? {};
    const now = new Date();
    const body = {
      metadata: { generateName: `${name}.`, namespace },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', name, namespace, uid },
      type,
      reason,
      message,
      source: { component: schedulerName },
      reportingComponent: schedulerName,
      reportingInstance: schedulerName,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    };
    this.api
      .createNamespacedEvent({ namespace, body })
      .catch((error: unknown) => console.error(`no event: ${String(error)}`));
  }

  /** The pods on each node that are not finished, with those that were bound a moment ago. */
  private podsByNode(): Map<string, V1Pod[]> {
    const unfinished = this.pods.list().filter((pod) => !isFinished(pod));
    return Map.groupBy(unfinished, (pod) => pod.spec?.nodeName || this.assumed.get(uidOf(pod)) || '');
  }
}

/** Whether a pod waits for us. */
export function isMine(pod: V1Pod): boolean {
  // >>> solution
  return (
    pod.spec?.schedulerName === schedulerName &&
    !pod.spec.nodeName &&
    !pod.metadata?.deletionTimestamp &&
    !pod.spec.schedulingGates?.length
  );
  // === skeleton
  //: // TODO (step 2): ours are the pods that ask for us (spec.schedulerName is schedulerName) and have no node yet (spec.nodeName).
  //: // One that is being deleted (metadata.deletionTimestamp), or has spec.schedulingGates, is left alone.
  //: return false;
  // <<<
}

/** Whether a pod has ended. It can still be read, but it uses nothing any more. */
export function isFinished(pod: V1Pod): boolean {
  // >>> solution
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  // === skeleton
  //: // TODO (step 3): its status.phase is Succeeded or Failed.
  //: return false;
  // <<<
}

/** Picks the node with the highest score of those that fit, the first by name where several have it. Where none fits, `why` says it. */
export function decide(
  pod: V1Pod,
  nodes: readonly V1Node[],
  podsOn: ReadonlyMap<string, readonly V1Pod[]>,
): { best?: string; why: string } {
  const reasons: string[] = [];
  let best: { node: string; points: number } | undefined;
  for (const node of nodes.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))) {
    const there = podsOn.get(nameOf(node)) ?? [];
    const reason = filter(pod, node, there);
    if (reason) reasons.push(reason);
    else if (!best || score(there) > best.points) best = { node: nameOf(node), points: score(there) };
  }
  const counted = [...Map.groupBy(reasons.toSorted(), (reason) => reason)].map(
    ([reason, all]) => `${all.length} ${reason}`,
  );
  return { best: best?.node, why: `0/${nodes.length} nodes are available: ${counted.join(', ')}.` };
}

/** Undefined when the pod can run on the node beside the pods that are there; else the reason why it cannot. */
export function filter(pod: V1Pod, node: V1Node, there: readonly V1Pod[]): string | undefined {
  // >>> solution
  const { conditions = [], allocatable = {} } = node.status ?? {};
  const forbids = (taint: V1Taint): boolean =>
    taint.effect !== 'PreferNoSchedule' &&
    !pod.spec?.tolerations?.some(
      ({ key, effect, operator, value }) =>
        (!key || key === taint.key) &&
        (!effect || effect === taint.effect) &&
        (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
    );
  if (!conditions.some(({ type, status }) => type === 'Ready' && status === 'True'))
    return 'node(s) were not ready';
  if (node.spec?.unschedulable && forbids({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }))
    return 'node(s) were unschedulable';
  if (node.spec?.taints?.some(forbids)) return 'node(s) had untolerated taint(s)';
  const wanted = Object.entries(pod.spec?.nodeSelector ?? {});
  if (wanted.some(([key, value]) => node.metadata?.labels?.[key] !== value))
    return "node(s) didn't match Pod's node affinity/selector";
  if (there.length >= Number(allocatable['pods'])) return 'Too many pods';
  for (const [resource, needed] of requests(pod)) {
    const used = there.reduce((sum, other) => sum + (requests(other).get(resource) ?? 0), 0);
    if (needed > 0 && used + needed > amount(allocatable[resource])) return `Insufficient ${resource}`;
  }
  return undefined;
  // === skeleton
  //: // TODO (step 3): return the reason when
  //: //   - the node is not ready: none of status.conditions has type Ready and status True
  //: //   - it is cordoned: spec.unschedulable
  //: //   - it has a taint (spec.taints) that the pod does not tolerate (spec.tolerations); PreferNoSchedule forbids nothing
  //: //   - its labels are not those of the pod's spec.nodeSelector
  //: //   - the pod asks for more than is left: status.allocatable less the requests of all who are there (amount() reads both)
  //: return 'the filter is still to be written';
  // <<<
}

/** How good a node is for one more pod: the higher, the better. */
export function score(there: readonly V1Pod[]): number {
  // >>> solution
  const counted = there.filter(
    ({ metadata }) => !metadata?.ownerReferences?.some(({ kind }) => kind === 'DaemonSet'),
  );
  return -counted.length;
  // === skeleton
  //: // TODO (step 3): the fewer pods are there, the better. Those of a DaemonSet (metadata.ownerReferences) do not count: every node has
  //: // one.
  //: return 0;
  // <<<
}

/** What the containers of a pod ask for, by resource (`cpu`, `memory`). Init containers run before the others, one after the other. */
export function requests(pod: V1Pod): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { resources } of pod.spec?.containers ?? [])
    for (const [name, quantity] of Object.entries(resources?.requests ?? {}))
      sum.set(name, (sum.get(name) ?? 0) + amount(quantity));
  for (const { resources } of pod.spec?.initContainers ?? [])
    for (const [name, quantity] of Object.entries(resources?.requests ?? {}))
      sum.set(name, Math.max(sum.get(name) ?? 0, amount(quantity)));
  return sum;
}

/** A quantity such as `500m`, `2` or `1.5Gi`, in thousandths, so that sums are exact. */
export function amount(quantity = '0'): number {
  const [, number, unit = ''] = /^([-+.\d]+(?:[eE][-+]?\d+)?)(\w*)$/.exec(quantity) ?? [];
  return Math.round(Number(number) * (UNITS[unit] ?? NaN) * 1000);
}

const DECIMAL = { n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
const BINARY = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };
const UNITS: Readonly<Record<string, number>> = { ...DECIMAL, ...BINARY };

const nameOf = (node: V1Node): string => node.metadata?.name ?? '';
const uidOf = (object: KubernetesObject): string => object.metadata?.uid ?? '';
const createdAt = (pod: V1Pod): number => new Date(pod.metadata?.creationTimestamp ?? 0).getTime();

// as a program, not when the tests import it
if (realpathSync(process.argv[1] ?? '.') === import.meta.filename) await main();
