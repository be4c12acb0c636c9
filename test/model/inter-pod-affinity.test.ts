import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { selectorMatches } from '../../src/api/label-selector.ts';
import type { PodAffinityTerm } from '../../src/api/pod-spec.ts';
import { podKey } from '../../src/api/pods.ts';
import { NAMESPACES } from '../../src/api/resources.ts';
import type { LabelSelector } from '../../src/api/selectors.ts';
import type { Node, Pod } from '../../src/api/types.ts';
import { Cache } from '../../src/scheduler/cache.ts';
import { rejectionOf } from '../../src/scheduler/plugins/inter-pod-affinity/filter.ts';
import {
  type AffinityState,
  copyOf,
  countAffinities,
  update,
} from '../../src/scheduler/plugins/inter-pod-affinity/state.ts';
import { node, pod } from '../helpers/builders.ts';
import { objectsOf, stored } from '../scheduler/objects.ts';

const TEAMS: Readonly<Record<string, string>> = { default: 'red', other: 'blue' };
const OBJECTS = objectsOf(
  stored(
    NAMESPACES,
    ...Object.entries(TEAMS).map(([name, team]) => ({ metadata: { name, labels: { team } } })),
  ),
);
const KEYS = ['zone', 'rack', 'kubernetes.io/hostname'] as const;
const APPS = ['web', 'db'] as const;

const selector: fc.Arbitrary<LabelSelector | undefined> = fc.oneof(
  fc.constantFrom(...APPS).map((app) => ({ matchLabels: { app } })),
  fc
    .constantFrom(...APPS)
    .map((app) => ({ matchExpressions: [{ key: 'app', operator: 'NotIn' as const, values: [app] }] })),
  fc.constantFrom({}, undefined),
);
const term: fc.Arbitrary<PodAffinityTerm> = fc
  .record({
    topologyKey: fc.constantFrom(...KEYS),
    labelSelector: selector,
    namespaces: fc.option(fc.subarray(['default', 'other']), { nil: undefined }),
    namespaceSelector: fc.option(fc.constantFrom({}, { matchLabels: { team: 'blue' } }), { nil: undefined }),
  })
  .map(({ topologyKey, ...rest }) => ({
    topologyKey,
    ...(rest.labelSelector && { labelSelector: rest.labelSelector }),
    ...(rest.namespaces && { namespaces: rest.namespaces }),
    ...(rest.namespaceSelector && { namespaceSelector: rest.namespaceSelector }),
  }));
const terms = fc.array(term, { maxLength: 2 });
const aPod = fc
  .record({
    app: fc.option(fc.constantFrom(...APPS)),
    namespace: fc.constantFrom('default', 'other'),
    near: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, terms),
    apart: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, terms),
  })
  .map(({ app, namespace, near, apart }) => {
    const named = pod('p').namespace(namespace);
    if (app !== null) named.label('app', app);
    return named.affinity({
      ...(near.length > 0 && { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: near } }),
      ...(apart.length > 0 && { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: apart } }),
    });
  });
const aNode = fc.record({
  zone: fc.constantFrom('a', 'b', undefined),
  rack: fc.constantFrom('1', '2', undefined),
});
const cluster = fc.record({
  nodes: fc.array(aNode, { minLength: 1, maxLength: 4 }),
  pods: fc.array(fc.record({ pod: aPod, at: fc.nat(), copies: fc.integer({ min: 1, max: 2 }) }), {
    maxLength: 6,
  }),
  incoming: aPod,
});

interface Placed {
  readonly pod: Pod;
  readonly node: Node;
}

type Generated = typeof cluster extends fc.Arbitrary<infer T> ? T : never;

function build({ nodes, pods, incoming }: Generated) {
  const built = nodes.map(({ zone, rack }, at) => {
    const each = node(`n${at}`);
    if (zone) each.label('zone', zone);
    if (rack) each.label('rack', rack);
    return each.build();
  });
  const placed = pods.flatMap(({ pod: each, at, copies }, index): readonly Placed[] => {
    const on = built[at % built.length];
    if (!on) return [];
    return Array.from({ length: copies }, (_, copy) => ({
      node: on,
      pod: each.uid(`u${index}-${copy}`).on(on.metadata.name).build(),
    }));
  });
  return { nodes: built, placed, incoming: incoming.uid('incoming').build() };
}

function stateOf(
  nodes: readonly Node[],
  placed: readonly Placed[],
  incoming: Pod,
): AffinityState | undefined {
  const cache = new Cache(OBJECTS);
  for (const each of nodes) cache.setNode(each);
  for (const each of placed) cache.setPod(each.pod);
  return countAffinities(incoming, cache.snapshot());
}

const verdicts = (state: AffinityState | undefined, nodes: readonly Node[]) =>
  nodes.map(({ metadata }) => state && rejectionOf(state, metadata.labels)?.reasons[0]);

/** By the words of the API's documentation, with no thought to speed. */
function expected(on: Node, placed: readonly Placed[], incoming: Pod): string | undefined {
  const value = (of: Node, key: string) => of.metadata.labels?.[key];
  const isSame = (of: Node, key: string) => value(on, key) !== undefined && value(on, key) === value(of, key);
  const isAbout = (one: PodAffinityTerm, owner: Pod, other: Pod) => {
    const namespace = other.metadata.namespace ?? '';
    const names =
      one.namespaces?.length || one.namespaceSelector ? (one.namespaces ?? []) : [owner.metadata.namespace];
    const isIn =
      names.includes(namespace) || selectorMatches(one.namespaceSelector, { team: TEAMS[namespace] ?? '' });
    return isIn && selectorMatches(one.labelSelector, other.metadata.labels);
  };
  const required = (of: Pod, kind: 'podAffinity' | 'podAntiAffinity') =>
    of.spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];

  const near = required(incoming, 'podAffinity');
  if (near.some(({ topologyKey }) => value(on, topologyKey) === undefined))
    return "node(s) didn't match pod affinity rules";
  const friends = placed.filter((each) => near.every((one) => isAbout(one, incoming, each.pod)));
  const isNear = near.every(({ topologyKey }) => friends.some((friend) => isSame(friend.node, topologyKey)));
  const isFirst =
    friends.every((friend) =>
      near.every(({ topologyKey }) => value(friend.node, topologyKey) === undefined),
    ) && near.every((one) => isAbout(one, incoming, incoming));
  if (!isNear && !isFirst) return "node(s) didn't match pod affinity rules";
  const isApart = required(incoming, 'podAntiAffinity').every((one) =>
    placed.every((each) => !isSame(each.node, one.topologyKey) || !isAbout(one, incoming, each.pod)),
  );
  if (!isApart) return "node(s) didn't match pod anti-affinity rules";
  const isLeft = placed.every((each) =>
    required(each.pod, 'podAntiAffinity').every(
      (one) => !isSame(each.node, one.topologyKey) || !isAbout(one, each.pod, incoming),
    ),
  );
  return isLeft ? undefined : "node(s) didn't satisfy existing pods anti-affinity rules";
}

test('every node is judged as the API describes it', () => {
  fc.assert(
    fc.property(cluster, (generated) => {
      const { nodes, placed, incoming } = build(generated);
      assert.deepEqual(
        verdicts(stateOf(nodes, placed, incoming), nodes),
        nodes.map((each) => expected(each, placed, incoming)),
      );
    }),
    { numRuns: 1_000 },
  );
});

test('a what-if keeps the state equal to one that is worked out anew, and the original as it was', () => {
  const change = fc.record({ add: fc.boolean(), pod: aPod, at: fc.nat() });
  fc.assert(
    fc.property(cluster, fc.array(change, { maxLength: 8 }), (generated, changes) => {
      const { nodes, placed, incoming } = build(generated);
      const original = stateOf(nodes, placed, incoming);
      // a plugin that skips is not asked about what-ifs either
      fc.pre(original !== undefined);
      const before = verdicts(original, nodes);
      // a copy of a copy, as a trial of a trial
      const state = copyOf(copyOf(original));
      const now = [...placed];
      for (const [index, { add, pod: each, at }] of changes.entries()) {
        const on = nodes[at % nodes.length];
        const gone = add ? undefined : now.splice(at % (now.length || 1), 1)[0];
        if (gone) update(state, gone.pod, gone.node.metadata.labels, -1);
        if (!add || !on) continue;
        const came = each.uid(`new${index}`).on(on.metadata.name).build();
        now.push({ node: on, pod: came });
        update(state, came, on.metadata.labels, 1);
      }
      assert.equal(new Set(now.map((each) => podKey(each.pod))).size, now.length);
      assert.deepEqual(verdicts(state, nodes), verdicts(stateOf(nodes, now, incoming), nodes));
      assert.deepEqual(verdicts(original, nodes), before);
    }),
    { numRuns: 1_000 },
  );
});
