import type { Affinity, TopologySpreadConstraint, Volume } from '../../src/api/pod-spec.ts';
import type {
  Condition,
  KubeEvent,
  Node,
  OwnerReference,
  Pod,
  Taint,
  TaintEffect,
  Toleration,
} from '../../src/api/types.ts';

/** `pod('x').scheduler('s').on('node').build()`: three words per test row. */
export function pod(name: string): PodBuilder {
  return new PodBuilder(name);
}

/** `node('worker').taint('key', 'NoSchedule').ready(false).build()`. */
export function node(name: string): NodeBuilder {
  return new NodeBuilder(name);
}

/** An event as the scheduler writes it about `about`: `event(pod).reason('Scheduled').from('s').build()`. */
export function event(about: Pod): EventBuilder {
  return new EventBuilder(about);
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

abstract class MetaBuilder {
  protected readonly metadata: Writable<Pod['metadata']>;

  constructor(metadata: Pod['metadata']) {
    this.metadata = { ...metadata };
  }

  uid(uid: string): this {
    this.metadata.uid = uid;
    return this;
  }

  version(resourceVersion: string): this {
    this.metadata.resourceVersion = resourceVersion;
    return this;
  }

  label(key: string, value: string): this {
    this.metadata.labels = { ...this.metadata.labels, [key]: value };
    return this;
  }

  annotate(key: string, value: string): this {
    this.metadata.annotations = { ...this.metadata.annotations, [key]: value };
    return this;
  }

  /** RFC 3339. */
  createdAt(time: string): this {
    this.metadata.creationTimestamp = time;
    return this;
  }

  deleting(time = '2026-01-01T00:00:00Z'): this {
    this.metadata.deletionTimestamp = time;
    return this;
  }

  owner(owner: OwnerReference): this {
    this.metadata.ownerReferences = [...(this.metadata.ownerReferences ?? []), owner];
    return this;
  }
}

export class PodBuilder extends MetaBuilder {
  readonly #spec: Writable<Pod['spec']> = { containers: [{ name: 'main', image: 'pause' }] };
  readonly #status: Writable<NonNullable<Pod['status']>> = { phase: 'Pending' };

  constructor(name: string) {
    super({ name, namespace: 'default', uid: `uid-of-${name}` });
  }

  namespace(namespace: string): this {
    this.metadata.namespace = namespace;
    return this;
  }

  scheduler(name: string): this {
    this.#spec.schedulerName = name;
    return this;
  }

  /** Assigned to this node already. */
  on(nodeName: string): this {
    this.#spec.nodeName = nodeName;
    return this;
  }

  priority(priority: number): this {
    this.#spec.priority = priority;
    return this;
  }

  selector(key: string, value: string): this {
    this.#spec.nodeSelector = { ...this.#spec.nodeSelector, [key]: value };
    return this;
  }

  /** `tolerate('key', 'NoSchedule')` = Exists; with a value = Equal; `tolerate()` = everything. */
  tolerate(key?: string, effect?: TaintEffect, value?: string): this {
    const toleration: Toleration = {
      ...(key === undefined ? {} : { key }),
      operator: value === undefined ? 'Exists' : 'Equal',
      ...(value === undefined ? {} : { value }),
      ...(effect === undefined ? {} : { effect }),
    };
    this.#spec.tolerations = [...(this.#spec.tolerations ?? []), toleration];
    return this;
  }

  spread(constraint: TopologySpreadConstraint): this {
    this.#spec.topologySpreadConstraints = [...(this.#spec.topologySpreadConstraints ?? []), constraint];
    return this;
  }

  volume(volume: Volume): this {
    this.#spec.volumes = [...(this.#spec.volumes ?? []), volume];
    return this;
  }

  /** Of a claim with this name. */
  claim(claimName: string): this {
    return this.volume({ name: `volume-of-${claimName}`, persistentVolumeClaim: { claimName } });
  }

  affinity(affinity: Affinity): this {
    this.#spec.affinity = { ...this.#spec.affinity, ...affinity };
    return this;
  }

  /** Any fields of the spec, over what it has. */
  spec(fields: Partial<Pod['spec']>): this {
    Object.assign(this.#spec, fields);
    return this;
  }

  /** Any fields of the status, over what it has. */
  status(fields: NonNullable<Pod['status']>): this {
    Object.assign(this.#status, fields);
    return this;
  }

  /** Held back by a scheduling gate. */
  gate(name: string): this {
    this.#spec.schedulingGates = [...(this.#spec.schedulingGates ?? []), { name }];
    return this;
  }

  /** Owned by a DaemonSet. */
  daemon(): this {
    return this.owner({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      name: 'd',
      uid: 'uid-of-d',
      controller: true,
    });
  }

  /** The image of a static pod of the kubelet's. */
  mirror(): this {
    return this.annotate('kubernetes.io/config.mirror', 'hash');
  }

  requests(requests: Readonly<Record<string, string>>): this {
    this.#spec.containers = [{ name: 'main', image: 'pause', resources: { requests } }];
    return this;
  }

  phase(phase: NonNullable<NonNullable<Pod['status']>['phase']>): this {
    this.#status.phase = phase;
    return this;
  }

  /** Started by its kubelet, RFC 3339. */
  startedAt(time: string): this {
    this.#status.startTime = time;
    return this;
  }

  /** A node is being made free for it. */
  nominatedTo(node: string): this {
    this.#status.nominatedNodeName = node;
    return this;
  }

  /** How long its containers may take to end. Without it they are gone at once. */
  grace(seconds: number): this {
    this.#spec.terminationGracePeriodSeconds = seconds;
    return this;
  }

  /** By a PriorityClass, which a real API server turns into a priority. */
  priorityClass(name: string): this {
    this.#spec.priorityClassName = name;
    return this;
  }

  /** Takes no other pod's place. */
  neverPreempts(): this {
    this.#spec.preemptionPolicy = 'Never';
    return this;
  }

  condition(condition: Condition): this {
    this.#status.conditions = [...(this.#status.conditions ?? []), condition];
    return this;
  }

  build(): Pod {
    return structuredClone({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: this.metadata,
      spec: this.#spec,
      status: this.#status,
    });
  }
}

export class NodeBuilder extends MetaBuilder {
  readonly #spec: Writable<NonNullable<Node['spec']>> = {};
  readonly #status: Writable<NonNullable<Node['status']>> = {
    allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
    nodeInfo: { kubeletVersion: 'v1.37.2' },
  };

  constructor(name: string) {
    super({ name, uid: `uid-of-${name}`, labels: { 'kubernetes.io/hostname': name } });
    this.ready(true);
  }

  taint(key: string, effect: TaintEffect, value?: string): this {
    const taint: Taint = { key, effect, ...(value === undefined ? {} : { value }) };
    this.#spec.taints = [...(this.#spec.taints ?? []), taint];
    return this;
  }

  /** With the label and the taint that kubeadm gives it. */
  controlPlane(): this {
    const key = 'node-role.kubernetes.io/control-plane';
    return this.label(key, '').taint(key, 'NoSchedule');
  }

  unschedulable(): this {
    this.#spec.unschedulable = true;
    return this;
  }

  /** The Ready condition; `'Unknown'` is what the node controller writes when the kubelet went silent. */
  ready(ready: boolean | 'Unknown'): this {
    const status = ready === 'Unknown' ? 'Unknown' : ready ? 'True' : 'False';
    this.#status.conditions = [
      { type: 'Ready', status, reason: ready === true ? 'KubeletReady' : 'KubeletNotReady' },
    ];
    return this;
  }

  noConditions(): this {
    delete this.#status.conditions;
    return this;
  }

  allocatable(allocatable: Readonly<Record<string, string>>): this {
    this.#status.allocatable = allocatable;
    return this;
  }

  /** Any fields of the status, over what it has. */
  status(fields: NonNullable<Node['status']>): this {
    Object.assign(this.#status, fields);
    return this;
  }

  image(...names: readonly string[]): this {
    this.#status.images = [...(this.#status.images ?? []), { names, sizeBytes: 1 }];
    return this;
  }

  build(): Node {
    return structuredClone({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: this.metadata,
      spec: this.#spec,
      status: this.#status,
    });
  }
}

export class EventBuilder extends MetaBuilder {
  readonly #fields: Writable<Omit<KubeEvent, 'metadata'>>;

  constructor(about: Pod) {
    super({ name: `${about.metadata.name}.1`, namespace: about.metadata.namespace ?? 'default' });
    const { name, namespace, uid } = about.metadata;
    this.#fields = {
      eventTime: '2026-01-01T00:00:00.000000Z',
      reportingController: 'workshop-scheduler',
      reportingInstance: 'workshop-scheduler-test',
      action: 'Binding',
      reason: 'Scheduled',
      type: 'Normal',
      regarding: { kind: 'Pod', name, ...(namespace ? { namespace } : {}), ...(uid ? { uid } : {}) },
    };
  }

  named(name: string): this {
    this.metadata.name = name;
    return this;
  }

  reason(reason: string, type: 'Normal' | 'Warning' = 'Normal'): this {
    this.#fields.reason = reason;
    this.#fields.type = type;
    return this;
  }

  from(controller: string): this {
    this.#fields.reportingController = controller;
    return this;
  }

  note(note: string): this {
    this.#fields.note = note;
    return this;
  }

  at(time: string): this {
    this.#fields.eventTime = time;
    return this;
  }

  build(): KubeEvent {
    return structuredClone({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: this.metadata,
      ...this.#fields,
    });
  }
}
