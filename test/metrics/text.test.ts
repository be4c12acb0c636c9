import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exponential } from '../../src/metrics/instruments.ts';
import { Registry } from '../../src/metrics/registry.ts';
import { goNumber } from '../../src/metrics/text.ts';

test('each metric has its help, its type and its series, sorted by name, as Prometheus reads them', () => {
  const registry = new Registry();
  const seconds = registry.histogram('b_seconds', 'How long.', [0.1, 1], ['what']);
  const count = registry.counter('a_total', 'How\noften, with a \\.', ['who', 'why']);
  const now = registry.gauge('c', 'Now.');
  registry.gauge('d', 'Nobody has set it.', ['who']);
  for (const value of [0.05, 0.1, 0.5, 3]) seconds.with('x').observe(value);
  count.with('a "quoted"\n', 'back\\slash').inc(2);
  registry.onCollect(() => now.with().set(-1.5));
  assert.equal(
    registry.text(),
    String.raw`# HELP a_total How\noften, with a \\.
# TYPE a_total counter
a_total{who="a \"quoted\"\n",why="back\\slash"} 2
# HELP b_seconds How long.
# TYPE b_seconds histogram
b_seconds_bucket{what="x",le="0.1"} 2
b_seconds_bucket{what="x",le="1"} 3
b_seconds_bucket{what="x",le="+Inf"} 4
b_seconds_sum{what="x"} 3.65
b_seconds_count{what="x"} 4
# HELP c Now.
# TYPE c gauge
c -1.5
`,
  );
});

test('numbers are written as Go writes them, so that bounds are the same words as kube-scheduler’s', () => {
  // test/real/metrics.test.ts compares all of them with kube-scheduler's own
  assert.deepEqual(exponential(0.000_01, 1.5, 3).map(goNumber), [
    '1e-05',
    '1.5000000000000002e-05',
    '2.2500000000000005e-05',
  ]);
  assert.deepEqual([0, 0.0001, 0.001, 16.384, 1e6, Infinity].map(goNumber), [
    '0',
    '0.0001',
    '0.001',
    '16.384',
    '1000000',
    '+Inf',
  ]);
});
