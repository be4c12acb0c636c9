import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type EmbeddedWorld, placesOf, startEmbeddedWorld, textAt } from '../helpers/embedded-world.ts';
import { type Program, startProgram } from '../helpers/program.ts';
import { missing } from '../helpers/require-tools.ts';
import { items } from '../parity/sequence.ts';

const skip = missing('kubectl');
const PODS = '/api/v1/namespaces/default/pods';

function pod(name: string, cpu: string, priorityClassName: string): string {
  const containers = [
    { name: 'main', image: 'registry.k8s.io/pause:3.10', resources: { requests: { cpu } } },
  ];
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: { schedulerName: 'ours', priorityClassName, containers, terminationGracePeriodSeconds: 1 },
  });
}

void suite('our scheduler preempts on the embedded cluster, whose kubelets let victims end', { skip }, () => {
  let world: EmbeddedWorld;
  let scheduler: Program;

  before(async () => {
    world = await startEmbeddedWorld({ workers: 1 });
    const args = [
      '--kubeconfig',
      world.cluster.kubeconfigPath,
      '--policy',
      'default',
      '--scheduler-name',
      'ours',
    ];
    scheduler = startProgram(['serve', ...args]);
    await scheduler.says('ours running');
    for (const [name, value] of [
      ['lowest', 0],
      ['low', 1],
      ['high', 1000],
    ] as const)
      await world.kubectl(`create priorityclass ${name} --value=${value}`);
  });
  after(async () => {
    await scheduler.end('SIGTERM');
    await world.stop();
  });

  test('the less important pod ends in its own time, and the other one runs in its place', async () => {
    await world.kubectl('create -f -', pod('cheap', '7', 'low'));
    await world.until(`${PODS}/cheap`, 'it runs', (body) => textAt(body, 'status.phase') === 'Running');
    await world.kubectl('create -f -', pod('dear', '7', 'high'));
    await world.until(`${PODS}/dear`, 'it runs', (body) => textAt(body, 'status.phase') === 'Running');
    assert.deepEqual([...placesOf(await world.get(PODS))], [['dear', 'test-worker']]);
    const told = await world.kubectl('get events --field-selector reason=Preempted');
    assert.match(told, /Preempted\s+pod\/cheap\s+Preempted by pod \S+ on node test-worker/);
    assert.match(scheduler.output(), /preempting default\/cheap on test-worker for default\/dear/);
    const dear = await world.get(`${PODS}/dear`);
    assert.equal(textAt(dear, 'status.nominatedNodeName'), '', 'a binding ends the nomination');
  });

  test('pods that a budget protects stay as long as others can go, even more important ones', async () => {
    await world.kubectl('delete pods --all --now');
    await world.until(PODS, 'the node is empty', (list) => items(list).length === 0);
    await world.kubectl('create -f -', pod('kept', '3', 'lowest'));
    await world.kubectl('create -f -', pod('free', '3', 'low'));
    await world.until(PODS, 'both run', (list) =>
      items(list).every((each) => textAt(each, 'status.phase') === 'Running'),
    );
    await world.kubectl('create poddisruptionbudget kept --selector=app=kept --min-available=1');
    await world.until(
      '/apis/policy/v1/namespaces/default/poddisruptionbudgets/kept',
      'the budget has counted its pod',
      (body) => JSON.stringify(body).includes('"currentHealthy":1'),
    );
    await world.kubectl('create -f -', pod('dear', '4', 'high'));
    await world.until(`${PODS}/dear`, 'it runs', (body) => textAt(body, 'status.phase') === 'Running');
    assert.deepEqual([...placesOf(await world.get(PODS)).keys()].toSorted(), ['dear', 'kept']);
  });
});
