import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interPodAffinity } from '../../../../src/scheduler/plugins/inter-pod-affinity/inter-pod-affinity.ts';
import { pod, type PodBuilder } from '../../../helpers/builders.ts';
import { ask } from '../../ask.ts';
import { app, apart, cluster, HOST, labelled, near, web, webOn } from './cluster.ts';

interface FactRow {
  readonly pod: PodBuilder;
  readonly there: readonly PodBuilder[];
  readonly on: string;
  readonly fact: string;
  readonly wayOut: string | undefined;
}

const facts: readonly FactRow[] = [
  {
    pod: pod('p').affinity(near(app('web'))),
    there: [],
    on: 'a1',
    fact: 'wants a pod with app=web, zone a has none',
    wayOut: 'a pod with app=web is on zone a',
  },
  {
    pod: pod('p').affinity(near(app('web'))),
    there: [webOn('a1')],
    on: 'bare',
    fact: 'no label topology.kubernetes.io/zone',
    wayOut: 'label topology.kubernetes.io/zone=a is set',
  },
  {
    pod: pod('p').affinity(near(app('web'))),
    there: [],
    on: 'bare',
    fact: 'no label topology.kubernetes.io/zone',
    wayOut: undefined,
  },
  {
    pod: pod('p').affinity(near(app('web', { namespaces: ['x', 'y'] }))),
    there: [],
    on: 'a1',
    fact: 'wants a pod with app=web in namespaces x,y, zone a has none',
    wayOut: 'a pod with app=web in namespaces x,y is on zone a',
  },
  {
    pod: pod('p').affinity(apart(app('web'))),
    there: [webOn('a1')],
    on: 'a2',
    fact: 'keeps away from pods with app=web: pod default/web on zone a',
    wayOut: 'pod default/web leaves',
  },
  {
    pod: web().affinity(apart(app('web', { topologyKey: HOST }))),
    there: ['1', '2', '3', '4', '5'].map((n) => labelled(`web-${n}`, 'web').on('a1')),
    on: 'a1',
    fact: 'keeps away from pods with app=web: pods default/web-1, default/web-2, default/web-3 and 2 more on node a1',
    wayOut: 'pods default/web-1, default/web-2, default/web-3 and 2 more leave',
  },
  {
    pod: web(),
    there: [
      pod('shy')
        .affinity(apart(app('web')))
        .on('a1'),
    ],
    on: 'a2',
    fact: 'pod default/shy on zone a keeps away pods with app=web',
    wayOut: 'pod default/shy leaves',
  },
  {
    pod: web().affinity({ ...near(app('db')), ...apart(app('cache')) }),
    there: [
      labelled('cache', 'cache').on('b1'),
      pod('shy')
        .affinity(apart(app('web')))
        .on('b1'),
    ],
    on: 'b1',
    fact: 'wants a pod with app=db, zone b has none',
    wayOut: 'a pod with app=db is on zone b and pods default/cache, default/shy leave',
  },
  {
    pod: web().affinity(apart(app('web'))),
    there: [
      labelled('shy', 'web')
        .affinity(apart(app('web')))
        .on('a1'),
    ],
    on: 'a2',
    fact: 'keeps away from pods with app=web: pod default/shy on zone a',
    wayOut: 'pod default/shy leaves',
  },
];

for (const { pod: one, there, on, fact, wayOut } of facts) {
  test(`inter-pod affinity, facts on ${on}: ${fact}`, () => {
    const plugin = interPodAffinity();
    const [pending, snapshot] = [one.build(), cluster(there).snapshot()];
    const found = plugin.preFilter?.(pending, snapshot);
    const info = snapshot.get(on);
    assert.ok(found && 'state' in found && info);
    assert.equal(plugin.explain?.(pending, info, found.state), fact);
    assert.equal(plugin.wayOut?.(pending, info, found.state), wayOut);
  });
}

test('a pod that only a what-if has put on the node is told, too', () => {
  const cache = cluster([]);
  const shy = pod('shy')
    .affinity(apart(app('web')))
    .build();
  const cycle = ask(
    interPodAffinity(),
    web()
      .affinity(apart(app('db')))
      .build(),
    cache,
  ).cycle;
  const [filter] = cycle.found.filters;
  const info = cache.get('a1');
  assert.ok(filter && info);
  const trial = cycle.tryOn(info);
  trial.add(shy);
  assert.equal(trial.fits(), false);
  const state = filter.plugin.cloneState?.(filter.state);
  filter.plugin.addPod?.(state, cycle.pod, shy, trial.node);
  assert.equal(
    filter.plugin.explain?.(cycle.pod, trial.node, state),
    'pod default/shy on zone a keeps away pods with app=web',
  );
  trial.remove(shy);
  assert.equal(trial.fits(), true);
});
