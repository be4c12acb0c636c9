import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeAffinity } from '../../../src/api/pod-spec.ts';
import type { NodeSelectorTerm } from '../../../src/api/selectors.ts';
import type { Node } from '../../../src/api/types.ts';
import { nodeAffinity } from '../../../src/scheduler/plugins/node-affinity/node-affinity.ts';
import { node, pod } from '../../helpers/builders.ts';
import { ask, askOne } from '../ask.ts';
import { worthATry } from '../hints.ts';
import { cacheOf, nodeInfo } from '../node-info.ts';

const REASON = "node(s) didn't match Pod's node affinity/selector";
const plugin = nodeAffinity();

const labels = (
  ...matchExpressions: NonNullable<NodeSelectorTerm['matchExpressions']>
): NodeSelectorTerm => ({
  matchExpressions,
});
const names = (...values: readonly string[]): NodeSelectorTerm => ({
  matchFields: values.map((value) => ({ key: 'metadata.name', operator: 'In', values: [value] })),
});
const disk = (...values: readonly string[]) => labels({ key: 'disk', operator: 'In', values });
const required = (...nodeSelectorTerms: readonly NodeSelectorTerm[]): NodeAffinity => ({
  requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
});
const preferred = (...terms: readonly (readonly [number, NodeSelectorTerm])[]): NodeAffinity => ({
  preferredDuringSchedulingIgnoredDuringExecution: terms.map(([weight, preference]) => ({
    weight,
    preference,
  })),
});
const wants = (affinity: NodeAffinity) => pod('p').affinity({ nodeAffinity: affinity }).build();
const on = (plug: typeof plugin, wanted: NodeAffinity, ...nodes: readonly Node[]) =>
  ask(plug, wants(wanted), cacheOf(nodes));
const ssd = node('a').label('disk', 'ssd').build();
const hdd = node('b').label('disk', 'hdd').build();

test('a pod that asks for nothing is not looked at', () => {
  const asked = ask(plugin, pod('p').build(), cacheOf([ssd, hdd]));
  assert.deepEqual(asked.cycle.found.filters, []);
  assert.deepEqual(asked.feasible, ['a', 'b']);
  assert.deepEqual(asked.scores(), {});
});

test('a node selector must hold', () => {
  const { feasible, rejection, detail } = ask(
    plugin,
    pod('p').selector('disk', 'ssd').build(),
    cacheOf([ssd, hdd]),
  );
  assert.deepEqual(feasible, ['a']);
  assert.deepEqual(rejection('b')?.rejection, { reasons: [REASON], unresolvable: true });
  assert.equal(detail('b'), 'asks for disk=ssd, the node has disk=hdd');
});

test('node selector and required affinity must both hold', () => {
  const both = pod('p')
    .selector('zone', 'x')
    .affinity({ nodeAffinity: required(disk('ssd')) })
    .build();
  const { feasible } = ask(
    plugin,
    both,
    cacheOf([ssd, node('c').label('disk', 'ssd').label('zone', 'x').build()]),
  );
  assert.deepEqual(feasible, ['c']);
});

test('nodes that no term names are left out, without a plugin', () => {
  const { feasible, rejection } = on(plugin, required(names('a'), names('c')), ssd, hdd, node('c').build());
  assert.deepEqual(feasible, ['a', 'c']);
  assert.deepEqual(rejection('b'), {
    rejection: { reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"], unresolvable: true },
  });
});

test('a term without a name leaves no node out', () => {
  const { feasible, reasons } = on(plugin, required(names('a'), disk('nvme')), ssd, hdd);
  assert.deepEqual(feasible, ['a']);
  assert.deepEqual(reasons('b'), [REASON]);
});

test('names that exclude each other fit no node', () => {
  const { cycle, feasible } = on(plugin, required(names('a', 'b')), ssd, hdd);
  assert.deepEqual(cycle.found.rejected?.rejection, {
    reasons: ['pod affinity terms conflict'],
    unresolvable: true,
  });
  assert.deepEqual(feasible, []);
});

test('preferred terms: weights of those that match are added, the best node has 100', () => {
  const affinity = preferred(
    [30, disk('ssd')],
    [10, labels({ key: 'cores', operator: 'Gt', values: ['4'] })],
    [90, {}],
  );
  const big = node('c').label('disk', 'ssd').label('cores', '8').build();
  assert.deepEqual(on(plugin, affinity, ssd, hdd, big).scores(), { a: 75, b: 0, c: 100 });
});

test('preferred terms of which none matches leave all nodes at 0', () => {
  assert.deepEqual(on(plugin, preferred([30, disk('nvme')]), ssd, hdd).scores(), { a: 0, b: 0 });
});

test('a preferred term that cannot be read is an error, as upstream, not a verdict', () => {
  const broken = on(plugin, preferred([1, labels({ key: 'cores', operator: 'Gt', values: ['-1'] })]), ssd);
  assert.throws(() => broken.scores(), {
    message:
      /^running PreScore plugin "NodeAffinity": \[0\]\.matchExpressions\[0\]\.values\[0\]\[cores\]: Invalid value: "-1"/,
  });
});

test('the added affinity holds for every pod', () => {
  const added = nodeAffinity({
    addedAffinity: {
      ...required(disk('ssd')),
      ...preferred([1, labels({ key: 'new', operator: 'Exists' })]),
    },
  });
  const fresh = node('c').label('disk', 'ssd').label('new', '').build();
  const asked = ask(added, pod('p').build(), cacheOf([ssd, hdd, fresh]));
  assert.deepEqual(asked.feasible, ['a', 'c']);
  assert.deepEqual(asked.rejection('b')?.rejection, {
    reasons: ["node(s) didn't match scheduler-enforced node affinity"],
    unresolvable: true,
  });
  assert.equal(asked.detail('b'), 'asks for disk=ssd, the node has disk=hdd');
  assert.deepEqual(asked.scores(), { a: 0, b: 0, c: 100 });
});

test('an added affinity that cannot be read is refused with its path', () => {
  const addedAffinity = required(labels({ key: 'disk', operator: 'In', values: [] }));
  assert.throws(() => nodeAffinity({ addedAffinity }), {
    message:
      "addedAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty",
  });
});

for (const [term, detail, wayOut] of [
  [
    disk('ssd', 'nvme'),
    'asks for disk in (ssd,nvme), the node has disk=hdd',
    'label disk is set to one of ssd, nvme',
  ],
  [labels({ key: 'gpu', operator: 'Exists' }), 'asks for gpu, the node has no label gpu', 'label gpu is set'],
  [
    labels({ key: 'disk', operator: 'DoesNotExist' }),
    'asks for !disk, the node has disk=hdd',
    'label disk is removed',
  ],
  [
    labels({ key: 'disk', operator: 'NotIn', values: ['hdd'] }),
    'asks for disk!=hdd, the node has disk=hdd',
    'label disk=hdd is removed',
  ],
  [
    labels({ key: 'cores', operator: 'Gt', values: ['4'] }),
    'asks for cores>4, the node has no label cores',
    'label cores is above 4',
  ],
  [
    labels({ key: 'cores', operator: 'Lt', values: ['4'] }),
    'asks for cores<4, the node has no label cores',
    'label cores is below 4',
  ],
  [
    { ...names('a'), ...disk('ssd') },
    'asks for disk=ssd, the node has disk=hdd; asks for metadata.name=a',
    undefined,
  ],
  [{}, 'no term of the required node affinity can match a node', undefined],
] as const) {
  test(`facts and way out: ${detail}`, () => {
    const one = wants(required(term));
    // asked directly: a node that is left out by its name has no plugin to explain it
    assert.equal(plugin.explain?.(one, nodeInfo(hdd), undefined), detail);
    assert.equal(plugin.wayOut?.(one, nodeInfo(hdd), undefined), wayOut);
  });
}

test('the term that comes nearest is the one that is told', () => {
  const far = labels({ key: 'gpu', operator: 'Exists' }, { key: 'disk', operator: 'In', values: ['ssd'] });
  assert.equal(
    askOne(plugin, wants(required(far, names('a'), disk('nvme'))), hdd).detail,
    'asks for disk=nvme, the node has disk=hdd',
  );
});

test('a changed node is worth another try only when it matches now and did not before', () => {
  const one = wants(required(disk('ssd')));
  assert.equal(worthATry(plugin, one, { event: 'node-added', now: ssd }), true);
  assert.equal(worthATry(plugin, one, { event: 'node-added', now: hdd }), false);
  assert.equal(worthATry(plugin, one, { event: 'node-labels', before: hdd, now: ssd }), true);
  assert.equal(worthATry(plugin, one, { event: 'node-labels', before: ssd, now: ssd }), false);
  assert.equal(worthATry(plugin, one, { event: 'node-labels', before: ssd, now: hdd }), false);
  assert.equal(worthATry(plugin, one, { event: 'node-taints', before: hdd, now: ssd }), false);
  const strict = nodeAffinity({ addedAffinity: required(labels({ key: 'gpu', operator: 'Exists' })) });
  assert.equal(worthATry(strict, one, { event: 'node-added', now: ssd }), false);
});
