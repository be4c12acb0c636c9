import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node, Pod } from '../../../../src/api/types.ts';
import { interPodAffinity } from '../../../../src/scheduler/plugins/inter-pod-affinity/inter-pod-affinity.ts';
import { node, pod, type PodBuilder } from '../../../helpers/builders.ts';
import { worthATry } from '../../hints.ts';
import { app, apart, labelled, near, web, webOn, zoned } from './cluster.ts';

interface HintRow {
  readonly name: string;
  readonly pod: PodBuilder;
  readonly event: 'pod-placed' | 'pod-changed' | 'pod-deleted';
  readonly before?: Pod;
  readonly now?: Pod;
  readonly helps: boolean;
}

const placedWeb = webOn('a1').build();
const placedDb = labelled('web', 'db').on('a1').build();
const wantsWeb = pod('p').affinity(near(app('web')));
const avoidsWeb = pod('p').affinity(apart(app('web')));

const hints: readonly HintRow[] = [
  { name: 'a pod came that is wanted', pod: wantsWeb, event: 'pod-placed', now: placedWeb, helps: true },
  { name: 'a pod came that is not wanted', pod: wantsWeb, event: 'pod-placed', now: placedDb, helps: false },
  { name: 'a pod came that is avoided', pod: avoidsWeb, event: 'pod-placed', now: placedWeb, helps: false },
  {
    name: 'a pod is wanted now',
    pod: wantsWeb,
    event: 'pod-changed',
    before: placedDb,
    now: placedWeb,
    helps: true,
  },
  {
    name: 'a pod is wanted no more',
    pod: wantsWeb,
    event: 'pod-changed',
    before: placedWeb,
    now: placedDb,
    helps: false,
  },
  {
    name: 'a pod is avoided no more',
    pod: avoidsWeb,
    event: 'pod-changed',
    before: placedWeb,
    now: placedDb,
    helps: true,
  },
  {
    name: 'a pod is avoided now',
    pod: avoidsWeb,
    event: 'pod-changed',
    before: placedDb,
    now: placedWeb,
    helps: false,
  },
  {
    name: 'the pod itself',
    pod: avoidsWeb,
    event: 'pod-changed',
    before: pod('p').build(),
    now: pod('p').build(),
    helps: true,
  },
  { name: 'an avoided pod is gone', pod: avoidsWeb, event: 'pod-deleted', before: placedWeb, helps: true },
  { name: 'another pod is gone', pod: avoidsWeb, event: 'pod-deleted', before: placedDb, helps: false },
  {
    name: 'a pod is avoided still',
    pod: avoidsWeb,
    event: 'pod-changed',
    before: placedWeb,
    now: webOn('a1').label('new', 'x').build(),
    helps: false,
  },
  {
    name: 'a pod is gone that kept this one off',
    pod: web().uid('waiting'),
    event: 'pod-deleted',
    before: pod('shy')
      .affinity(apart(app('web')))
      .on('a1')
      .build(),
    helps: true,
  },
  {
    name: 'a pod is gone that kept others off',
    pod: labelled('p', 'db'),
    event: 'pod-deleted',
    before: pod('shy')
      .affinity(apart(app('web')))
      .on('a1')
      .build(),
    helps: false,
  },
  {
    name: 'the last of its kind is gone: the pod may be the first',
    pod: web()
      .uid('waiting')
      .affinity(near(app('web'))),
    event: 'pod-deleted',
    before: placedWeb,
    helps: true,
  },
  { name: 'a wanted pod is gone', pod: wantsWeb, event: 'pod-deleted', before: placedWeb, helps: false },
  {
    name: 'a pod came to a namespace that may be selected',
    pod: pod('p').affinity(near(app('web', { namespaceSelector: { matchLabels: { team: 'blue' } } }))),
    event: 'pod-placed',
    now: webOn('a1').namespace('other').build(),
    helps: true,
  },
  {
    name: 'a pod came to another namespace',
    pod: wantsWeb,
    event: 'pod-placed',
    now: webOn('a1').namespace('other').build(),
    helps: false,
  },
];

for (const { name, pod: one, event, before, now, helps } of hints) {
  test(`inter-pod affinity, worth another try: ${name}`, () => {
    const change = { event, ...(before && { before }), ...(now && { now }) };
    assert.equal(worthATry(interPodAffinity(), one.build(), change), helps);
  });
}

test('a new node is worth another try for those that it can take', () => {
  const helps = (one: PodBuilder, now: Node) =>
    worthATry(interPodAffinity(), one.build(), { event: 'node-added', now });
  assert.equal(helps(wantsWeb, zoned('a1', 'a')), true);
  assert.equal(helps(wantsWeb, node('bare').build()), false);
  assert.equal(helps(avoidsWeb, node('bare').build()), true);
  assert.equal(helps(web(), node('bare').build()), true);
});
