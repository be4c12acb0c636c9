import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InterPodAffinityArgs } from '../../../../src/scheduler/plugins/inter-pod-affinity/inter-pod-affinity.ts';
import { pod, type PodBuilder } from '../../../helpers/builders.ts';
import { app, asked, labelled, near, NODES, prefersApart, prefersNear, web, webOn } from './cluster.ts';

interface ScoreRow {
  readonly name: string;
  readonly pod: PodBuilder;
  readonly there: readonly PodBuilder[];
  readonly args?: InterPodAffinityArgs;
  readonly scores: Readonly<Record<string, number>>;
}

const scoreRows: readonly ScoreRow[] = [
  {
    name: 'preferred: near',
    pod: pod('p').affinity(prefersNear(10, app('web'))),
    there: [webOn('a1')],
    scores: { a1: 100, a2: 100, b1: 0, bare: 0 },
  },
  {
    name: 'preferred: apart',
    pod: pod('p').affinity(prefersApart(10, app('web'))),
    there: [webOn('a1')],
    scores: { a1: 0, a2: 0, b1: 100, bare: 100 },
  },
  {
    name: 'preferred: every pod counts, and fractions are cut off',
    pod: pod('p').affinity(prefersNear(1, app('web'))),
    there: ['1', '2', '3']
      .map((uid) => webOn('a1').uid(uid))
      .concat(webOn('b1').uid('4'), webOn('b1').uid('5')),
    scores: { a1: 100, a2: 100, b1: 66, bare: 0 },
  },
  {
    name: 'preferred by others, near and apart',
    pod: web(),
    there: [
      pod('shy')
        .affinity(prefersApart(5, app('web')))
        .on('a1'),
      pod('fond')
        .affinity(prefersNear(5, app('web')))
        .on('b1'),
    ],
    scores: { a1: 0, a2: 0, b1: 100, bare: 50 },
  },
  {
    name: 'preferred by others in the namespaces that they select',
    pod: web(),
    there: [
      pod('fond')
        .namespace('other')
        .affinity(prefersNear(5, app('web', { namespaceSelector: { matchLabels: { team: 'red' } } })))
        .on('b1'),
    ],
    scores: { a1: 0, a2: 0, b1: 100, bare: 0 },
  },
  {
    name: 'what others require counts 1',
    pod: web(),
    there: [
      pod('needs')
        .affinity(near(app('web')))
        .on('a1'),
      pod('fond')
        .affinity(prefersNear(2, app('web')))
        .on('b1'),
    ],
    scores: { a1: 50, a2: 50, b1: 100, bare: 0 },
  },
  {
    name: 'what others require counts as configured',
    pod: web(),
    there: [
      pod('needs')
        .affinity(near(app('web')))
        .on('a1'),
      pod('fond')
        .affinity(prefersNear(2, app('web')))
        .on('b1'),
    ],
    args: { hardPodAffinityWeight: 4 },
    scores: { a1: 100, a2: 100, b1: 50, bare: 0 },
  },
  {
    name: 'what others require can count nothing',
    pod: web(),
    there: [
      pod('needs')
        .affinity(near(app('web')))
        .on('a1'),
    ],
    args: { hardPodAffinityWeight: 0 },
    scores: {},
  },
  {
    name: 'what others want can be left out for a pod without preferences',
    pod: web(),
    there: [
      pod('fond')
        .affinity(prefersNear(5, app('web')))
        .on('b1'),
    ],
    args: { ignorePreferredTermsOfExistingPods: true },
    scores: {},
  },
  {
    name: 'with preferences of its own, others’ count all the same',
    pod: web().affinity(prefersNear(5, app('db'))),
    there: [
      labelled('db', 'db').on('a1'),
      pod('fond')
        .affinity(prefersNear(10, app('web')))
        .on('b1'),
    ],
    args: { ignorePreferredTermsOfExistingPods: true },
    scores: { a1: 50, a2: 50, b1: 100, bare: 0 },
  },
  {
    name: 'where all are equal, all are 0',
    pod: pod('p').affinity(prefersNear(10, app('web', { topologyKey: 'all' }))),
    there: [webOn('a1')],
    scores: {},
  },
];

for (const { name, pod: one, there, args, scores } of scoreRows) {
  test(`inter-pod affinity, score: ${name}`, () => {
    assert.deepEqual(asked(one, there, args).scores(), scores);
  });
}

test('nodes with the same sum have 0', () => {
  const pods = [webOn('a1').uid('1'), webOn('b1').uid('2')];
  const nodes = NODES.slice(0, 3);
  assert.deepEqual(asked(pod('p').affinity(prefersNear(10, app('web'))), pods, {}, nodes).scores(), {
    a1: 0,
    a2: 0,
    b1: 0,
  });
});
