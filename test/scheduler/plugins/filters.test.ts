import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node, Pod } from '../../../src/api/types.ts';
import type { Plugin } from '../../../src/scheduler/framework/plugin.ts';
import { nodeName } from '../../../src/scheduler/plugins/node-name.ts';
import { nodeReady } from '../../../src/scheduler/plugins/node-ready.ts';
import { nodeUnschedulable } from '../../../src/scheduler/plugins/node-unschedulable.ts';
import { taintToleration } from '../../../src/scheduler/plugins/taint-toleration.ts';
import { node, pod } from '../../helpers/builders.ts';
import { askOne } from '../ask.ts';
import { nodeInfo } from '../node-info.ts';

interface Row {
  readonly name: string;
  readonly plugin: Plugin;
  readonly pod: Pod;
  readonly node: Node;
  /** The reason, or undefined when the node fits. */
  readonly reason?: string;
  readonly detail?: string;
  readonly wayOut?: string;
}

const UNTOLERATED = 'node(s) had untolerated taint(s)';
const p = () => pod('p');
const n = () => node('n');
const blocked = () => n().taint('workshop', 'NoSchedule', 'blocked').build();

const rows: readonly Row[] = [
  { name: 'no node named', plugin: nodeName, pod: p().build(), node: n().build() },
  { name: 'this node named', plugin: nodeName, pod: p().on('n').build(), node: n().build() },
  {
    name: 'another node named',
    plugin: nodeName,
    pod: p().on('m').build(),
    node: n().build(),
    reason: "node(s) didn't satisfy plugin(s) [NodeName]",
  },

  { name: 'node open', plugin: nodeUnschedulable, pod: p().build(), node: n().build() },
  {
    name: 'node cordoned',
    plugin: nodeUnschedulable,
    pod: p().build(),
    node: n().unschedulable().build(),
    reason: 'node(s) were unschedulable',
    detail: 'cordoned',
    wayOut: 'n is uncordoned',
  },
  {
    name: 'cordon tolerated',
    plugin: nodeUnschedulable,
    pod: p().tolerate('node.kubernetes.io/unschedulable', 'NoSchedule').build(),
    node: n().unschedulable().build(),
  },
  {
    name: 'cordon tolerated by tolerating all',
    plugin: nodeUnschedulable,
    pod: p().tolerate().build(),
    node: n().unschedulable().build(),
  },

  { name: 'node ready', plugin: nodeReady, pod: p().build(), node: n().ready(true).build() },
  {
    name: 'node not ready',
    plugin: nodeReady,
    pod: p().build(),
    node: n().ready(false).build(),
    reason: 'node(s) were not ready',
    detail: 'Ready is False (KubeletNotReady)',
    wayOut: 'n becomes ready',
  },
  {
    name: 'kubelet silent',
    plugin: nodeReady,
    pod: p().build(),
    node: n().ready('Unknown').build(),
    reason: 'node(s) were not ready',
    detail: 'Ready is Unknown (KubeletNotReady)',
  },
  {
    name: 'node without conditions',
    plugin: nodeReady,
    pod: p().build(),
    node: n().noConditions().build(),
    reason: 'node(s) were not ready',
    detail: 'it has no Ready condition yet',
  },
  {
    name: 'not ready tolerated',
    plugin: nodeReady,
    pod: p().tolerate('node.kubernetes.io/not-ready').build(),
    node: n().ready(false).build(),
  },

  { name: 'no taints', plugin: taintToleration, pod: p().build(), node: n().build() },
  {
    name: 'NoSchedule taint',
    plugin: taintToleration,
    pod: p().build(),
    node: blocked(),
    reason: UNTOLERATED,
    detail: 'taint workshop=blocked:NoSchedule',
    wayOut: 'taint workshop=blocked:NoSchedule is removed',
  },
  {
    name: 'NoExecute taint without value',
    plugin: taintToleration,
    pod: p().build(),
    node: n().taint('k', 'NoExecute').build(),
    reason: UNTOLERATED,
    detail: 'taint k:NoExecute',
  },
  {
    name: 'PreferNoSchedule taint only scores',
    plugin: taintToleration,
    pod: p().build(),
    node: n().taint('k', 'PreferNoSchedule').build(),
  },
  {
    name: 'tolerated by Exists',
    plugin: taintToleration,
    pod: p().tolerate('workshop', 'NoSchedule').build(),
    node: blocked(),
  },
  {
    name: 'tolerated for every effect',
    plugin: taintToleration,
    pod: p().tolerate('workshop').build(),
    node: blocked(),
  },
  {
    name: 'tolerated by Equal',
    plugin: taintToleration,
    pod: p().tolerate('workshop', 'NoSchedule', 'blocked').build(),
    node: blocked(),
  },
  {
    name: 'Equal with another value',
    plugin: taintToleration,
    pod: p().tolerate('workshop', 'NoSchedule', 'open').build(),
    node: blocked(),
    reason: UNTOLERATED,
  },
  {
    name: 'another effect',
    plugin: taintToleration,
    pod: p().tolerate('workshop', 'NoExecute').build(),
    node: blocked(),
    reason: UNTOLERATED,
  },
  {
    name: 'another key',
    plugin: taintToleration,
    pod: p().tolerate('other', 'NoSchedule').build(),
    node: blocked(),
    reason: UNTOLERATED,
  },
  { name: 'everything tolerated', plugin: taintToleration, pod: p().tolerate().build(), node: blocked() },
  {
    name: 'second taint not tolerated',
    plugin: taintToleration,
    pod: p().tolerate('workshop').build(),
    node: n().taint('workshop', 'NoSchedule').taint('gpu', 'NoSchedule').build(),
    reason: UNTOLERATED,
    detail: 'taint gpu:NoSchedule',
  },
  {
    name: 'two taints not tolerated',
    plugin: taintToleration,
    pod: p().build(),
    node: n().taint('a', 'NoSchedule').taint('b', 'PreferNoSchedule').taint('c', 'NoExecute').build(),
    reason: UNTOLERATED,
    detail: 'taint a:NoSchedule',
    wayOut: 'taints a:NoSchedule, c:NoExecute are removed',
  },
  {
    name: 'cordoned and tainted',
    plugin: taintToleration,
    pod: p().build(),
    node: n()
      .unschedulable()
      .taint('node.kubernetes.io/unschedulable', 'NoSchedule')
      .taint('a', 'NoSchedule')
      .build(),
    reason: UNTOLERATED,
    detail: 'taint a:NoSchedule',
    wayOut: 'taint a:NoSchedule is removed',
  },
  {
    name: 'cordoned only',
    plugin: taintToleration,
    pod: p().build(),
    node: n().unschedulable().taint('node.kubernetes.io/unschedulable', 'NoSchedule').build(),
    reason: UNTOLERATED,
    detail: 'taint node.kubernetes.io/unschedulable:NoSchedule',
  },
  {
    name: 'an empty key with Equal is every key of that value',
    plugin: taintToleration,
    pod: p()
      .spec({ tolerations: [{ value: 'blocked' }] })
      .build(),
    node: blocked(),
  },
];

for (const row of rows) {
  test(`${row.plugin.name}: ${row.name} ${row.reason === undefined ? 'fits' : 'is rejected'}`, () => {
    const asked = askOne(row.plugin, row.pod, row.node);
    // taking pods away from the node would not help against any of them
    const rejection = row.reason === undefined ? undefined : { reasons: [row.reason], unresolvable: true };
    assert.deepEqual(asked.rejection, rejection);
    if (row.detail !== undefined) assert.equal(asked.detail, row.detail);
    if (row.wayOut !== undefined)
      assert.equal(row.plugin.wayOut?.(row.pod, nodeInfo(row.node), undefined), row.wayOut);
  });
}

test('NodeName: who asks it of each node, as explanations do, hears its own reason', () => {
  const [named, other] = [p().on('m').build(), nodeInfo(n().build())];
  assert.deepEqual(nodeName.filter?.(named, other, undefined)?.reasons, [
    "node(s) didn't match the requested node name",
  ]);
  assert.equal(nodeName.explain?.(named, other, undefined), 'asks for node m');
  assert.equal(nodeName.wayOut?.(named, other, undefined), 'it does not ask for node m');
});
