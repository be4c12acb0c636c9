import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InFlight } from '../../src/scheduler/in-flight.ts';
import { pod } from '../helpers/builders.ts';

const flight = (key: string) => ({ key, pod: pod(key).build() });

const eventsOf = (flights: InFlight, key: string) => flights.take(key)?.events.map(({ event }) => event);

test('a flight is told what happened since it began, and nothing from before', () => {
  const flights = new InFlight();
  flights.add(flight('a'));
  flights.record({ event: 'node-added' });
  flights.add(flight('b'));
  flights.record({ event: 'node-taints' });
  flights.record({ event: 'node-labels' });
  assert.deepEqual(eventsOf(flights, 'a'), ['node-added', 'node-taints', 'node-labels']);
  assert.deepEqual(eventsOf(flights, 'b'), ['node-taints', 'node-labels']);
});

test('what nobody in flight can have missed is not kept, and the rest is still right', () => {
  const flights = new InFlight();
  flights.record({ event: 'node-added' });
  assert.equal(flights.logged, 0, 'nobody is in flight');
  flights.add(flight('a'));
  for (let count = 0; count < 10; count++) flights.record({ event: 'node-added' });
  flights.add(flight('b'));
  flights.record({ event: 'node-taints' });
  flights.delete('a');
  assert.equal(flights.logged, 1);
  flights.record({ event: 'node-ready' });
  assert.deepEqual(eventsOf(flights, 'b'), ['node-taints', 'node-ready']);
  assert.equal(flights.logged, 0);
});
