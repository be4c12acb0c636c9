import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageLocality } from '../../../src/scheduler/plugins/image-locality.ts';
import { node, pod } from '../../helpers/builders.ts';
import { ask } from '../ask.ts';
import { cacheOf } from '../node-info.ts';

const MIB = 1024 * 1024;
const having = (name: string, images: Readonly<Record<string, number>>) =>
  node(name)
    .status({
      images: Object.entries(images).map(([image, mib]) => ({ names: [image], sizeBytes: mib * MIB })),
    })
    .build();
const using = (...images: readonly string[]) =>
  pod('p')
    .spec({ containers: images.map((image, at) => ({ name: `c${at}`, image })) })
    .build();
const scores = (p: ReturnType<typeof using>, ...nodes: readonly ReturnType<typeof having>[]) =>
  ask(imageLocality, p, cacheOf(nodes)).scores();

test('the more of the image is there, the better; less than 23 MiB is nothing, more than 1000 no more', () => {
  // one of two nodes has it: half of its size counts
  assert.deepEqual(scores(using('big:1'), having('a', { 'big:1': 2000 }), having('b', {})), { a: 100, b: 0 });
  assert.deepEqual(scores(using('big:1'), having('a', { 'big:1': 4000 }), having('b', {})), { a: 100, b: 0 });
  assert.deepEqual(scores(using('mid:1'), having('a', { 'mid:1': 1000 }), having('b', {})), { a: 48, b: 0 });
  assert.deepEqual(scores(using('small:1'), having('a', { 'small:1': 46 }), having('b', {})), { a: 0, b: 0 });
});

test('images that all nodes have count in full', () => {
  const nodes = ['a', 'b'].map((name) => having(name, { 'mid:1': 1000 }));
  assert.deepEqual(scores(using('mid:1'), ...nodes), { a: 100, b: 100 });
});

test('the threshold grows with the images; init containers and image volumes have some too', () => {
  const images = { 'a:1': 1000, 'b:1': 1000, 'c:1': 1000 };
  const p = pod('p')
    .spec({
      initContainers: [{ name: 'i', image: 'a:1' }],
      containers: [{ name: 'c', image: 'b:1' }],
      volumes: [{ name: 'v', image: { reference: 'c:1' } }, { name: 'w' }],
    })
    .build();
  assert.deepEqual(scores(p, having('n', images)), { n: 100 });
  assert.deepEqual(scores(p, having('n', { 'a:1': 1000 })), { n: 32 });
});

test('a name without a tag means latest; a port of the registry is no tag', () => {
  assert.deepEqual(scores(using('web'), having('n', { 'web:latest': 1000 })), { n: 100 });
  assert.deepEqual(scores(using('r:5000/web'), having('n', { 'r:5000/web:latest': 1000 })), { n: 100 });
  assert.deepEqual(scores(using('web@sha256:abc'), having('n', { 'web@sha256:abc': 1000 })), { n: 100 });
});

test('an image is as big as the first node said that has it', () => {
  const nodes = [having('a', { 'x:1': 1000 }), having('b', { 'x:1': 1 })];
  assert.deepEqual(scores(using('x:1'), ...nodes), { a: 100, b: 100 });
  assert.deepEqual(scores(using('x:1'), ...nodes.toReversed()), { a: 0, b: 0 });
});
