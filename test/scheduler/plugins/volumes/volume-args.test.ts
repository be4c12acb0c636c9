import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Given } from '../../../../src/scheduler/config/given.ts';
import { readVolumeBindingArgs } from '../../../../src/scheduler/plugins/args/pod-args.ts';
import { DEFAULT_SHAPE } from '../../../../src/scheduler/plugins/volumes/volume-score.ts';

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
