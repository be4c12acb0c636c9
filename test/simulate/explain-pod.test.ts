import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_OBJECTS } from '../../src/scheduler/framework/snapshot.ts';
import { Framework } from '../../src/scheduler/framework/framework.ts';
import type { Node, Pod } from '../../src/api/types.ts';
import { coscheduling } from '../../src/scheduler/plugins/coscheduling/coscheduling.ts';
import { MIN_AVAILABLE, POD_GROUP } from '../../src/scheduler/plugins/coscheduling/pod-group.ts';
import { nodeResourcesFit } from '../../src/scheduler/plugins/node-resources/fit.ts';
import { nodeUnschedulable } from '../../src/scheduler/plugins/node-unschedulable.ts';
import { podCount } from '../../src/scheduler/plugins/pod-count.ts';
import { schedulingGates } from '../../src/scheduler/plugins/scheduling-gates.ts';
import { taintToleration } from '../../src/scheduler/plugins/taint-toleration.ts';
import { explainPod } from '../../src/simulate/explain-pod.ts';
import { wayOutText } from '../../src/simulate/nearest.ts';
import { node, pod } from '../helpers/builders.ts';
import { BINDER } from '../scheduler/ask.ts';

const framework = new Framework(
  [
    schedulingGates,
    nodeUnschedulable,
    taintToleration,
    nodeResourcesFit(),
    podCount({ prefer: 'fewest' }),
    BINDER,
  ].map((plugin) => ({
    plugin,
    weight: 1,
  })),
);

function told(about: Pod, nodes: readonly Node[], pods: readonly Pod[] = []) {
  return explainPod({ nodes, pods: [about, ...pods], objects: NO_OBJECTS }, framework, about);
}

const roomy = (name: string) => node(name).allocatable({ cpu: '2', memory: '4Gi', pods: '10' });
const way = (said: ReturnType<typeof told>) => said.wayOut && wayOutText(said.wayOut);

test('a pod that is placed is judged as if it had no node yet', () => {
  const web = pod('web').requests({ cpu: '2' }).on('a').build();
  const said = told(web, [roomy('a').build()]);
  assert.equal(said.state, 'placed');
  assert.equal(said.node, 'a');
  // its own request does not stand in its way
  assert.equal(said.best, 'a');
  assert.equal(said.nodes[0]?.pods, 0);
});

test('a pod that fits nowhere is told the nearest way out: the fewest changes, a control plane last', () => {
  const said = told(pod('web').requests({ cpu: '3' }).build(), [
    roomy('control').taint('node-role.kubernetes.io/control-plane', 'NoSchedule').build(),
    roomy('full').taint('a', 'NoSchedule').build(),
    roomy('near').build(),
  ]);
  assert.equal(said.best, undefined);
  assert.match(said.message ?? '', /^0\/3 nodes are available: /);
  assert.equal(way(said), 'fits on near if it asks for 1 less cpu');
});

test('every objection of a node is named, also those after the first', () => {
  const said = told(pod('web').requests({ cpu: '3' }).build(), [
    roomy('a').taint('workshop', 'NoSchedule', 'blocked').build(),
  ]);
  assert.equal(
    way(said),
    'fits on a if taint workshop=blocked:NoSchedule is removed and it asks for 1 less cpu',
  );
});

test('a cordon and the taint that comes with it are one objection', () => {
  const cordoned = roomy('a').taint('node.kubernetes.io/unschedulable', 'NoSchedule').unschedulable().build();
  assert.equal(way(told(pod('web').build(), [cordoned])), 'fits on a if a is uncordoned');
});

test('a gated pod is told its gates, and where it would go without them', () => {
  const said = told(pod('web').gate('wait').build(), [roomy('a').build()]);
  assert.equal(said.state, 'gated');
  assert.match(said.message ?? '', /wait/);
  assert.equal(said.best, 'a');
});

test('a node that is kept for a pod of the same scheduler is not free for less important ones, and says so', () => {
  const web = pod('web').scheduler('s').requests({ cpu: '1' }).priority(1).build();
  const waits = pod('waits').scheduler('s').requests({ cpu: '2' }).priority(1).nominatedTo('a');
  const said = told(web, [roomy('a').build(), roomy('b').build()], [waits.build()]);
  assert.equal(said.best, 'b');
  const kept = said.nodes.find(({ node: name }) => name === 'a')?.filters.find(({ reasons }) => reasons);
  assert.deepEqual(kept?.reasons, ['Insufficient cpu']);
  assert.match(kept?.detail ?? '', /the node is kept for default\/waits$/);
  // nor is it said where the pod would not fit anyway, and other schedulers know nothing of it
  const full = told(
    { ...web, spec: { ...web.spec, nodeName: 'b' } },
    [roomy('a').unschedulable().build()],
    [waits.build()],
  );
  const cordon = full.nodes[0]?.filters.find(({ plugin }) => plugin === 'NodeUnschedulable');
  assert.doesNotMatch(cordon?.detail ?? '', /kept/);
  assert.equal(told(web, [roomy('a').build()], [waits.scheduler('other').build()]).best, 'a');
});

test('nobody sees pods that are finished, nor the pod twice', () => {
  const said = told(
    pod('web').requests({ cpu: '1' }).build(),
    [roomy('a').build()],
    [pod('other').requests({ cpu: '1' }).on('a').build()],
  );
  assert.equal(said.nodes[0]?.pods, 1);
  assert.equal(said.best, 'a');
});

test('a pod of a gang is told how many of it there are', () => {
  const member = (name: string) => pod(name).label(POD_GROUP, 'g').label(MIN_AVAILABLE, '3').build();
  const plugins = [coscheduling(), nodeResourcesFit(), BINDER].map((plugin) => ({ plugin, weight: 1 }));
  const [a, b, c] = [member('a'), member('b'), member('c')];
  const explained = (...pods: Pod[]) =>
    explainPod({ nodes: [roomy('n').build()], pods, objects: NO_OBJECTS }, new Framework(plugins), a);
  assert.match(explained(a, b).message ?? '', /current pods number: 2, minMember of group: 3/);
  assert.equal(explained(a, b, c).best, 'n');
});
