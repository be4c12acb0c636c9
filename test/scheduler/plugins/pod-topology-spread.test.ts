import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TopologySpreadConstraint } from '../../../src/api/pod-spec.ts';
import { REPLICA_SETS, SERVICES } from '../../../src/api/resources.ts';
import type { Node, Pod } from '../../../src/api/types.ts';
import { Cache } from '../../../src/scheduler/cache.ts';
import type { ClusterChange } from '../../../src/scheduler/framework/cluster-event.ts';
import { NO_OBJECTS, type Objects } from '../../../src/scheduler/framework/snapshot.ts';
import { podTopologySpread } from '../../../src/scheduler/plugins/pod-topology-spread/plugin.ts';
import { node, pod, type PodBuilder } from '../../helpers/builders.ts';
import { ask } from '../ask.ts';
import { worthATry } from '../hints.ts';
import { cacheOf } from '../node-info.ts';
import { objectsOf, stored } from '../objects.ts';

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';
const SKEWED = "node(s) didn't match pod topology spread constraints";
const web = (name: string) => pod(name).label('app', 'web');
const inZone = (name: string, zone: string) => node(name).label(ZONE, zone);

/** `DoNotSchedule` over zones with maxSkew 1, unless it says otherwise. */
function constraint(change: Partial<TopologySpreadConstraint> = {}): TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: ZONE,
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'web' } },
    ...change,
  };
}

/** Pods of the app on these nodes. */
const webOn = (...nodes: readonly string[]) => nodes.map((on, at) => web(`w${at}`).on(on).build());

const TWO_ZONES = [inZone('a1', 'a').build(), inZone('a2', 'a').build(), inZone('b1', 'b').build()];

interface Row {
  readonly name: string;
  readonly pod: PodBuilder;
  readonly nodes?: readonly Node[];
  readonly pods?: readonly Pod[];
  readonly feasible: readonly string[];
}

const rows: readonly Row[] = [
  {
    name: 'the fullest zone is left out',
    pod: web('p').spread(constraint()),
    pods: webOn('a1', 'a2', 'b1'),
    feasible: ['b1'],
  },
  {
    name: 'a larger maxSkew lets more in',
    pod: web('p').spread(constraint({ maxSkew: 2 })),
    pods: webOn('a1', 'a2', 'b1'),
    feasible: ['a1', 'a2', 'b1'],
  },
  {
    name: 'a pod that its own selector leaves out may make use of the whole skew',
    pod: pod('p').spread(constraint()),
    pods: webOn('a1', 'a2', 'b1'),
    feasible: ['a1', 'a2', 'b1'],
  },
  {
    name: 'every constraint has to hold',
    pod: web('p')
      .spread(constraint())
      .spread(constraint({ topologyKey: HOST })),
    pods: webOn('a1', 'b1'),
    feasible: ['a2'],
  },
  {
    name: 'with too few domains the fewest is 0',
    pod: web('p').spread(constraint({ minDomains: 3 })),
    pods: webOn('a1'),
    feasible: ['b1'],
  },
  {
    name: 'with enough domains minDomains changes nothing',
    pod: web('p').spread(constraint({ minDomains: 2 })),
    pods: webOn('a1', 'b1'),
    feasible: ['a1', 'a2', 'b1'],
  },
  {
    name: 'pods of another namespace and terminating ones do not count',
    pod: web('p').spread(constraint()),
    pods: [web('x').namespace('other').on('a1').build(), web('y').deleting().on('a2').build()],
    feasible: ['a1', 'a2', 'b1'],
  },
  {
    name: 'the selector {} counts no pod but the one that comes',
    pod: web('p').spread(constraint({ labelSelector: {} })),
    pods: webOn('a1', 'a1', 'a1'),
    feasible: ['a1', 'a2', 'b1'],
  },
  {
    name: 'a constraint without a selector counts nothing, also with matchLabelKeys',
    pod: web('p').spread({
      maxSkew: 1,
      topologyKey: ZONE,
      whenUnsatisfiable: 'DoNotSchedule',
      matchLabelKeys: ['app'],
    }),
    pods: webOn('a1', 'a1'),
    feasible: ['a1', 'a2', 'b1'],
  },
  {
    name: 'matchLabelKeys: only pods of the same revision count',
    pod: web('p')
      .label('rev', '2')
      .spread(constraint({ matchLabelKeys: ['rev', 'absent'] })),
    pods: [...webOn('a1', 'a2'), web('q').label('rev', '2').on('b1').build()],
    feasible: ['a1', 'a2'],
  },
  {
    name: 'a zone that the node selector rules out is no domain',
    pod: web('p').selector(ZONE, 'a').spread(constraint()),
    pods: webOn('a1'),
    feasible: ['a1', 'a2', 'b1'],
  },
  {
    name: 'nodeAffinityPolicy Ignore: it is one',
    pod: web('p')
      .selector(ZONE, 'a')
      .spread(constraint({ nodeAffinityPolicy: 'Ignore' })),
    pods: webOn('a1'),
    feasible: ['b1'],
  },
  {
    name: 'a zone behind a taint is a domain',
    pod: web('p').spread(constraint()),
    nodes: [inZone('a1', 'a').build(), inZone('b1', 'b').taint('k', 'NoSchedule').build()],
    pods: webOn('a1'),
    feasible: ['b1'],
  },
  {
    name: 'nodeTaintsPolicy Honor: it is none',
    pod: web('p').spread(constraint({ nodeTaintsPolicy: 'Honor' })),
    nodes: [inZone('a1', 'a').build(), inZone('b1', 'b').taint('k', 'NoSchedule').build()],
    pods: webOn('a1'),
    feasible: ['a1', 'b1'],
  },
  {
    name: 'ScheduleAnyway rejects nothing',
    pod: web('p').spread(constraint({ whenUnsatisfiable: 'ScheduleAnyway' })),
    pods: webOn('a1', 'a2'),
    feasible: ['a1', 'a2', 'b1'],
  },
];

for (const row of rows) {
  test(`spreading: ${row.name}`, () => {
    const asked = ask(podTopologySpread(), row.pod.build(), cacheOf(row.nodes ?? TWO_ZONES, row.pods));
    assert.deepEqual(asked.feasible, row.feasible);
  });
}

test('spreading: the reason is upstream’s, behind it are the counts and what would have to change', () => {
  const cache = cacheOf([...TWO_ZONES, node('lost').build()], webOn('a1', 'a2', 'a2', 'b1'));
  const asked = ask(podTopologySpread(), web('p').spread(constraint()).build(), cache);
  assert.deepEqual(asked.reasons('a1'), [SKEWED]);
  assert.equal(asked.detail('a1'), 'zone a has 3, the fewest is zone b with 1, maxSkew 1');
  assert.equal(asked.rejection('a1')?.rejection.unresolvable, undefined);
  assert.deepEqual(asked.reasons('lost'), [`${SKEWED} (missing required label)`]);
  assert.equal(asked.detail('lost'), `no label ${ZONE}`);
  assert.equal(asked.rejection('lost')?.rejection.unresolvable, true);
  assert.equal(wayOut(cache, constraint(), 'a1'), '2 matching pods leave zone a or maxSkew for zones is 3');
});

test('spreading: with minDomains the fact says how many domains there are', () => {
  const asked = ask(
    podTopologySpread(),
    web('p')
      .spread(constraint({ minDomains: 3 }))
      .build(),
    cacheOf(TWO_ZONES, webOn('a1')),
  );
  assert.equal(
    asked.detail('a1'),
    'zone a has 1, only 2 zones of minDomains 3 so that the fewest is 0, maxSkew 1',
  );
});

function wayOut(cache: Cache, wanted: TopologySpreadConstraint, on: string): string | undefined {
  const plugin = podTopologySpread();
  const incoming = web('p').spread(wanted).build();
  const found = plugin.preFilter?.(incoming, cache.snapshot());
  const info = cache.get(on);
  assert.ok(found && 'state' in found && info);
  return plugin.wayOut?.(incoming, info, found.state);
}

test('spreading: the emptier the domain the higher the score; nodes without the label get 0', () => {
  const soft = constraint({ whenUnsatisfiable: 'ScheduleAnyway' });
  const asked = ask(
    podTopologySpread(),
    web('p').spread(soft).build(),
    cacheOf([...TWO_ZONES, node('lost').build()], webOn('a1', 'a2')),
  );
  assert.deepEqual(asked.scores(), { a1: 0, a2: 0, b1: 100, lost: 0 });
});

const owned = (name: string) =>
  web(name).owner({ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'u', controller: true });
const selecting = (app: string) => ({
  metadata: { name: 'rs', namespace: 'default' },
  spec: { selector: { matchLabels: { app } } },
});
const service = { metadata: { name: 's', namespace: 'default' }, spec: { selector: { app: 'web' } } };

function scoresWith(incoming: Pod, objects: Objects = NO_OBJECTS) {
  const cache = new Cache(objects);
  for (const each of TWO_ZONES) cache.setNode(each);
  for (const each of webOn('a1', 'a2')) cache.setPod(each);
  return ask(podTopologySpread(), incoming, cache).scores();
}

test('default spreading: pods of a service or a ReplicaSet spread over nodes and zones, others do not', () => {
  // weighted by ln(3 nodes + 2) and ln(2 zones + 2), plus maxSkew - 1 of each: 10 and 6
  const spread = { a1: 60, a2: 60, b1: 100 };
  assert.deepEqual(scoresWith(web('p').build(), objectsOf(stored(SERVICES, service))), spread);
  assert.deepEqual(scoresWith(owned('p').build(), objectsOf(stored(REPLICA_SETS, selecting('web')))), spread);
  assert.deepEqual(scoresWith(owned('p').build()), {});
  const other = { ...service, spec: { selector: { app: 'db' } } };
  assert.deepEqual(scoresWith(web('p').build(), objectsOf(stored(SERVICES, other))), {});
});

test('default constraints of one’s own filter as well, and with none nothing is read', () => {
  const plugin = podTopologySpread({
    defaultingType: 'List',
    defaultConstraints: [{ maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule' }],
  });
  const cache = new Cache(objectsOf(stored(SERVICES, service)));
  for (const each of TWO_ZONES) cache.setNode(each);
  for (const each of webOn('a1')) cache.setPod(each);
  assert.deepEqual(ask(plugin, web('p').build(), cache).feasible, ['b1']);
  assert.deepEqual(ask(plugin, pod('p').build(), cache).feasible, ['a1', 'a2', 'b1']);
  assert.deepEqual(podTopologySpread({ defaultingType: 'List' }).reads, []);
});

test('spreading: only changes that can matter try the pod again', () => {
  const waiting = web('p')
    .spread(constraint({ nodeTaintsPolicy: 'Honor' }))
    .build();
  const helps = (change: ClusterChange, asked = waiting) => worthATry(podTopologySpread(), asked, change);
  const a1 = inZone('a1', 'a');
  const placed = web('w').on('a1').build();
  const table: readonly (readonly [string, ClusterChange, boolean])[] = [
    ['a matching pod is gone', { event: 'pod-deleted', before: placed }, true],
    ['a matching pod was placed', { event: 'pod-placed', now: placed }, true],
    ['another pod is gone', { event: 'pod-deleted', before: pod('x').on('a1').build() }, false],
    ['other namespace', { event: 'pod-deleted', before: web('x').namespace('n').build() }, false],
    ['it matches no more', { event: 'pod-changed', before: placed, now: pod('w').on('a1').build() }, true],
    [
      'a label of no interest',
      { event: 'pod-changed', before: placed, now: web('w').label('x', 'y').build() },
      false,
    ],
    [
      'the pod tolerates more',
      { event: 'pod-changed', before: waiting, now: web('p').tolerate().build() },
      false,
    ],
    ['a node with the label', { event: 'node-added', now: a1.build() }, true],
    ['a node without it', { event: 'node-added', now: node('x').build() }, false],
    ['a node with it left', { event: 'node-removed', before: a1.build() }, true],
    ['another zone', { event: 'node-labels', before: a1.build(), now: inZone('a1', 'b').build() }, true],
    [
      'another label',
      { event: 'node-labels', before: a1.build(), now: inZone('a1', 'a').label('x', 'y').build() },
      false,
    ],
    [
      'new taints',
      { event: 'node-taints', before: a1.build(), now: inZone('a1', 'a').taint('k', 'NoSchedule').build() },
      true,
    ],
    ['capacity', { event: 'node-allocatable', before: a1.build(), now: a1.build() }, false],
  ];
  for (const [name, change, expected] of table) assert.equal(helps(change), expected, name);
  const tolerant = { ...waiting, spec: { ...waiting.spec, tolerations: [{ operator: 'Exists' as const }] } };
  assert.ok(helps({ event: 'pod-changed', before: waiting, now: tolerant }, tolerant));
  assert.ok(!helps({ event: 'pod-changed', before: waiting, now: waiting }));
  assert.ok(helps({ event: 'pod-deleted', before: pod('x').build() }, pod('by-default').build()));
});
