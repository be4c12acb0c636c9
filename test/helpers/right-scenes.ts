import type { ClusterApi } from '../../src/api/cluster-api.ts';
import {
  EVENTS,
  LEASES,
  NAMESPACES,
  NODES,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  POD_DISRUPTION_BUDGETS,
  PODS,
  REPLICA_SETS,
  type Resource,
  SERVICES,
  STORAGE_CLASSES,
} from '../../src/api/resources.ts';
import type { KubeObject, Node, Pod } from '../../src/api/types.ts';
import { node, pod, type PodBuilder } from './builders.ts';

/** A named function of the scheduler on a real API server: what makes it do it, and whether it did. */
export interface Scene {
  /** Before the scheduler starts, where it may be started anew. */
  readonly prepare?: () => Promise<void>;
  /** Makes the objects, all in namespace `id` or carrying it in their names. */
  readonly act: () => Promise<void>;
  readonly works: () => Promise<boolean>;
  /** Where the scheduler does something else instead: that has happened. Missing: nothing happens then. */
  readonly settled?: () => Promise<boolean>;
}

/** Who plays a scene: the administrator. `scheduler` serves the pods; `lease` is its lease in kube-system. */
export interface SceneWorld {
  readonly api: ClusterApi;
  readonly scheduler: string;
  readonly lease: string;
  /** Of this play; different from all others. */
  readonly id: string;
}

/** The priority class that preempts. */
export const HIGH = 'high';

/** The scenes by the function that they show; the test of least privilege says which right each needs. */
export const SCENES = {
  places: (world) => {
    const on = stage(world);
    return {
      act: async () => {
        await on.node('a');
        await on.pod(pod('p'));
      },
      works: () => on.isBound('p'),
    };
  },
  tellsWhyNot: (world) => {
    const on = stage(world);
    return {
      act: async () => {
        await on.node('a');
        await on.pod(pod('p').requests({ cpu: '99' }));
      },
      works: async () => isUnschedulable(await on.get('p')),
    };
  },
  tellsEvents: (world) => {
    const on = stage(world);
    return {
      act: async () => {
        await on.node('a');
        await on.pod(pod('p'));
      },
      works: async () => (await on.events()).some(({ reason }) => reason === 'Scheduled'),
    };
  },
  countsEvents: (world) => {
    const on = stage(world);
    const failures = async () => (await on.events()).filter(({ reason }) => reason === 'FailedScheduling');
    return {
      act: async () => {
        await on.node('a');
        await on.pod(pod('filler').requests({ cpu: '1' }));
        await on.until(() => on.isBound('filler'));
        await on.pod(pod('p').requests({ cpu: '3.5' }).priorityClass('never'));
        await on.until(async () => (await failures()).length > 0);
        // what would help if the pod were smaller: it is tried again and fails with the same words
        await on.pod(pod('other').on(on.nodeName('a')).requests({ cpu: '2' }));
        await world.api.delete(PODS, { namespace: world.id, name: 'filler' }, { gracePeriodSeconds: 0 });
      },
      works: async () => (await failures()).some(({ series }) => (series?.count ?? 0) > 1),
    };
  },
  preempts: (world) => {
    const on = stage(world);
    return {
      act: async () => {
        await on.node('a');
        await on.pod(pod('low').requests({ cpu: '3' }));
        await on.until(() => on.isBound('low'));
        await on.pod(pod('p').requests({ cpu: '3' }).priorityClass(HIGH));
      },
      works: () => on.isLeaving('low'),
    };
  },
  sparesBudgets: (world) => {
    const on = stage(world);
    return {
      act: async () => {
        await on.node('a');
        await on.node('b');
        // without budgets, the first node by name is as good as the other
        for (const name of ['a', 'b']) {
          await on.pod(pod(`on-${name}`).label('on', name).on(on.nodeName(name)).requests({ cpu: '3' }));
        }
        // nobody counts here, so the budget allows nothing
        await on.create(POD_DISRUPTION_BUDGETS, 'budget', {
          spec: { minAvailable: 1, selector: { matchLabels: { on: 'a' } } },
        });
        await on.pod(pod('p').requests({ cpu: '3' }).priorityClass(HIGH));
      },
      works: async () => (await on.isLeaving('on-b')) && !(await on.isLeaving('on-a')),
      settled: async () => (await on.isLeaving('on-a')) || (await on.isLeaving('on-b')),
    };
  },
  spreadsServices: (world) => {
    const on = stage(world);
    return spreading(world, pod('p'), () =>
      on.create(SERVICES, 'web', { spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } }),
    );
  },
  spreadsReplicaSets: (world) => {
    const on = stage(world);
    const uid = '0b6a7f0e-0000-4000-8000-000000000001';
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid, controller: true };
    return spreading(world, pod('p').owner(owner), () =>
      on.create(REPLICA_SETS, 'web', {
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: 'web' } },
          template: {
            metadata: { labels: { app: 'web' } },
            spec: { containers: [{ name: 'main', image: 'pause' }] },
          },
        },
      }),
    );
  },
  knowsNamespaces: (world) => {
    const on = stage(world);
    const labelled = { app: 'anchor', team: world.id };
    return {
      act: async () => {
        await world.api.patch(NAMESPACES, { name: world.id }, { metadata: { labels: labelled } });
        await on.node('a');
        await on.node('b');
        await on.pod(pod('anchor').label('app', 'anchor').on(on.nodeName('b')));
        const term = {
          labelSelector: { matchLabels: { app: 'anchor' } },
          namespaceSelector: { matchLabels: { team: world.id } },
          topologyKey: 'kubernetes.io/hostname',
        };
        await on.pod(
          pod('p').affinity({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } }),
        );
      },
      works: async () => (await on.get('p')).spec.nodeName === on.nodeName('b'),
      settled: async () => isUnschedulable(await on.get('p')) || on.isBound('p'),
    };
  },
  bindsVolumes: (world) => {
    const on = stage(world);
    return {
      act: async () => {
        await on.node('a');
        await on.claim('kubernetes.io/no-provisioner');
        await on.create(PERSISTENT_VOLUMES, world.id, {
          spec: {
            accessModes: ['ReadWriteOnce'],
            capacity: { storage: '1Gi' },
            storageClassName: world.id,
            hostPath: { path: '/tmp' },
          },
        });
        const status = { phase: 'Available' };
        await world.api.patch(PERSISTENT_VOLUMES, { name: world.id }, { status }, { subresource: 'status' });
        await on.pod(pod('p').claim('claim'));
      },
      works: async () => {
        await on.bindClaim();
        return on.isBound('p');
      },
    };
  },
  provisionsVolumes: (world) => {
    const on = stage(world);
    return {
      act: async () => {
        await on.node('a');
        await on.claim('example.com/disks');
        await on.pod(pod('p').claim('claim'));
      },
      works: async () => {
        const claim = await world.api.get(PERSISTENT_VOLUME_CLAIMS, { namespace: world.id, name: 'claim' });
        return claim.metadata.annotations?.['volume.kubernetes.io/selected-node'] === on.nodeName('a');
      },
    };
  },
  makesItsLease: (world) => {
    const on = stage(world);
    const lease = { namespace: 'kube-system', name: world.lease };
    return {
      prepare: () => world.api.delete(LEASES, lease),
      act: async () => {
        await on.node('a');
        await on.pod(pod('p'));
      },
      works: () => on.isBound('p'),
    };
  },
} as const satisfies Readonly<Record<string, (world: SceneWorld) => Scene>>;

/** One of {@link SCENES}. */
export type SceneName = keyof typeof SCENES;

/** Two nodes, one so large that every pod goes there unless its fellows are spread. */
function spreading(world: SceneWorld, like: PodBuilder, owner: () => Promise<void>): Scene {
  const on = stage(world);
  const nodes = async () => [(await on.get('p')).spec.nodeName, (await on.get('first')).spec.nodeName];
  return {
    act: async () => {
      await on.node('large', { cpu: '64', memory: '256Gi', pods: '110' });
      await on.node('small');
      await owner();
      await on.pod(pod('first').label('app', 'web').on(on.nodeName('large')));
      await on.pod(like.label('app', 'web'));
    },
    works: async () => new Set(await nodes()).size === 2 && (await on.isBound('p')),
    settled: () => on.isBound('p'),
  };
}

function isUnschedulable({ status }: Pod): boolean {
  return (
    status?.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable') ??
    false
  );
}

/** What scenes are made of: nodes that only their own pods go to. */
function stage({ api, scheduler, id }: SceneWorld) {
  const nodeName = (name: string) => `${id}-${name}`;
  const get = (name: string) => api.get(PODS, { namespace: id, name });
  const create = async (resource: Resource<KubeObject>, name: string, fields: object): Promise<void> => {
    const metadata = resource.namespaced ? { name, namespace: id } : { name };
    await api.create<KubeObject>(resource, { metadata, ...fields });
  };
  return {
    nodeName,
    get,
    create,
    async node(name: string, allocatable?: Readonly<Record<string, string>>): Promise<void> {
      const wanted = node(nodeName(name)).label('scene', id).label('kubernetes.io/hostname', nodeName(name));
      const { metadata, status } = (allocatable ? wanted.allocatable(allocatable) : wanted).build();
      const whole: Node = { metadata: { ...metadata, uid: undefined }, status: { ...status } };
      await api.create(NODES, whole);
      await api.patch(NODES, { name: metadata.name }, { spec: { taints: null } });
    },
    async pod(wanted: PodBuilder): Promise<void> {
      const { metadata, spec } = wanted.namespace(id).scheduler(scheduler).selector('scene', id).build();
      const whole: Pod = { metadata: { ...metadata, uid: undefined }, spec };
      await api.create(PODS, whole);
    },
    /** A claim that waits for its first pod, with a class of its own. */
    async claim(provisioner: string): Promise<void> {
      await create(STORAGE_CLASSES, id, { provisioner, volumeBindingMode: 'WaitForFirstConsumer' });
      await create(PERSISTENT_VOLUME_CLAIMS, 'claim', {
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: id,
          resources: { requests: { storage: '1Gi' } },
        },
      });
    },
    /** What the volume controller does once the scheduler has said which volume it is. */
    async bindClaim(): Promise<void> {
      const volume = await api.get(PERSISTENT_VOLUMES, { name: id });
      if (volume.spec?.claimRef?.uid === undefined) return;
      const name = { namespace: id, name: 'claim' };
      const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' };
      await api.patch(PERSISTENT_VOLUME_CLAIMS, name, {
        metadata: { annotations },
        spec: { volumeName: id },
      });
      await api.patch(
        PERSISTENT_VOLUME_CLAIMS,
        name,
        { status: { phase: 'Bound' } },
        { subresource: 'status' },
      );
    },
    isBound: async (name: string) => (await get(name)).spec.nodeName !== undefined,
    isLeaving: async (name: string) => (await get(name)).metadata.deletionTimestamp !== undefined,
    events: async () => (await api.list(EVENTS, { namespace: id })).items,
    async until(condition: () => Promise<boolean>): Promise<void> {
      const { eventually } = await import('./eventually.ts');
      await eventually(condition, `the scene ${id} is set`);
    },
  };
}
