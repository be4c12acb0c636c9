import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { V1Node, V1Pod, V1Taint, V1Toleration } from '@kubernetes/client-node';
import { amount, decide, filter, isFinished, isMine, schedulerName, score } from './scheduler.ts';

test('ours are the pods that ask for us and have no node', () => {
  assert.equal(isMine(pod()), true);
  assert.equal(isMine(pod({ spec: { schedulerName: 'default-scheduler' } })), false, 'it asks for another');
  assert.equal(isMine(pod({ spec: { nodeName: 'worker' } })), false, 'it has a node already');
  assert.equal(isMine(pod({ metadata: { deletionTimestamp: new Date() } })), false, 'it is being deleted');
  assert.equal(isMine(pod({ spec: { schedulingGates: [{ name: 'x' }] } })), false, 'somebody holds it back');
});

test('finished pods are those that succeeded or failed', () => {
  for (const phase of ['Pending', 'Running'])
    assert.equal(isFinished(pod({ status: { phase } })), false, phase);
  for (const phase of ['Succeeded', 'Failed'])
    assert.equal(isFinished(pod({ status: { phase } })), true, phase);
});

test('filter: a node that is ready and empty fits, one that is not ready or cordoned does not', () => {
  fits(pod(), worker());
  doesNotFit(pod(), worker({ status: { conditions: [{ type: 'Ready', status: 'False' }] } }));
  doesNotFit(pod(), worker({ status: { conditions: [] } }));
  doesNotFit(pod(), worker({ spec: { unschedulable: true } }));
});

test('filter: a taint keeps pods away, unless it only asks or they tolerate it', () => {
  const tainted = (effect: string): V1Node =>
    worker({ spec: { taints: [{ key: 'a', value: 'b', effect }] } });
  doesNotFit(pod(), tainted('NoSchedule'));
  doesNotFit(pod(), tainted('NoExecute'));
  fits(pod(), tainted('PreferNoSchedule'));
  const tolerates = (toleration: V1Toleration): V1Pod => pod({ spec: { tolerations: [toleration] } });
  fits(tolerates({ key: 'a', value: 'b', effect: 'NoSchedule' }), tainted('NoSchedule'));
  fits(tolerates({ key: 'a', operator: 'Exists' }), tainted('NoSchedule'));
  fits(tolerates({ operator: 'Exists' }), tainted('NoSchedule'));
  doesNotFit(tolerates({ key: 'a', value: 'c' }), tainted('NoSchedule'));
  doesNotFit(tolerates({ key: 'a', value: 'b', effect: 'NoExecute' }), tainted('NoSchedule'));
  doesNotFit(tolerates({ key: 'c', operator: 'Exists' }), tainted('NoSchedule'));
  const valueless: V1Taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
  fits(tolerates({ key: valueless.key, effect: 'NoSchedule' }), worker({ spec: { taints: [valueless] } }));
});

test('filter: the labels that a pod selects', () => {
  fits(pod({ spec: { nodeSelector: { disk: 'ssd' } } }), worker());
  doesNotFit(pod({ spec: { nodeSelector: { disk: 'hdd' } } }), worker());
  doesNotFit(pod({ spec: { nodeSelector: { gpu: 'yes' } } }), worker());
});

test('filter: what pods ask for must be left', () => {
  fits(asksFor('2'), worker());
  doesNotFit(asksFor('2001m'), worker());
  fits(asksFor('500m'), worker(), [asksFor('1500m')]);
  doesNotFit(asksFor('500m'), worker(), [asksFor('1501m')]);
  fits(pod(), worker(), [asksFor('3')]); // it asks for nothing
  doesNotFit(pod(), worker({ status: { allocatable: { cpu: '2', memory: '4Gi', pods: '1' } } }), [pod()]);
});

test('score: the fewer pods the better, and those of daemons do not count', () => {
  const daemon = pod({
    metadata: {
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'kube-proxy', uid: 'u' }],
    },
  });
  assert.ok(score([]) > score([pod()]));
  assert.ok(score([pod()]) > score([pod(), pod()]));
  assert.equal(score([daemon]), score([]));
});

test('decide: the highest score wins, then the first name; where none fits it says why', () => {
  const nodes = ['c', 'a', 'b'].map((name) => worker({ metadata: { name } }));
  assert.equal(decide(pod(), nodes, new Map([['a', [pod()]]])).best, 'b');
  const cordoned = nodes.map((node) => ({ ...node, spec: { unschedulable: true } }));
  assert.deepEqual(decide(pod(), cordoned, new Map()), {
    best: undefined,
    why: '0/3 nodes are available: 3 node(s) were unschedulable.',
  });
});

test('amount: quantities as Kubernetes writes them, in thousandths', () => {
  const quantities = {
    '500m': 500,
    '2': 2000,
    '0.1': 100,
    '1e3': 1e6,
    '1k': 1e6,
    '1Ki': 1024_000,
    '1.5Gi': 1.5 * 2 ** 30 * 1000,
  };
  for (const [text, expected] of Object.entries(quantities)) assert.equal(amount(text), expected, text);
  assert.equal(amount(undefined), 0);
});

function fits(pod: V1Pod, node: V1Node, there: readonly V1Pod[] = []): void {
  assert.equal(filter(pod, node, there), undefined);
}

function doesNotFit(pod: V1Pod, node: V1Node, there: readonly V1Pod[] = []): void {
  assert.equal(typeof filter(pod, node, there), 'string');
}

interface PodParts {
  readonly metadata?: V1Pod['metadata'];
  readonly spec?: Partial<NonNullable<V1Pod['spec']>>;
  readonly status?: V1Pod['status'];
}

function pod({ metadata, spec, status }: PodParts = {}): V1Pod {
  return {
    metadata: { namespace: 'default', name: 'pod', uid: 'uid', ...metadata },
    spec: { schedulerName, containers: [{ name: 'main' }], ...spec },
    status: { phase: 'Pending', ...status },
  };
}

function asksFor(cpu: string): V1Pod {
  return pod({ spec: { containers: [{ name: 'main', resources: { requests: { cpu } } }] } });
}

function worker({ metadata, spec, status }: V1Node = {}): V1Node {
  return {
    metadata: { name: 'worker', labels: { disk: 'ssd' }, ...metadata },
    spec: { ...spec },
    status: {
      conditions: [{ type: 'Ready', status: 'True' }],
      allocatable: { cpu: '2', memory: '4Gi', pods: '110' },
      ...status,
    },
  };
}
