import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InFlight } from '../../src/scheduler/in-flight.ts';
import { pod } from '../helpers/builders.ts';

const flight = (key: string) => ({ key, pod: pod(key).build() });

test('a flight is told what happened since it began, and nothing from before', () => {
  const flights = new InFlight();
  flights.add(flight('a'));
  flights.record('node-added');
  flights.add(flight('b'));
  flights.record('node-taints');
  flights.record('node-labels');
  assert.deepEqual(flights.take('a')?.events, ['node-added', 'node-taints', 'node-labels']);
  assert.deepEqual(flights.take('b')?.events, ['node-taints', 'node-labels']);
});

test('what nobody in flight can have missed is not kept, and the rest is still right', () => {
  const flights = new InFlight();
  flights.record('node-added');
  assert.equal(flights.logged, 0, 'nobody is in flight');
  flights.add(flight('a'));
  for (let count = 0; count < 10; count++) flights.record('node-added');
  flights.add(flight('b'));
  flights.record('node-taints');
  flights.delete('a');
  assert.equal(flights.logged, 1);
  flights.record('node-ready');
  assert.deepEqual(flights.take('b')?.events, ['node-taints', 'node-ready']);
  assert.equal(flights.logged, 0);
});
