import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Timers } from '../../src/lib/timers.ts';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import { Outages } from '../../src/scheduler/outages.ts';
import { Report } from '../../src/scheduler/report.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

function arrange() {
  const clock = new FakeClock();
  const told: SchedulerEvent[] = [];
  const timers = new Timers(clock);
  const outages = new Outages(new Report(clock, (event) => void told.push(event)), timers);
  const texts = () =>
    told.map((event) => (event.type === 'connection' ? `${event.resource} ${event.state}` : event.type));
  return { clock, outages, texts, timers };
}

const LOST = { state: 'lost', message: 'connection refused' } as const;
const BACK = { state: 'restored', message: 'watched again' } as const;

test('nodes and pods speak for the connection, at once; kinds that went with them say nothing', async () => {
  const { clock, outages, texts } = arrange();
  outages.other('services', LOST);
  outages.main('pods', LOST);
  await clock.advance(60_000);
  outages.main('pods', BACK);
  outages.other('services', BACK);
  await clock.advance(60_000);
  assert.deepEqual(texts(), ['pods lost', 'pods restored']);
  assert.equal(clock.waiting, 0);
});

test('a kind that stays away alone is told, and when it is back', async () => {
  const { clock, outages, texts } = arrange();
  outages.main('pods', LOST);
  outages.other('services', LOST);
  await clock.advance(12_000);
  outages.main('pods', BACK);
  await clock.advance(5_000);
  outages.other('services', BACK);
  assert.deepEqual(texts(), ['pods lost', 'pods restored', 'services lost', 'services restored']);
});

test('a short outage of one kind is not worth a line', async () => {
  const { clock, outages, texts } = arrange();
  outages.other('services', LOST);
  await clock.advance(4_999);
  outages.other('services', BACK);
  await clock.advance(60_000);
  assert.deepEqual(texts(), []);
});

test('timers end with their owner', async () => {
  const { clock, outages, texts, timers } = arrange();
  outages.other('services', LOST);
  timers.close();
  outages.other('namespaces', LOST);
  assert.equal(clock.waiting, 0);
  await clock.advance(60_000);
  assert.deepEqual(texts(), []);
});
