import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { affinityTerms } from '../../src/scheduler/framework/affinity-terms.ts';
import { NodeState } from '../../src/scheduler/framework/node-state.ts';
import { podLabels } from '../../src/scheduler/framework/pod-labels.ts';
import { pod } from '../helpers/builders.ts';

const apart = (app: string) => ({
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'zone', labelSelector: { matchLabels: { app } } },
    ],
  },
});

test('pods that ask the same of other pods share what is read of it, within their namespace', () => {
  const [a, b] = [pod('a'), pod('b')].map((one) => one.affinity(apart('web')).build());
  const elsewhere = pod('a').namespace('other').affinity(apart('web')).build();
  assert.ok(a && b);
  assert.equal(affinityTerms(a), affinityTerms(b));
  assert.notEqual(affinityTerms(a), affinityTerms(elsewhere));
  assert.deepEqual([...(affinityTerms(elsewhere).requiredAnti[0]?.namespaces ?? [])], ['other']);
  assert.notEqual(affinityTerms(a), affinityTerms(pod('a').affinity(apart('db')).build()));
});

test('pods with the same labels in the same namespace share them', () => {
  const [a, b] = [pod('a'), pod('b')].map((one) => one.label('app', 'web').build());
  assert.ok(a && b);
  assert.equal(podLabels(a), podLabels(b));
  assert.deepEqual(podLabels(a).metadata, { namespace: 'default', labels: { app: 'web' } });
  assert.notEqual(podLabels(a), podLabels(pod('a').label('app', 'db').build()));
  assert.notEqual(podLabels(a), podLabels(pod('a').label('app', 'web').namespace('other').build()));
  assert.notEqual(podLabels(a), podLabels(pod('a').build()));
});

test('a node counts the labels of its pods and what they ask of others, as they come and go', () => {
  const step = fc.record({ pod: fc.nat(5), add: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const pods = ['web', 'web', 'web', 'db', 'db', ''].map((app, at) =>
        (app === '' ? pod(`p${at}`) : pod(`p${at}`).label('app', app).affinity(apart(app))).build(),
      );
      const state = new NodeState('n');
      const there = new Set<number>();
      for (const { pod: at, add } of steps) {
        const one = pods[at];
        if (!one || add === there.has(at)) continue;
        if (add) state.add(one);
        else state.remove(one.metadata.uid ?? '');
        there[add ? 'add' : 'delete'](at);
      }
      const fresh = new NodeState('n');
      for (const at of there) if (pods[at]) fresh.add(pods[at]);
      assert.deepEqual(state.affinities, fresh.affinities);
      assert.deepEqual(state.labelSets, fresh.labelSets);
      assert.equal(
        state.affinities.values().reduce((sum, count) => sum + count, 0),
        [...there].filter((at) => at < 5).length,
      );
      assert.equal(
        state.labelSets.values().reduce((sum, count) => sum + count, 0),
        there.size,
      );
    }),
  );
});
