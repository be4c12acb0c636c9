import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FALLBACK, pauseImage } from '../../src/workshop/pause-image.ts';
import { node } from '../helpers/builders.ts';

const image = (tag: string): string => `registry.k8s.io/pause:${tag}`;

test('the newest pause image that every worker has is taken, whatever the control plane has', () => {
  const nodes = [
    node('cp').controlPlane().image(image('3.11')).build(),
    node('w1').image(image('3.9'), image('3.10'), image('3.11')).build(),
    node('w2').image(image('3.10'), image('3.9'), image('3.11')).build(),
    node('w3').image(image('3.9'), image('3.10')).build(),
  ];
  assert.equal(pauseImage(nodes), image('3.10'));
});

test('where they have none in common one is pulled', () => {
  const nodes = [node('w1').image(image('3.9')).build(), node('w2').image(image('3.10')).build()];
  assert.equal(pauseImage(nodes), FALLBACK);
  assert.equal(pauseImage([]), FALLBACK);
});
