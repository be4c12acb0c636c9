import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../../src/api/types.ts';
import type { ClusterChange } from '../../../src/scheduler/framework/cluster-event.ts';
import type { Plugin } from '../../../src/scheduler/framework/plugin.ts';
import { nodeName } from '../../../src/scheduler/plugins/node-name.ts';
import { nodeReady } from '../../../src/scheduler/plugins/node-ready.ts';
import { nodeUnschedulable } from '../../../src/scheduler/plugins/node-unschedulable.ts';
import { taintToleration } from '../../../src/scheduler/plugins/taint-toleration.ts';
import { node, pod } from '../../helpers/builders.ts';
import { worthATry } from '../hints.ts';

const p = () => pod('p');
const n = () => node('n');
const blocked = () => n().taint('workshop', 'NoSchedule', 'blocked').build();
const tolerant = p().tolerate().build();
const cordoned = n().unschedulable().build();
const open = n().build();
const unready = n().ready(false).build();
const labelled = p().label('a', 'b').build();
const another = pod('another').tolerate().build();

const hints: readonly {
  readonly name: string;
  readonly plugin: Plugin;
  readonly pod?: Pod;
  readonly change: ClusterChange;
  readonly tries: boolean;
}[] = [
  { name: 'a node comes', plugin: nodeName, change: { event: 'node-added', now: open }, tries: true },
  {
    name: 'labels change',
    plugin: nodeName,
    change: { event: 'node-labels', before: open, now: open },
    tries: false,
  },

  {
    name: 'an open node comes',
    plugin: nodeUnschedulable,
    change: { event: 'node-added', now: open },
    tries: true,
  },
  {
    name: 'a cordoned node comes',
    plugin: nodeUnschedulable,
    change: { event: 'node-added', now: cordoned },
    tries: false,
  },
  {
    name: 'an uncordon',
    plugin: nodeUnschedulable,
    change: { event: 'node-unschedulable', before: cordoned, now: open },
    tries: true,
  },
  {
    name: 'a cordon',
    plugin: nodeUnschedulable,
    change: { event: 'node-unschedulable', before: open, now: cordoned },
    tries: false,
  },
  {
    name: 'it tolerates cordons now',
    plugin: nodeUnschedulable,
    pod: tolerant,
    change: { event: 'pod-changed', before: p().build(), now: tolerant },
    tries: true,
  },
  {
    name: 'it has another label',
    plugin: nodeUnschedulable,
    pod: labelled,
    change: { event: 'pod-changed', before: p().build(), now: labelled },
    tries: false,
  },
  {
    name: 'another pod changes',
    plugin: nodeUnschedulable,
    pod: tolerant,
    change: { event: 'pod-changed', before: another, now: another },
    tries: false,
  },

  { name: 'a ready node comes', plugin: nodeReady, change: { event: 'node-added', now: open }, tries: true },
  {
    name: 'a node comes that is not',
    plugin: nodeReady,
    change: { event: 'node-added', now: unready },
    tries: false,
  },
  {
    name: 'a node becomes ready',
    plugin: nodeReady,
    change: { event: 'node-ready', before: unready, now: open },
    tries: true,
  },
  {
    name: 'a node is ready no more',
    plugin: nodeReady,
    change: { event: 'node-ready', before: open, now: unready },
    tries: false,
  },
  {
    name: 'it tolerates that now',
    plugin: nodeReady,
    pod: tolerant,
    change: { event: 'pod-changed', before: p().build(), now: tolerant },
    tries: true,
  },

  {
    name: 'a node without taints comes',
    plugin: taintToleration,
    change: { event: 'node-added', now: open },
    tries: true,
  },
  {
    name: 'a tainted node comes',
    plugin: taintToleration,
    change: { event: 'node-added', now: blocked() },
    tries: false,
  },
  {
    name: 'a taint is gone',
    plugin: taintToleration,
    change: { event: 'node-taints', before: blocked(), now: open },
    tries: true,
  },
  {
    name: 'a taint comes',
    plugin: taintToleration,
    change: { event: 'node-taints', before: open, now: blocked() },
    tries: false,
  },
  {
    name: 'a taint goes that it tolerates',
    plugin: taintToleration,
    pod: tolerant,
    change: { event: 'node-taints', before: blocked(), now: open },
    tries: false,
  },
  {
    name: 'it tolerates more',
    plugin: taintToleration,
    pod: tolerant,
    change: { event: 'pod-changed', before: p().build(), now: tolerant },
    tries: true,
  },
  {
    name: 'it has another label',
    plugin: taintToleration,
    pod: labelled,
    change: { event: 'pod-changed', before: p().build(), now: labelled },
    tries: false,
  },
  {
    name: 'another pod tolerates more',
    plugin: taintToleration,
    change: { event: 'pod-changed', before: pod('another').build(), now: another },
    tries: false,
  },
];

for (const { name, plugin, pod: waiting = p().build(), change, tries } of hints)
  test(`${plugin.name}: ${name}: ${tries ? 'worth another try' : 'no help'}`, () =>
    assert.equal(worthATry(plugin, waiting, change), tries));
