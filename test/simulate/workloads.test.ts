import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NoWorkload, wantedOf, type WorkloadContext } from '../../src/simulate/workloads.ts';
import { node } from '../helpers/builders.ts';

const CONTEXT: WorkloadContext = {
  namespace: 'here',
  nodes: [node('a').build(), node('b').build()],
  priorityOf: (name) => (name === 'high' ? 1000 : undefined),
};
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c' }] } };
const workload = (kind: string, spec: object) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web' },
  spec: { template, ...spec },
});

test('a deployment is as many pods as it wants, owned by a replica set that spreading can see', () => {
  const { pods, objects } = wantedOf(workload('Deployment', { replicas: 2, selector: {} }), CONTEXT);
  assert.deepEqual(
    pods.map(({ pod, source }) => [pod.metadata.namespace, pod.metadata.name, source]),
    [
      ['here', 'web-0', 'deployment/web'],
      ['here', 'web-1', 'deployment/web'],
    ],
  );
  assert.equal(pods[0]?.pod.metadata.labels?.['app'], 'web');
  assert.equal(pods[0]?.pod.metadata.ownerReferences?.[0]?.kind, 'ReplicaSet');
  assert.deepEqual(
    objects.map(([{ kind }, { metadata }]) => [kind, metadata.namespace, metadata.name]),
    [['ReplicaSet', 'here', 'web']],
  );
});

test('replicas of the command line come before those of the file; a job counts its parallelism', () => {
  const count = (kind: string, spec: object, replicas?: number) =>
    wantedOf(workload(kind, spec), { ...CONTEXT, ...(replicas !== undefined && { replicas }) }).pods.length;
  assert.equal(count('StatefulSet', { replicas: 3 }), 3);
  assert.equal(count('StatefulSet', { replicas: 3 }, 7), 7);
  assert.equal(count('Deployment', {}), 1);
  assert.equal(count('Job', { parallelism: 4 }), 4);
});

test('a daemon set has a pod for each node, pinned to it', () => {
  const { pods } = wantedOf(workload('DaemonSet', {}), CONTEXT);
  const terms = pods.map(
    ({ pod }) =>
      pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]
        ?.matchFields?.[0]?.values,
  );
  assert.deepEqual(terms, [['a'], ['b']]);
});

test('what an API server fills in is filled in: limits as requests, priority, scheduler', () => {
  const pod = wantedOf(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'there' },
      spec: {
        priorityClassName: 'high',
        containers: [
          { name: 'c', resources: { limits: { cpu: 2, memory: '1Gi' }, requests: { cpu: '500m' } } },
        ],
      },
    },
    CONTEXT,
  ).pods[0]?.pod;
  assert.equal(pod?.metadata.namespace, 'there');
  assert.equal(pod?.spec.priority, 1000);
  assert.equal(pod?.spec.schedulerName, 'default-scheduler');
  assert.deepEqual(pod?.spec.containers[0]?.resources?.requests, { cpu: '500m', memory: '1Gi' });
});

test('a list is its items; what makes no pods is told; what is none of its kind is a sentence', () => {
  const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } };
  const said = wantedOf({ apiVersion: 'v1', kind: 'List', items: [workload('Job', {}), config] }, CONTEXT);
  assert.equal(said.pods.length, 1);
  assert.deepEqual(said.ignored, ['ConfigMap/c']);
  assert.throws(
    () => wantedOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }, CONTEXT),
    NoWorkload,
  );
  assert.throws(() => wantedOf('text', CONTEXT), NoWorkload);
});
