import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pod, type PodBuilder } from '../../../helpers/builders.ts';
import { app, apart, asked, HOST, labelled, near, web, webOn, ZONE } from './cluster.ts';

const NOT_NEAR = "node(s) didn't match pod affinity rules";
const TOO_NEAR = "node(s) didn't match pod anti-affinity rules";
const KEPT_OFF = "node(s) didn't satisfy existing pods anti-affinity rules";

const ALL = ['a1', 'a2', 'b1', 'bare'];

interface Row {
  readonly name: string;
  readonly pod: PodBuilder;
  readonly there?: readonly PodBuilder[];
  readonly feasible: readonly string[];
  readonly reasons?: Readonly<Record<string, string>>;
}

const rows: readonly Row[] = [
  { name: 'nobody asks for anything', pod: pod('p'), there: [webOn('a1')], feasible: ALL },
  {
    name: 'affinity: the zone of a pod that matches',
    pod: pod('p').affinity(near(app('web'))),
    there: [webOn('a1')],
    feasible: ['a1', 'a2'],
    reasons: { b1: NOT_NEAR, bare: NOT_NEAR },
  },
  {
    name: 'affinity: one pod must satisfy all terms',
    pod: pod('p').affinity(
      near(app('web'), { labelSelector: { matchLabels: { tier: 'front' } }, topologyKey: HOST }),
    ),
    there: [
      webOn('a1'),
      pod('front').label('tier', 'front').on('a2'),
      labelled('both', 'web').label('tier', 'front').on('b1'),
    ],
    feasible: ['b1'],
  },
  {
    name: 'affinity: each term in its own part',
    pod: pod('p').affinity(near(app('web'), app('web', { topologyKey: HOST }))),
    there: [webOn('a1')],
    feasible: ['a1'],
  },
  {
    name: 'affinity: nobody matches',
    pod: pod('p').affinity(near(app('web'))),
    feasible: [],
  },
  {
    name: 'affinity: the first of its kind may go anywhere with the label',
    pod: web().affinity(near(app('web'))),
    feasible: ['a1', 'a2', 'b1'],
  },
  {
    name: 'affinity: the second of its kind goes to the first',
    pod: web().affinity(near(app('web'))),
    there: [labelled('first', 'web').on('b1')],
    feasible: ['b1'],
  },
  {
    name: 'affinity: a pod that matches on a node without the label does not count',
    pod: web().affinity(near(app('web'))),
    there: [labelled('first', 'web').on('bare')],
    feasible: ['a1', 'a2', 'b1'],
  },
  {
    name: 'affinity: a pod of another namespace does not count',
    pod: pod('p').affinity(near(app('web'))),
    there: [webOn('a1').namespace('other')],
    feasible: [],
  },
  {
    name: 'affinity: in the namespaces that are named',
    pod: pod('p').affinity(near(app('web', { namespaces: ['other'] }))),
    there: [webOn('a1').namespace('other'), webOn('b1').uid('second')],
    feasible: ['a1', 'a2'],
  },
  {
    name: 'affinity: in the namespaces that are selected',
    pod: pod('p').affinity(near(app('web', { namespaceSelector: { matchLabels: { team: 'blue' } } }))),
    there: [webOn('a1').namespace('other'), webOn('b1').uid('second')],
    feasible: ['a1', 'a2'],
  },
  {
    name: 'affinity: the empty namespace selector is every namespace, also an unknown one',
    pod: pod('p').affinity(near(app('web', { namespaceSelector: {} }))),
    there: [webOn('a1').namespace('nowhere')],
    feasible: ['a1', 'a2'],
  },
  {
    name: 'affinity: no label selector is about no pod',
    pod: pod('p').affinity(near({ topologyKey: ZONE })),
    there: [webOn('a1')],
    feasible: [],
  },
  {
    name: 'affinity: keys to match labels by are the API server’s to merge',
    pod: labelled('p', 'db').affinity(near(app('web', { matchLabelKeys: ['app'] }))),
    there: [webOn('a1')],
    feasible: ['a1', 'a2'],
  },
  {
    name: 'anti-affinity: not in the zone of a pod that matches, but on a node of none',
    pod: pod('p').affinity(apart(app('web'))),
    there: [webOn('a1')],
    feasible: ['b1', 'bare'],
    reasons: { a1: TOO_NEAR, a2: TOO_NEAR },
  },
  {
    name: 'anti-affinity: any term is enough',
    pod: pod('p').affinity(apart(app('db'), app('web', { topologyKey: HOST }))),
    there: [webOn('a1'), labelled('db', 'db').on('b1')],
    feasible: ['a2', 'bare'],
  },
  {
    name: 'anti-affinity of others: not in their zone',
    pod: web(),
    there: [
      pod('shy')
        .affinity(apart(app('web')))
        .on('a1'),
    ],
    feasible: ['b1', 'bare'],
    reasons: { a1: KEPT_OFF, a2: KEPT_OFF },
  },
  {
    name: 'anti-affinity of others is not about this pod',
    pod: labelled('p', 'db'),
    there: [
      pod('shy')
        .affinity(apart(app('web')))
        .on('a1'),
    ],
    feasible: ALL,
  },
  {
    name: 'anti-affinity of others: their namespace, not this pod’s',
    pod: web(),
    there: [
      pod('shy')
        .namespace('other')
        .affinity(apart(app('web')))
        .on('a1'),
    ],
    feasible: ALL,
  },
  {
    name: 'anti-affinity of others: the namespaces that they select',
    pod: web(),
    there: [
      pod('shy')
        .namespace('other')
        .affinity(apart(app('web', { namespaceSelector: { matchLabels: { team: 'red' } } })))
        .on('a1'),
    ],
    feasible: ['b1', 'bare'],
  },
  {
    name: 'the affinity is asked first, then the own anti-affinity, then that of others',
    pod: web().affinity({ ...near(app('db')), ...apart(app('cache')) }),
    there: [
      labelled('db', 'db').on('a1'),
      labelled('db2', 'db').on('b1'),
      labelled('cache', 'cache').on('b1'),
      pod('shy')
        .affinity(apart(app('web')))
        .on('a1'),
    ],
    feasible: [],
    reasons: { a1: KEPT_OFF, b1: TOO_NEAR, bare: NOT_NEAR },
  },
];

for (const { name, pod: one, there = [], feasible, reasons = {} } of rows) {
  test(`inter-pod affinity: ${name}`, () => {
    const answer = asked(one, there);
    assert.deepEqual(answer.feasible, feasible);
    for (const [on, reason] of Object.entries(reasons)) assert.deepEqual(answer.reasons(on), [reason], on);
  });
}

test('where anti-affinity is not about this pod, nothing is filtered', () => {
  const shy = pod('shy')
    .affinity(apart(app('web')))
    .on('a1');
  assert.deepEqual(asked(labelled('p', 'db'), [shy]).cycle.found.filters, []);
});

test('taking pods away helps against anti-affinity, not against a missing affinity', () => {
  const isUnresolvable = (one: PodBuilder, there: PodBuilder) =>
    asked(one, [there]).rejection('a1')?.rejection.unresolvable;
  assert.equal(isUnresolvable(pod('p').affinity(near(app('web'))), webOn('b1')), true);
  assert.equal(isUnresolvable(pod('p').affinity(apart(app('web'))), webOn('a1')), undefined);
  assert.equal(
    isUnresolvable(
      web(),
      pod('shy')
        .affinity(apart(app('web')))
        .on('a1'),
    ),
    undefined,
  );
});

test('where nobody has an affinity, nothing is filtered and nothing is scored', () => {
  const answer = asked(web(), [webOn('a1').uid('second')]);
  assert.deepEqual(answer.cycle.found.filters, []);
  assert.deepEqual(answer.scores(), {});
});
