import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TopologySpreadConstraint } from '../../src/api/pod-spec.ts';
import type { Node } from '../../src/api/types.ts';
import { DomainCounts } from '../../src/scheduler/plugins/pod-topology-spread/domain-counts.ts';
import { podTopologySpread } from '../../src/scheduler/plugins/pod-topology-spread/plugin.ts';
import { node, pod } from '../helpers/builders.ts';
import { ask } from '../scheduler/ask.ts';
import { cacheOf } from '../scheduler/node-info.ts';

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';
const web = (name: string) => pod(name).label('app', 'web');
const inZone = (name: string, zone: string) => node(name).label(ZONE, zone);

function constraint(change: Partial<TopologySpreadConstraint>): TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: ZONE,
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'web' } },
    ...change,
  };
}

const zones = fc.constantFrom('a', 'b', 'c', '');
const clusters = fc.record({
  zones: fc.array(zones, { minLength: 1, maxLength: 6 }),
  placed: fc.array(
    fc.record({
      on: fc.nat(5),
      app: fc.constantFrom('web', 'db'),
      namespace: fc.constantFrom('default', 'x'),
    }),
    { maxLength: 12 },
  ),
  maxSkew: fc.integer({ min: 1, max: 3 }),
  minDomains: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
});

function nodesOf(names: readonly string[]): readonly Node[] {
  return names.map((zone, at) => (zone === '' ? node(`n${at}`) : inZone(`n${at}`, zone)).build());
}

test('spreading: pods that come to and leave a node change the state as counting anew would', () => {
  const moves = fc.array(fc.record({ pod: fc.nat(11), add: fc.boolean() }), { maxLength: 8 });
  fc.assert(
    fc.property(clusters, fc.nat(5), moves, ({ zones: names, placed, maxSkew, minDomains }, at, changes) => {
      const nodes = nodesOf(names);
      const pods = placed.map(({ on, app, namespace }, index) =>
        pod(`q${index}`)
          .namespace(namespace)
          .label('app', app)
          .on(`n${on % nodes.length}`)
          .build(),
      );
      const incoming = web('p')
        .spread(constraint({ maxSkew, ...(minDomains !== undefined && { minDomains }) }))
        .spread(constraint({ topologyKey: HOST, maxSkew }))
        .build();
      const cache = cacheOf(nodes, pods);
      const info = cache.nodes[at % nodes.length];
      assert.ok(info);
      const cycle = ask(podTopologySpread(), incoming, cache).cycle;
      const trial = cycle.tryOn(info);
      for (const change of changes) {
        const moved = pods[change.pod % Math.max(pods.length, 1)];
        if (!moved) continue;
        const isThere = trial.node.pods.has(moved.metadata.uid ?? '');
        if (change.add === isThere) continue;
        if (change.add) trial.add(moved);
        else trial.remove(moved);
      }
      const rest = pods.filter(({ spec }) => spec.nodeName !== info.name);
      const anew = cacheOf(nodes, rest);
      for (const each of trial.node.pods.values())
        anew.setPod({
          ...each,
          metadata: { ...each.metadata, uid: `${each.metadata.uid} here` },
          spec: { ...each.spec, nodeName: info.name },
        });
      const expected = ask(podTopologySpread(), incoming, anew).feasible.includes(info.name);
      assert.equal(trial.fits(), expected);
      // the original has not changed
      assert.equal(
        cycle.filter(info) === undefined,
        ask(podTopologySpread(), incoming, cacheOf(nodes, pods)).feasible.includes(info.name),
      );
    }),
  );
});

test('spreading: however many pods are placed one after another, the skew is never exceeded', () => {
  fc.assert(
    fc.property(clusters, fc.infiniteStream(fc.nat(5)), ({ zones: names, maxSkew }, choices) => {
      const nodes = nodesOf(names);
      const cache = cacheOf(nodes);
      const counts = new Map<string, number>();
      for (const zone of names) if (zone !== '') counts.set(zone, 0);
      for (let at = 0; at < 15; at++) {
        const incoming = web(`p${at}`).spread(constraint({ maxSkew })).build();
        const { feasible } = ask(podTopologySpread(), incoming, cache);
        const choice = feasible[(choices.next().value ?? 0) % Math.max(feasible.length, 1)];
        // all nodes without a zone: nothing ever fits
        if (choice === undefined) {
          assert.equal(counts.size, 0);
          return;
        }
        cache.assume(incoming, choice);
        const zone = names[Number(choice.slice(1))] ?? '';
        counts.set(zone, (counts.get(zone) ?? 0) + 1);
        assert.ok(Math.max(...counts.values()) - Math.min(...counts.values()) <= maxSkew);
      }
    }),
  );
});

test('counts by domain: whatever is added to whichever copy, each knows its own counts, their number and the fewest', () => {
  const domains = fc.constantFrom('a', 'b', 'c', 'd');
  const steps = fc.array(
    fc.record({ of: fc.nat(3), domain: domains, pods: fc.integer({ min: -2, max: 3 }), copy: fc.boolean() }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(fc.dictionary(domains, fc.nat(4)), steps, (start, changes) => {
      const model = new Map(Object.entries(start));
      const all = [{ counts: DomainCounts.of(new Map(model)), model }];
      for (const { of, domain, pods, copy } of changes) {
        const one = all[of % all.length];
        assert.ok(one);
        if (copy) all.push({ counts: one.counts.copy(), model: new Map(one.model) });
        one.counts.add(domain, pods);
        one.model.set(domain, (one.model.get(domain) ?? 0) + pods);
        for (const each of all) {
          assert.equal(each.counts.size, each.model.size);
          for (const name of 'abcd') assert.equal(each.counts.get(name), each.model.get(name) ?? 0);
          const fewest = each.model.size === 0 ? undefined : Math.min(...each.model.values());
          assert.equal(each.counts.fewest?.pods, fewest);
          if (each.counts.fewest) assert.equal(each.model.get(each.counts.fewest.name), fewest);
        }
      }
    }),
  );
});
