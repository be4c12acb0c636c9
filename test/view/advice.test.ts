import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FilterVerdict } from '../../src/scheduler/explain.ts';
import { advice } from '../../src/view/advice.ts';

const row = (node: string, ...filters: readonly FilterVerdict[]) => ({
  node,
  pods: 0,
  fits: filters.length === 0,
  isWinner: false,
  filters,
  scores: [],
});
const taint = (text: string) => ({ plugin: 'TaintToleration', reasons: ['no'], detail: `taint ${text}` });
const cordon = { plugin: 'NodeUnschedulable', reasons: ['node(s) were unschedulable'] };

test('a cordon with its own taint is one thing to undo; the control plane is named last', () => {
  assert.deepEqual(
    advice([
      row('cp', taint('node-role.kubernetes.io/control-plane:NoSchedule')),
      row('a', cordon, taint('node.kubernetes.io/unschedulable:NoSchedule')),
      row('b', taint('k=v:NoSchedule'), cordon),
    ]),
    [
      'kubectl uncordon a',
      'tolerate node-role.kubernetes.io/control-plane:NoSchedule, or: kubectl taint node cp node-role.kubernetes.io/control-plane:NoSchedule-',
    ],
  );
});

test('where every node has several objections, all those of the nearest have to go', () => {
  assert.deepEqual(advice([row('b', taint('k=v:NoSchedule'), cordon)]), [
    'tolerate k=v:NoSchedule, or: kubectl taint node b k=v:NoSchedule-, and kubectl uncordon b',
  ]);
});

test('a pod that fits somewhere needs no advice; a plugin that nobody knows is quoted', () => {
  assert.deepEqual(advice([row('a'), row('b', cordon)]), []);
  assert.deepEqual(advice([row('a', { plugin: 'NotDraining', reasons: ['node(s) drain'] })]), [
    'a: NotDraining must not say "node(s) drain"',
  ]);
});
