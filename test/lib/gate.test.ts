import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gate } from '../../src/lib/gate.ts';
import { settle } from '../helpers/fake-clock.ts';

const never = new AbortController().signal;

test('an open gate is passed at once, a shut one when it opens', async () => {
  const gate = new Gate();
  await gate.opened(never);
  gate.shut();
  let passed = false;
  const passing = gate.opened(never).then(() => (passed = true));
  await settle();
  assert.equal(passed, false);
  gate.open();
  await passing;
  assert.equal(passed, true);
});

test('who waits at a shut gate is let go when everything ends', async () => {
  const gate = new Gate();
  gate.shut();
  const ending = new AbortController();
  const waiting = gate.opened(ending.signal);
  ending.abort(new Error('the end'));
  await assert.rejects(waiting, /the end/);
});
