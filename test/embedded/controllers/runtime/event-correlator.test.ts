import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventCorrelator } from '../../../../src/embedded/controllers/runtime/event-correlator.ts';

const EVENT = {
  source: 'replicaset-controller/',
  object: 'ReplicaSet/default/web/uid/apps/v1',
  fieldPath: '',
  type: 'Normal',
  reason: 'SuccessfulCreate',
};

function created(correlator: EventCorrelator, from: number, count: number, now = 0) {
  return Array.from({ length: count }, (_, at) =>
    correlator.correlate({ ...EVENT, message: `Created pod: web-${String(from + at)}` }, now),
  );
}

test('the tenth message of one reason and those after it are combined', () => {
  const told = created(new EventCorrelator(), 0, 12);
  assert.equal(told[8]?.message, 'Created pod: web-8');
  assert.equal(told[9]?.message, '(combined from similar events): Created pod: web-9');
  assert.equal(told[9]?.key, told[11]?.key);
});

test('after ten quiet minutes messages stand alone again', () => {
  const correlator = new EventCorrelator();
  created(correlator, 0, 9);
  assert.equal(created(correlator, 9, 1, 600_001)[0]?.message, 'Created pod: web-9');
});

test('a source has 25 events for an object, then one each five minutes', () => {
  const correlator = new EventCorrelator();
  const told = created(correlator, 0, 30);
  assert.equal(told.filter(Boolean).length, 25);
  assert.equal(created(correlator, 30, 2, 300_000).filter(Boolean).length, 1);
});

test('equal events have one key, others of another place have another', () => {
  const correlator = new EventCorrelator();
  const event = { ...EVENT, reason: 'Started', message: 'Container started' };
  const [a, b] = ['spec.containers{a}', 'spec.containers{b}'].map((fieldPath) =>
    correlator.correlate({ ...event, fieldPath }, 0),
  );
  assert.notEqual(a?.key, b?.key);
  assert.equal(correlator.correlate({ ...event, fieldPath: 'spec.containers{a}' }, 0)?.key, a?.key);
});
