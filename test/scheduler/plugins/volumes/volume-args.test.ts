import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Given } from '../../../../src/scheduler/config/given.ts';
import { readVolumeBindingArgs } from '../../../../src/scheduler/plugins/args/pod-args.ts';
import { DEFAULT_SHAPE, volumeScorer } from '../../../../src/scheduler/plugins/volumes/volume-score.ts';
import { claim, volume } from './builders.ts';

test('VolumeBinding: upstream’s defaults, for an empty shape as well', () => {
  const defaults = { bindTimeoutSeconds: 600, shape: DEFAULT_SHAPE };
  assert.deepEqual(readVolumeBindingArgs(undefined), defaults);
  assert.deepEqual(readVolumeBindingArgs(new Given({ shape: [] })), defaults);
});

test('VolumeBinding: a shape of one’s own must rise in utilization', () => {
  const shape = [
    { utilization: 0, score: 0 },
    { utilization: 100, score: 10 },
  ];
  assert.deepEqual(readVolumeBindingArgs(new Given({ bindTimeoutSeconds: 5, shape })), {
    bindTimeoutSeconds: 5,
    shape,
  });
  assert.throws(() => readVolumeBindingArgs(new Given({ shape: shape.toReversed() })), /increasing order/);
});

test('VolumeBinding: the score is the mean over the classes, rounded as Go rounds', () => {
  const of = (storageClassName: string, storage: string) => ({
    claim: claim('c'),
    volume: volume('v', { storageClassName, capacity: { storage } }),
  });
  const score = volumeScorer(DEFAULT_SHAPE);
  assert.equal(score([]), 0);
  assert.equal(score([of('x', '2Gi'), of('x', '8Gi')]), 80, 'volumes of a class are added up');
  assert.equal(score([of('x', '2Gi'), of('y', '4Gi')]), 63, '50 and 75: 62.5');
  assert.equal(score([of('x', '0')]), 0, 'no capacity is full');
});
