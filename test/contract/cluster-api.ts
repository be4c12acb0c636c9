import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import type { ClusterApi, WatchEvent } from '../../src/api/cluster-api.ts';
import { ApiError, isConflict, isExpired, isNotFound } from '../../src/api/errors.ts';
import { EVENTS, NAMESPACES, NODES, PODS } from '../../src/api/resources.ts';
import type { KubeObject, Pod } from '../../src/api/types.ts';
import { event, node, pod } from '../helpers/builders.ts';

/** An implementation under test. `expire` makes every resourceVersion and continue token of before too old. */
export interface Subject {
  readonly api: ClusterApi;
  readonly expire: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What ClusterApi promises, as tests: run on every implementation. `skip` carries the reason. */
export function clusterApiContract(
  name: string,
  open: () => Promise<Subject>,
  skip: string | false = false,
): void {
  describe(`${name} keeps the contract of ClusterApi`, { skip }, () => {
    let subject: Subject;
    let api: ClusterApi;
    before(async () => {
      subject = await open();
      api = subject.api;
    });
    after(async () => {
      await subject.stop();
    });

    const newPod = async (change: (builder: ReturnType<typeof pod>) => unknown = () => {}): Promise<Pod> => {
      const builder = pod(`p-${randomUUID()}`).scheduler('nobody');
      change(builder);
      return api.create(PODS, builder.build());
    };
    const newNode = async (): Promise<string> => {
      const created = await api.create(NODES, node(`n-${randomUUID()}`).build());
      return created.metadata.name;
    };
    const versionNow = async (): Promise<string> => (await api.list(PODS, { limit: 1 })).resourceVersion;

    test('an unread create stores the object and answers with the one that was given', async () => {
      const wanted = pod(`p-${randomUUID()}`).build();
      assert.equal(await api.create(PODS, wanted, { unread: true }), wanted);
      const stored = await api.get(PODS, { namespace: 'default', name: wanted.metadata.name });
      assert.match(stored.metadata.uid ?? '', /^[0-9a-f-]{36}$/);
      await assert.rejects(api.create(PODS, wanted, { unread: true }), { code: 409 });
    });

    test('create fills in what the server decides, and get gives it back', async () => {
      const created = await newPod();
      assert.match(created.metadata.uid ?? '', /^[0-9a-f-]{36}$/);
      assert.notEqual(
        created.metadata.uid,
        `uid-of-${created.metadata.name}`,
        'a uid is never taken from a client',
      );
      assert.match(created.metadata.creationTimestamp ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.equal(created.metadata.namespace, 'default');
      assert.equal(created.status?.phase, 'Pending');
      const read = await api.get(PODS, created.metadata);
      assert.deepEqual(read.metadata.uid, created.metadata.uid);
      assert.equal(read.metadata.resourceVersion, created.metadata.resourceVersion);
    });

    test('create of a name that is taken is a conflict', async () => {
      const created = await newPod();
      await assert.rejects(
        api.create(PODS, pod(created.metadata.name).build()),
        (error) => isConflict(error) && error instanceof ApiError && error.reason === 'AlreadyExists',
      );
    });

    test('what is absent is a 404 that names it', async () => {
      const absent = { namespace: 'default', name: 'absent' };
      await assert.rejects(api.get(PODS, absent), isAbsent);
      await assert.rejects(api.delete(PODS, absent), isAbsent);
      await assert.rejects(api.patch(PODS, absent, {}), isAbsent);
      await assert.rejects(api.bind(absent, 'node'), isAbsent);
    });

    test('get of a name whose uid is another one is a 404', async () => {
      const { namespace = '', name } = (await newPod()).metadata;
      await assert.rejects(api.get(PODS, { namespace, name, uid: randomUUID() }), isNotFound);
    });

    test('version is the one of Kubernetes', async () => {
      assert.match(await api.version(), /^v1\.\d+\.\d+/);
    });

    test('list selects by namespace, label and field', async () => {
      const label = randomUUID();
      const mine = await newPod((builder) => builder.label('contract', label).scheduler('mine'));
      const other = await newPod((builder) => builder.label('contract', label).scheduler('other'));
      const names = async (fieldSelector: string, namespace?: string): Promise<string[]> => {
        const scope = namespace === undefined ? {} : { namespace };
        const page = await api.list(PODS, { ...scope, labelSelector: `contract=${label}`, fieldSelector });
        return page.items.map(({ metadata }) => metadata.name);
      };
      const both = [mine, other].map(({ metadata }) => metadata.name).toSorted();
      assert.deepEqual(await names('status.phase!=Succeeded,status.phase!=Failed'), both);
      assert.deepEqual(await names('status.phase=Running'), []);
      assert.deepEqual(await names('spec.schedulerName=mine'), [mine.metadata.name]);
      assert.deepEqual(await names('spec.schedulerName!=mine'), [other.metadata.name]);
      assert.deepEqual(await names(`metadata.name=${other.metadata.name}`), [other.metadata.name]);
      assert.deepEqual(await names('spec.nodeName=', 'default'), both);
      assert.deepEqual(await names('', 'kube-system'), []);
    });

    test('pages together are one list at one version', async () => {
      const label = randomUUID();
      for (let count = 0; count < 5; count += 1) await newPod((builder) => builder.label('contract', label));
      const options = { labelSelector: `contract=${label}`, limit: 2 };
      const first = await api.list(PODS, options);
      assert.equal(first.items.length, 2);
      await newPod((builder) => builder.label('contract', label));
      const second = await api.list(PODS, { ...options, continue: first.continue ?? '' });
      const third = await api.list(PODS, { ...options, continue: second.continue ?? '' });
      const names = [first, second, third].flatMap(({ items }) => items.map(({ metadata }) => metadata.name));
      assert.equal(new Set(names).size, 5);
      assert.equal(second.resourceVersion, first.resourceVersion);
      assert.equal(third.continue, undefined);
    });

    test('a watch delivers every change after its version, in order', { timeout: 20_000 }, async () => {
      const start = await versionNow();
      const target = await newNode();
      const created = await newPod();
      await api.bind(created.metadata, target);
      await api.patch(PODS, created.metadata, { metadata: { labels: { color: 'blue' } } });
      await api.delete(PODS, created.metadata, { gracePeriodSeconds: 0 });
      const events = await watched(
        api,
        start,
        { fieldSelector: `metadata.name=${created.metadata.name}` },
        4,
      );
      assert.deepEqual(
        events.map(({ type }) => type),
        ['ADDED', 'MODIFIED', 'MODIFIED', 'DELETED'],
      );
      assert.deepEqual(
        events.map(({ object }) => [object.spec.nodeName, object.metadata.labels?.['color']]),
        [
          [undefined, undefined],
          [target, undefined],
          [target, 'blue'],
          [target, 'blue'],
        ],
      );
    });

    test('leaving a selector is a delete, coming in is an add', { timeout: 20_000 }, async () => {
      const label = randomUUID();
      const start = await versionNow();
      const created = await newPod((builder) => builder.label('contract', label));
      await api.patch(PODS, created.metadata, { metadata: { labels: { contract: null } } });
      await api.patch(PODS, created.metadata, { metadata: { labels: { contract: label } } });
      const events = await watched(api, start, { labelSelector: `contract=${label}` }, 3);
      assert.deepEqual(
        events.map(({ type }) => type),
        ['ADDED', 'DELETED', 'ADDED'],
      );
      assert.deepEqual(
        events[1]?.object.metadata.labels,
        { contract: label },
        'a leaver is told as it was last seen',
      );
    });

    test('a watch ends normally when its time is over', { timeout: 20_000 }, async () => {
      const options = {
        resourceVersion: await versionNow(),
        timeoutSeconds: 1,
        fieldSelector: 'metadata.name=none',
      };
      for await (const seen of api.watch(PODS, options)) assert.equal(seen.type, 'BOOKMARK');
    });

    test('an aborted watch throws the reason of the abort', { timeout: 20_000 }, async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const watching = (async () => {
        const options = { resourceVersion: await versionNow(), signal: controller.signal };
        const created = newPod();
        for await (const seen of api.watch(PODS, options)) {
          await created;
          assert.equal(seen.type, 'ADDED');
          controller.abort(reason);
        }
      })();
      await assert.rejects(watching, (error) => error === reason);
    });

    test('an aborted call rejects with the reason of the abort', async () => {
      const reason = new Error('enough');
      await assert.rejects(
        api.list(PODS, { signal: AbortSignal.abort(reason) }),
        (error) => error === reason,
      );
    });

    test('a version that is too old is a 410 for a watch', { timeout: 60_000 }, async () => {
      const old = await versionNow();
      await newPod();
      await subject.expire();
      await assert.rejects(watched(api, old, {}, 1), isExpired);
    });

    test('a continue token that is too old is a 410', { timeout: 60_000 }, async () => {
      await newPod();
      await newPod();
      const first = await api.list(PODS, { limit: 1 });
      await newPod();
      await subject.expire();
      await assert.rejects(api.list(PODS, { limit: 1, continue: first.continue ?? '' }), isExpired);
    });

    test('bind places a pod and says so in its condition', async () => {
      const target = await newNode();
      const created = await newPod();
      await api.bind(created.metadata, target);
      const bound = await api.get(PODS, created.metadata);
      assert.equal(bound.spec.nodeName, target);
      const scheduled = bound.status?.conditions?.find(({ type }) => type === 'PodScheduled');
      assert.equal(scheduled?.status, 'True');
    });

    test('a second bind is a conflict that names the node', async () => {
      const target = await newNode();
      const created = await newPod();
      await api.bind(created.metadata, target);
      const { name } = created.metadata;
      await assert.rejects(api.bind(created.metadata, target), {
        code: 409,
        message: `Operation cannot be fulfilled on pods/binding "${name}": pod ${name} is already assigned to node "${target}"`,
      });
    });

    test('bind of a successor with the same name is a conflict', async () => {
      const target = await newNode();
      const created = await newPod();
      await assert.rejects(api.bind({ ...created.metadata, uid: randomUUID() }, target), (error) => {
        return (
          isConflict(error) && error instanceof ApiError && error.message.includes('Precondition failed: UID')
        );
      });
      assert.equal((await api.get(PODS, created.metadata)).spec.nodeName, undefined);
    });

    test('bind of a gated pod is a conflict', async () => {
      const created = await newPod((builder) => builder.gate('example.com/wait'));
      await assert.rejects(api.bind(created.metadata, await newNode()), {
        code: 409,
        message: /has non-empty \.spec\.schedulingGates$/,
      });
    });

    test('bind of a pod that is being deleted is a conflict', async () => {
      const target = await newNode();
      const created = await newPod();
      await api.bind(created.metadata, target);
      // kube-apiserver decides a delete on the pod in its watch cache, where the binding may not be yet; a list waits for that cache
      await versionNow();
      await api.delete(PODS, created.metadata, { gracePeriodSeconds: 30 });
      assert.ok((await api.get(PODS, created.metadata)).metadata.deletionTimestamp, 'waits for its kubelet');
      const message = /is being deleted, cannot be assigned to a host$/;
      await assert.rejects(api.bind(created.metadata, target), { code: 409, message });
      await api.delete(PODS, created.metadata, { gracePeriodSeconds: 0 });
    });

    test('a pod that is on no node is deleted at once', async () => {
      const created = await newPod();
      await api.delete(PODS, created.metadata);
      await assert.rejects(api.get(PODS, created.metadata), isNotFound);
    });

    test('delete of a successor with the same name is a conflict', async () => {
      const created = await newPod();
      await assert.rejects(api.delete(PODS, { ...created.metadata, uid: randomUUID() }), isConflict);
      await api.get(PODS, created.metadata);
    });

    test('a status patch merges conditions by type and leaves the rest alone', async () => {
      const created = await newPod();
      const status = { subresource: 'status' } as const;
      await api.patch(PODS, created.metadata, unschedulable('PodScheduled', 'first'), status);
      await api.patch(PODS, created.metadata, unschedulable('example.com/Other', 'other'), status);
      await api.patch(PODS, created.metadata, unschedulable('PodScheduled', 'second'), status);
      const read = await api.get(PODS, created.metadata);
      assert.deepEqual(read.status?.conditions?.map(({ type, message }) => [type, message]).toSorted(), [
        ['PodScheduled', 'second'],
        ['example.com/Other', 'other'],
      ]);
      assert.equal(read.spec.nodeName, undefined, 'only the status is patched');
    });

    test('a patch that changes nothing makes no new version', async () => {
      const created = await newPod((builder) => builder.label('color', 'blue'));
      const patched = await api.patch(PODS, created.metadata, { metadata: { labels: { color: 'blue' } } });
      assert.equal(patched.metadata.resourceVersion, created.metadata.resourceVersion);
    });

    test('patch of a successor with the same name is a conflict', async () => {
      const created = await newPod();
      const successor = { ...created.metadata, uid: randomUUID() };
      await assert.rejects(api.patch(PODS, successor, { metadata: { labels: { a: 'b' } } }), isConflict);
    });

    test('taints of a node are replaced as a whole', async () => {
      const name = await newNode();
      await api.patch(NODES, { name }, tainted('first'));
      const patched = await api.patch(NODES, { name }, tainted('second'));
      // a server whose node lifecycle admission is on adds its own not-ready taint at creation
      assert.deepEqual(patched.spec?.taints, [{ key: 'second', effect: 'NoSchedule' }]);
    });

    test('an event can be created and found by its object', async () => {
      const about = await newPod();
      await api.create(EVENTS, event(about).named(`e-${randomUUID()}`).note('placed').build());
      const { items } = await api.list(EVENTS, { namespace: 'default' });
      const found = items.find(({ regarding }) => regarding?.uid === about.metadata.uid);
      assert.equal(found?.note, 'placed');
      assert.equal(found?.reportingController, 'workshop-scheduler');
    });

    test('the namespace kube-system has a uid, which names the cluster', async () => {
      const namespace = await api.get(NAMESPACES, { name: 'kube-system' });
      assert.ok(namespace.metadata.uid);
    });
  });
}

/** The first `count` changes of pods after `resourceVersion`. */
async function watched(
  api: ClusterApi,
  resourceVersion: string,
  selectors: { readonly fieldSelector?: string; readonly labelSelector?: string },
  count: number,
): Promise<Exclude<WatchEvent<Pod>, { type: 'BOOKMARK' }>[]> {
  const events: Exclude<WatchEvent<Pod>, { type: 'BOOKMARK' }>[] = [];
  for await (const seen of api.watch(PODS, { resourceVersion, ...selectors })) {
    // the real server takes some deletions in two steps and shows the first
    const onItsWay = isChange(seen) && seen.type === 'MODIFIED' && seen.object.metadata.deletionTimestamp;
    if (isChange(seen) && !onItsWay) events.push(seen);
    if (events.length === count) break;
  }
  return events;
}

function isChange<T extends KubeObject>(
  seen: WatchEvent<T>,
): seen is Exclude<WatchEvent<T>, { type: 'BOOKMARK' }> {
  return seen.type !== 'BOOKMARK';
}

function isAbsent(error: unknown): boolean {
  return isNotFound(error) && error instanceof ApiError && error.message === 'pods "absent" not found';
}

/** A patch of the status that also tries to bind the pod. */
function unschedulable(type: string, message: string): object {
  return {
    status: { conditions: [{ type, status: 'False', reason: 'Unschedulable', message }] },
    spec: { nodeName: 'sneaked-in' },
  };
}

function tainted(key: string): object {
  return { spec: { taints: [{ key, effect: 'NoSchedule' }] } };
}
