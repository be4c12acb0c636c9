import { z } from 'zod';
import {
  REPLICA_SETS,
  REPLICATION_CONTROLLERS,
  type Resource,
  SERVICES,
  STATEFUL_SETS,
} from '../api/resources.ts';
import type { KubeObject, Node, Pod } from '../api/types.ts';

/** What a file asks for: pods, in its order, and objects that rules of spreading look at. */
export interface Wanted {
  readonly pods: readonly WantedPod[];
  readonly objects: readonly (readonly [Resource<KubeObject>, KubeObject])[];
  /** What makes no pods, `ConfigMap/settings`: to be told. */
  readonly ignored: readonly string[];
}

/** A pod that is to be placed. */
export interface WantedPod {
  readonly pod: Pod;
  /** Whose it is: `deployment/web`, `pod/web`. */
  readonly source: string;
}

/** Where pods go that name no namespace, and what else an API server would fill in. */
export interface WorkloadContext {
  readonly namespace: string;
  /** Instead of what the file says. */
  readonly replicas?: number;
  /** A DaemonSet has a pod for each. */
  readonly nodes: readonly Node[];
  /** What a class is worth. Undefined when there is none of that name; without a name: the default one's. */
  readonly priorityOf: (className: string | undefined) => number | undefined;
}

const container = z.looseObject({ name: z.string() });
const podSpec = z.looseObject({ containers: z.array(container).min(1) });
const metadata = z.looseObject({ name: z.string(), namespace: z.string().optional() });
const template = z.looseObject({ metadata: z.looseObject({}).optional(), spec: podSpec });
const someObject = z.looseObject({ kind: z.string(), apiVersion: z.string() });
const list = z.looseObject({ items: z.array(z.unknown()) });
const barePod = z.looseObject({ metadata, spec: podSpec });
const workload = z.looseObject({
  metadata,
  spec: z.looseObject({
    template,
    replicas: z.int().min(0).optional(),
    parallelism: z.int().min(0).optional(),
    selector: z.unknown().optional(),
  }),
});

const REPLICATED = ['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController', 'Job'];

/** An object of a file is none of its kind: half a sentence. */
export class NoWorkload extends Error {
  override readonly name = 'NoWorkload';
}

/** The pods of one object of a file, a List included. @throws NoWorkload */
export function wantedOf(value: unknown, context: WorkloadContext): Wanted {
  try {
    return read(value, context);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new NoWorkload(`${where === '' ? '' : `${where}: `}${issue?.message ?? ''}`, { cause: error });
  }
}

function read(value: unknown, context: WorkloadContext): Wanted {
  const { kind } = someObject.parse(value);
  if (kind === 'List') return together(list.parse(value).items.map((item) => read(item, context)));
  if (kind === 'Pod') {
    const { metadata: given, spec } = barePod.parse(value);
    return only([{ pod: complete(given, spec, context), source: `pod/${given.name}` }]);
  }
  if (kind === 'DaemonSet' || REPLICATED.includes(kind)) return ofWorkload(kind, value, context);
  const name = z.looseObject({ metadata }).parse(value).metadata;
  const said = { pods: [], objects: [], ignored: [`${kind}/${name.name}`] };
  return kind === 'Service'
    ? { ...said, objects: [[SERVICES, seen(value, name, context)]], ignored: [] }
    : said;
}

/** @see wantedOf */
export function together(all: readonly Wanted[]): Wanted {
  return {
    pods: all.flatMap(({ pods }) => pods),
    objects: all.flatMap(({ objects }) => objects),
    ignored: all.flatMap(({ ignored }) => ignored),
  };
}

function ofWorkload(kind: string, value: unknown, context: WorkloadContext): Wanted {
  const { metadata: owner, spec } = workload.parse(value);
  const source = `${kind.toLowerCase()}/${owner.name}`;
  // the pods of a deployment belong to its replica set
  const ownerKind = kind === 'Deployment' ? 'ReplicaSet' : kind;
  const of = { apiVersion: 'apps/v1', kind: ownerKind, name: owner.name, uid: source, controller: true };
  const made = (suffix: string | number, more: object = {}): WantedPod => ({
    source,
    pod: complete(
      {
        ...spec.template.metadata,
        name: `${owner.name}-${suffix}`,
        ...(owner.namespace !== undefined && { namespace: owner.namespace }),
        ownerReferences: [of],
      },
      { ...spec.template.spec, ...more },
      context,
    ),
  });
  const pods =
    kind === 'DaemonSet'
      ? context.nodes.map(({ metadata: { name } }) =>
          made(name, pinnedTo(name, spec.template.spec['tolerations'])),
        )
      : Array.from({ length: context.replicas ?? countOf(kind, spec) }, (_, at) => made(at));
  const resource = {
    ReplicaSet: REPLICA_SETS,
    StatefulSet: STATEFUL_SETS,
    ReplicationController: REPLICATION_CONTROLLERS,
  }[ownerKind];
  return { pods, objects: resource ? [[resource, seen(value, owner, context)]] : [], ignored: [] };
}

function only(pods: readonly WantedPod[]): Wanted {
  return { pods, objects: [], ignored: [] };
}

function countOf(
  kind: string,
  { replicas, parallelism }: { replicas?: number; parallelism?: number },
): number {
  return (kind === 'Job' ? parallelism : replicas) ?? 1;
}

/** As the daemon set controller pins its pods (pkg/controller/daemon/util, `ReplaceDaemonSetPodNodeNameNodeAffinity`). */
function pinnedTo(node: string, tolerations: unknown) {
  const field = { key: 'metadata.name', operator: 'In', values: [node] };
  const conditions = [
    'not-ready',
    'unreachable',
    'disk-pressure',
    'memory-pressure',
    'pid-pressure',
    'unschedulable',
  ];
  return {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [field] }] },
      },
    },
    tolerations: [
      ...(Array.isArray(tolerations) ? tolerations : []),
      ...conditions.map((name) => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists' })),
    ],
  };
}

function seen(
  value: unknown,
  { name, namespace }: z.infer<typeof metadata>,
  context: WorkloadContext,
): KubeObject {
  const object = typeof value === 'object' && value !== null ? value : {};
  return { ...object, metadata: { name, namespace: namespace ?? context.namespace, uid: name } };
}

/** What an API server fills in, as far as scheduling sees it: namespace, scheduler, priority, requests where only limits are given. */
function complete(
  given: z.infer<typeof metadata>,
  spec: z.infer<typeof podSpec>,
  context: WorkloadContext,
): Pod {
  const { priorityClassName } = spec;
  const className = typeof priorityClassName === 'string' ? priorityClassName : undefined;
  const filled = {
    schedulerName: 'default-scheduler',
    priority: context.priorityOf(className) ?? 0,
    ...spec,
    containers: spec.containers.map(withRequests),
  };
  return {
    metadata: {
      ...given,
      namespace: given.namespace ?? context.namespace,
      uid: `simulated-${given.namespace ?? context.namespace}/${given.name}`,
    },
    spec: filled,
  };
}

/** A container that has a limit and no request asks for its limit (pkg/apis/core/v1/defaults.go, `SetDefaults_Pod`). */
function withRequests(given: z.infer<typeof container>) {
  const { resources } = given;
  if (typeof resources !== 'object' || resources === null) return given;
  const { limits, requests } = z
    .looseObject({
      limits: z.record(z.string(), z.unknown()).optional(),
      requests: z.record(z.string(), z.unknown()).optional(),
    })
    .parse(resources);
  return { ...given, resources: { ...resources, requests: textsOf({ ...limits, ...requests }) } };
}

/** YAML has numbers where the API has quantities. */
function textsOf(amounts: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, String(amount)]));
}
