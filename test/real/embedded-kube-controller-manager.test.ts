import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { type EmbeddedWorld, startEmbeddedWorld } from '../helpers/embedded-world.ts';
import { missing } from '../helpers/require-tools.ts';
import { at, items } from '../parity/sequence.ts';

const skip = missing('kube-controller-manager', 'kubectl');

/** Our kubelets and our scheduler go on; none of our controllers runs. */
void suite('kube-controller-manager on the embedded cluster', { skip }, () => {
  let world: EmbeddedWorld;

  before(async () => {
    world = await startEmbeddedWorld({ workers: 2, run: { controllers: false } });
    await world.startControllerManager();
  });
  after(() => world.stop());

  test('gives each namespace its service account and the root certificate', async () => {
    const all = (body: unknown) => items(body).length >= 4;
    await world.until(
      '/api/v1/serviceaccounts?fieldSelector=metadata.name%3Ddefault',
      'accounts',
      all,
      60_000,
    );
    await world.until(
      '/api/v1/configmaps?fieldSelector=metadata.name%3Dkube-root-ca.crt',
      'certificates',
      all,
    );
  });

  test('rolls a deployment out, back and away', async () => {
    await world.kubectl('create deployment web --image=nginx:1 --replicas=3');
    await world.kubectl('rollout status deployment web --timeout=30s');
    await world.kubectl('set image deployment web nginx=nginx:2');
    await world.kubectl('rollout status deployment web --timeout=60s');
    assert.match(await world.kubectl('rollout history deployment web'), /1 .*\n2 /);
    await world.kubectl('rollout undo deployment web');
    await world.kubectl('rollout status deployment web --timeout=60s');
    assert.equal(await world.kubectl('get deployment web -o jsonpath={..image}'), 'nginx:1');
    await world.kubectl('scale deployment web --replicas=1');
    await world.until(
      '/apis/apps/v1/namespaces/default/deployments/web',
      'one is left',
      (body) => at(body, 'status.replicas') === 1,
    );
    await world.kubectl('delete deployment web --cascade=foreground --timeout=60s');
    await world.until(
      '/api/v1/namespaces/default/pods',
      'the pods went with it',
      (body) => items(body).length === 0,
      60_000,
    );
  });

  test('a daemonset, a statefulset and a job do what they are for', async () => {
    const workload = (kind: string, name: string, spec: object) =>
      JSON.stringify({
        apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
        kind,
        metadata: { name },
        spec: {
          ...(kind === 'Job' ? {} : { selector: { matchLabels: { app: name } } }),
          template: {
            metadata: { labels: { app: name } },
            spec: { containers: [{ name: 'main', image: 'x' }] },
          },
          ...spec,
        },
      });
    await world.kubectl('create -f -', workload('DaemonSet', 'agent', {}));
    await world.kubectl('create -f -', workload('StatefulSet', 'db', { replicas: 2, serviceName: 'db' }));
    await world.kubectl('create job once --image=busybox -- true');
    await world.kubectl('rollout status daemonset agent --timeout=30s');
    await world.kubectl('rollout status statefulset db --timeout=30s');
    await world.kubectl('wait --for=condition=Complete job once --timeout=30s');
    assert.match(await world.kubectl('get daemonset agent'), /agent +2 +2 +2/);
  });

  test('a service gets the addresses of its pods', async () => {
    await world.kubectl('expose pod db-0 --port=80 --name=door');
    await world.until(
      '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Ddoor',
      'it has an address that is ready',
      (body) => at(body, 'items.0.endpoints.0.conditions.ready') === true,
    );
  });

  test('a namespace takes everything with it', async () => {
    await world.kubectl('create namespace going');
    await world.kubectl('create deployment web --image=x -n going');
    await world.kubectl('create configmap one -n going');
    await world.kubectl('delete namespace going --timeout=60s');
  });
});
