import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { type EmbeddedWorld, placesOf, startEmbeddedWorld, textAt } from '../helpers/embedded-world.ts';
import { missing } from '../helpers/require-tools.ts';
import { at, items } from '../parity/sequence.ts';

const skip = missing('kube-scheduler', 'kubectl');
const PODS = '/api/v1/namespaces/default/pods';
const IMAGE = 'registry.k8s.io/pause:3.10';

const podsOf = (app: string) => `${PODS}?labelSelector=app%3D${app}`;
const allRun = (count: number) => (list: unknown) =>
  items(list).length === count && items(list).every((pod) => textAt(pod, 'status.phase') === 'Running');

function deployment(name: string, replicas: number, spec: object): string {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: IMAGE }], ...spec } };
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas, selector: { matchLabels: labels }, template },
  });
}

function pod(name: string, spec: object, requests: object = {}): string {
  const containers = [{ name: 'main', image: IMAGE, resources: { requests } }];
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: { schedulerName: 'second', containers, terminationGracePeriodSeconds: 1, ...spec },
  });
}

void suite('kube-scheduler as a second scheduler on the embedded cluster', { skip }, () => {
  let world: EmbeddedWorld;

  before(async () => {
    world = await startEmbeddedWorld({ workers: 3 });
    await world.startScheduler('second');
  });
  after(() => world.stop());

  test('spreads the pods that name it over the workers, where they run', async () => {
    await world.kubectl('create -f -', deployment('spread', 6, { schedulerName: 'second' }));
    const pods = await world.until(podsOf('spread'), 'six pods run', allRun(6));
    const nodes = [...placesOf(pods).values()];
    assert.deepEqual([...new Set(nodes)].toSorted(), ['test-worker', 'test-worker2', 'test-worker3']);
    const told = await world.until(
      '/apis/events.k8s.io/v1/namespaces/default/events?fieldSelector=reason%3DScheduled',
      'it told where six pods went',
      (list) => items(list).filter((event) => textAt(event, 'reportingController') === 'second').length === 6,
    );
    assert.match(JSON.stringify(told), /Successfully assigned default\/spread-\S+ to test-worker/);
  });

  test('says on the pod why it fits nowhere, and places it when a label comes', async () => {
    await world.kubectl('create -f -', pod('picky', { nodeSelector: { disk: 'ssd' } }));
    const waiting = await world.until(`${PODS}/picky`, 'it is unschedulable', (body) =>
      JSON.stringify(at(body, 'status.conditions') ?? '').includes('Unschedulable'),
    );
    assert.match(
      textAt(waiting, 'status.conditions.0.message'),
      /^0\/4 nodes are available: 1 node\(s\) had untolerated taint\(s\), 3 node\(s\) didn't match Pod's node affinity\/selector/,
    );
    await world.kubectl('label node test-worker2 disk=ssd');
    await world.until(`${PODS}/picky`, 'it runs', (body) => textAt(body, 'status.phase') === 'Running');
    assert.equal(textAt(await world.get(`${PODS}/picky`), 'spec.nodeName'), 'test-worker2');
    const described = await world.kubectl('describe pod picky');
    assert.match(described, /FailedScheduling.*second.*0\/4 nodes are available/);
    assert.match(described, /Scheduled.*second.*Successfully assigned default\/picky to test-worker2/);
  });

  test('preempts a pod of less importance', async () => {
    await world.kubectl('label node test-worker3 only=here');
    await world.kubectl('create priorityclass important --value=1000');
    const there = { nodeSelector: { only: 'here' } };
    await world.kubectl('create -f -', pod('cheap', there, { cpu: '7' }));
    await world.until(`${PODS}/cheap`, 'it runs', (body) => textAt(body, 'status.phase') === 'Running');
    await world.kubectl(
      'create -f -',
      pod('dear', { ...there, priorityClassName: 'important' }, { cpu: '7' }),
    );
    await world.until(`${PODS}/dear`, 'it runs', (body) => textAt(body, 'status.phase') === 'Running');
    const left = placesOf(await world.get(PODS));
    assert.equal(left.get('cheap'), undefined);
    assert.equal(left.get('dear'), 'test-worker3');
    const told = await world.kubectl('get events --field-selector reason=Preempted');
    assert.match(told, /Preempted\s+pod\/cheap\s+Preempted by pod \S+ on node test-worker3/);
  });
});

void suite('kube-scheduler as the default scheduler of the embedded cluster', { skip }, () => {
  let world: EmbeddedWorld;

  before(async () => {
    world = await startEmbeddedWorld({ workers: 2, run: { scheduler: false } });
  });
  after(() => world.stop());

  test('nothing is placed without it, and everything with it: deployments and daemonsets come up', async () => {
    await world.kubectl('create -f -', deployment('web', 4, {}));
    await world.until(podsOf('web'), 'four pods wait', (list) => items(list).length === 4);
    assert.deepEqual([...new Set(placesOf(await world.get(podsOf('web'))).values())], ['']);
    await world.startScheduler('default-scheduler');
    await world.kubectl('rollout status deployment web --timeout=20s');
    const daemon = JSON.parse(deployment('agent', 1, { tolerations: [{ operator: 'Exists' }] }));
    const { selector, template } = daemon.spec;
    await world.kubectl(
      'create -f -',
      JSON.stringify({ ...daemon, kind: 'DaemonSet', spec: { selector, template } }),
    );
    await world.kubectl('rollout status daemonset agent --timeout=20s');
    assert.deepEqual([...placesOf(await world.get(podsOf('agent'))).values()].toSorted(), [
      'test-control-plane',
      'test-worker',
      'test-worker2',
    ]);
  });

  test('evicted pods of a drained node are placed on the other one', async () => {
    await world.kubectl('drain test-worker --ignore-daemonsets --timeout=60s');
    await world.kubectl('rollout status deployment web --timeout=20s');
    const nodes = new Set(placesOf(await world.get(podsOf('web'))).values());
    assert.deepEqual([...nodes], ['test-worker2']);
  });
});
