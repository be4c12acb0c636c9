import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Requests } from '../../../../src/app/workshop/own/requests.ts';
import { RequestLog } from '../../../../src/trials/proxy/log.ts';
import { askedBy } from '../../../../src/trials/proxy/request.ts';

/** A program whose requests are read. */
function reading() {
  const told: string[] = [];
  const requests = new Requests({
    asked: () => told.push('asked'),
    refused: (pod, status) => told.push(`${pod} refused ${status}`),
  });
  let now = 0;
  const log: RequestLog = new RequestLog({ monotonic: () => now++ }, () => requests.look(log));
  const ask = (method: string, path: string) => log.begin(askedBy(method, path));
  return { told, ask };
}

test('a program has begun when a list or a watch of pods was answered', () => {
  const { told, ask } = reading();
  ask('GET', '/api/v1/nodes').status(200);
  ask('GET', '/api/v1/namespaces/default/pods/one').status(200);
  const list = ask('GET', '/api/v1/pods?limit=500');
  assert.deepEqual(told, []);
  list.status(401);
  assert.deepEqual(told, []);
  ask('GET', '/api/v1/pods?watch=1').status(200);
  assert.equal(told[0], 'asked');
});

test('a binding that was refused is told once, also where others were answered before it', () => {
  const { told, ask } = reading();
  const slow = ask('POST', '/api/v1/namespaces/default/pods/slow/binding');
  ask('POST', '/api/v1/namespaces/default/pods/quick/binding').status(409);
  ask('POST', '/api/v1/namespaces/default/pods/good/binding').status(201);
  slow.status(403);
  slow.ended();
  ask('GET', '/api/v1/nodes').status(200);
  assert.deepEqual(told.toSorted(), ['quick refused 409', 'slow refused 403']);
});
