import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node, Pod } from '../../../src/api/types.ts';
import { nodeResourcesFit } from '../../../src/scheduler/plugins/node-resources/fit.ts';
import { wantsOf } from '../../../src/scheduler/plugins/node-resources/wants.ts';
import { node, pod } from '../../helpers/builders.ts';
import { askOne } from '../ask.ts';
import { worthATry } from '../hints.ts';
import { nodeInfo } from '../node-info.ts';

const fit = nodeResourcesFit();
const p = (requests: Readonly<Record<string, string>>) => pod('p').requests(requests).build();
const other = (requests: Readonly<Record<string, string>>) => pod('other').requests(requests).on('n').build();
const n = (more: Readonly<Record<string, string>> = {}) =>
  node('n')
    .allocatable({ cpu: '4', memory: '8Gi', pods: '10', ...more })
    .build();

interface Row {
  readonly name: string;
  readonly pod: Pod;
  readonly node?: Node;
  readonly others?: readonly Pod[];
  readonly reasons?: readonly string[];
  readonly unresolvable?: true;
}

const rows: readonly Row[] = [
  { name: 'there is room', pod: p({ cpu: '4', memory: '8Gi' }) },
  { name: 'the rest suffices', pod: p({ cpu: '3' }), others: [other({ cpu: '1' })] },
  {
    name: 'others hold it',
    pod: p({ cpu: '3' }),
    others: [other({ cpu: '1001m' })],
    reasons: ['Insufficient cpu'],
  },
  {
    name: 'the node never had so much',
    pod: p({ cpu: '5' }),
    reasons: ['Insufficient cpu'],
    unresolvable: true,
  },
  {
    name: 'one that it never had makes the whole unresolvable',
    pod: p({ cpu: '4', memory: '9Gi' }),
    others: [other({ cpu: '1' })],
    reasons: ['Insufficient cpu', 'Insufficient memory'],
    unresolvable: true,
  },
  { name: 'nothing is asked of a node that is overfull', pod: p({}), others: [other({ cpu: '9' })] },
  { name: 'an explicit 0 asks for nothing', pod: p({ cpu: '0' }), others: [other({ cpu: '9' })] },
  {
    name: 'too many pods',
    pod: p({}),
    node: n({ pods: '1' }),
    others: [other({})],
    reasons: ['Too many pods'],
  },
  {
    name: 'no pods at all are not unresolvable',
    pod: p({}),
    node: n({ pods: '0' }),
    reasons: ['Too many pods'],
  },
  {
    name: 'storage and pods',
    pod: p({ 'ephemeral-storage': '2Gi' }),
    node: n({ pods: '1', 'ephemeral-storage': '2Gi' }),
    others: [other({ 'ephemeral-storage': '1Gi' })],
    reasons: ['Too many pods', 'Insufficient ephemeral-storage'],
  },
  { name: 'extended resources', pod: p({ 'x.io/gpu': '1' }), node: n({ 'x.io/gpu': '1' }) },
  {
    name: 'extended resources that are not there',
    pod: p({ 'x.io/gpu': '1' }),
    reasons: ['Insufficient x.io/gpu'],
    unresolvable: true,
  },
  {
    name: 'huge pages',
    pod: p({ 'hugepages-2Mi': '4Mi' }),
    node: n({ 'hugepages-2Mi': '2Mi' }),
    reasons: ['Insufficient hugepages-2Mi'],
    unresolvable: true,
  },
  { name: 'names that nobody knows are not counted', pod: p({ strange: '1' }) },
];

for (const row of rows)
  test(`NodeResourcesFit: ${row.name}`, () => {
    const { rejection } = askOne(fit, row.pod, row.node ?? n(), row.others);
    const expected = row.reasons && { reasons: row.reasons, ...(row.unresolvable && { unresolvable: true }) };
    assert.deepEqual(rejection, expected);
  });

test('a waiting pod is asked by its spec, a pod on the node by what it was granted too', () => {
  const granted = { containerStatuses: [{ name: 'main', allocatedResources: { cpu: '3' } }] };
  assert.deepEqual(
    askOne(fit, pod('p').requests({ cpu: '2' }).status(granted).build(), n(), [other({ cpu: '2' })]).reasons,
    undefined,
  );
  const onNode = pod('other').requests({ cpu: '2' }).status(granted).on('n').build();
  assert.deepEqual(askOne(fit, p({ cpu: '2' }), n(), [onNode]).reasons, ['Insufficient cpu']);
});

test('extended resources can be ignored by name or by domain; others cannot', () => {
  const ignoring = nodeResourcesFit({
    ignoredResources: ['x.io/gpu', 'cpu', 'hugepages-2Mi'],
    ignoredResourceGroups: ['y.io'],
  });
  const asks = { 'x.io/gpu': '1', 'x.io/fpga': '1', 'y.io/a': '1', cpu: '9', 'hugepages-2Mi': '2Mi' };
  assert.deepEqual(askOne(ignoring, p(asks), n()).reasons, [
    'Insufficient cpu',
    'Insufficient x.io/fpga',
    'Insufficient hugepages-2Mi',
  ]);
});

test('says what is asked for against what is free, and how much less it would have to be', () => {
  const says = (asked: Pod, from: Node, others: readonly Pod[]) => [
    askOne(fit, asked, from, others).detail,
    fit.wayOut?.(asked, nodeInfo(from, others), wantsOf(asked, {})),
  ];
  assert.deepEqual(says(p({ cpu: '3', memory: '1Gi' }), n(), [other({ cpu: '1300m', memory: '1Gi' })]), [
    'asks for 3 cpu, 2700m of 4 is free',
    'it asks for 300m less cpu',
  ]);
  assert.deepEqual(
    says(p({ memory: '1Gi', 'x.io/gpu': '1' }), n({ pods: '1' }), [other({ memory: '7680Mi' })]),
    [
      'has 1 of 1 pods; asks for 1Gi memory, 512Mi of 8Gi is free; asks for 1 x.io/gpu, the node has none',
      'a pod leaves and it asks for 512Mi less memory and no x.io/gpu',
    ],
  );
});

test('tried again when something was freed that it needs', () => {
  const waiting = p({ cpu: '2' });
  const tries = (...[event, before, now]: Parameters<typeof change>) =>
    worthATry(fit, waiting, change(event, before, now));
  const change = (
    event: 'pod-deleted' | 'pod-scaled-down' | 'pod-changed' | 'node-added' | 'node-allocatable',
    before?: Pod | Node,
    now?: Pod | Node,
  ) => ({
    event,
    ...(before && { before }),
    ...(now && { now }),
  });
  assert.equal(tries('pod-deleted', other({})), true);
  assert.equal(tries('pod-deleted', p({ cpu: '9' })), false, 'it was on no node');

  assert.equal(tries('pod-scaled-down', other({ cpu: '2' }), other({ cpu: '1' })), true);
  assert.equal(
    tries('pod-scaled-down', other({ memory: '2Gi' }), other({ memory: '1Gi' })),
    false,
    'memory is not asked for',
  );

  assert.equal(tries('pod-changed', p({ cpu: '3' }), waiting), true, 'it asks for less itself');
  assert.equal(tries('pod-changed', p({ cpu: '1' }), waiting), false);
  assert.equal(
    tries('pod-changed', other({ cpu: '3' }), other({ cpu: '1' })),
    false,
    'labels of another pod',
  );

  assert.equal(tries('node-added', undefined, n()), true);
  assert.equal(tries('node-added', undefined, n({ cpu: '1' })), false, 'too small');
  assert.equal(tries('node-allocatable', n({ cpu: '1' }), n()), true);
  assert.equal(tries('node-allocatable', n({ memory: '1Gi' }), n()), false, 'more memory');
  assert.equal(tries('node-allocatable', n({ cpu: '500m' }), n({ cpu: '1' })), false, 'still too small');
  assert.equal(tries('node-allocatable', n({ pods: '1' }), n()), true, 'room for more pods');
});
