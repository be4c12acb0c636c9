import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { addressText, parseAddress } from '../../../src/app/health/address.ts';
import { healthChecks, type HealthFacts } from '../../../src/app/health/checks.ts';
import { startHealthServer } from '../../../src/app/health/health-server.ts';

interface World {
  now: number;
  active: number;
  paused: boolean;
  synced: boolean;
  ending: boolean;
  overdue: number | undefined;
}

/** A health server on a scheduler whose state the test changes; gives the status and the text of a path. */
async function arrange(t: TestContext) {
  const world: World = { now: 0, active: 0, paused: false, synced: true, ending: false, overdue: 0 };
  const facts: HealthFacts = {
    running: () =>
      world.synced
        ? {
            counts: () => ({ active: world.active, backoff: 0, parked: 0, gated: 0, inFlight: 0 }),
            isPaused: world.paused,
            lastTurn: () => 0,
          }
        : undefined,
    election: { lease: 'kube-system/ours', leaseDuration: 15_000, overdueMs: () => world.overdue },
    isEnding: () => world.ending,
    monotonic: () => world.now,
  };
  const server = await startHealthServer({
    address: { host: '127.0.0.1', port: 0 },
    checks: healthChecks(facts),
    metrics: () => 'a 1\n',
  });
  t.after(() => server.close());
  const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  const get = async (path: string) => {
    const response = await fetch(url(path));
    return [response.status, await response.text()] as const;
  };
  return { world, get, url, port: server.port };
}

test('all is well: ok, and one line for each check with ?verbose', async (t) => {
  const { get } = await arrange(t);
  for (const path of ['/healthz', '/livez', '/readyz', '/livez/ping', '/readyz/'])
    assert.deepEqual(await get(path), [200, 'ok'], path);
  assert.deepEqual(await get('/readyz?verbose'), [
    200,
    '[+]ping ok\n[+]leaderElection ok\n[+]shutdown ok\n[+]sched-handler-sync ok\nreadyz check passed\n',
  ]);
});

test('not ready until the caches are filled, and no more when it is asked to end; alive all the while', async (t) => {
  const { world, get } = await arrange(t);
  world.synced = false;
  const [status, text] = await get('/readyz');
  assert.equal(status, 500);
  assert.match(text, /^\[-\]sched-handler-sync failed: handlers are not fully synchronized$/m);
  assert.deepEqual(await get('/livez'), [200, 'ok']);
  world.synced = true;
  world.ending = true;
  assert.match((await get('/readyz'))[1], /^\[-\]shutdown failed: process is shutting down$/m);
  assert.deepEqual(await get('/livez'), [200, 'ok']);
});

test('a leader that lives on long after its lease is not well', async (t) => {
  const { world, get } = await arrange(t);
  world.overdue = 35_000;
  assert.deepEqual(await get('/livez'), [200, 'ok']);
  world.overdue = 35_001;
  const [status, text] = await get('/healthz');
  assert.equal(status, 500);
  assert.match(text, /leaderElection failed: failed election to renew leadership on lease kube-system\/ours/);
  assert.equal((await get('/readyz'))[0], 500);
});

test('a loop that takes no pod for two minutes although some wait is stuck, unless it is paused or does not lead', async (t) => {
  const { world, get } = await arrange(t);
  world.now = 120_000;
  assert.deepEqual(await get('/livez'), [200, 'ok']);
  world.active = 3;
  assert.match(
    (await get('/livez'))[1],
    /scheduling-loop failed: 3 pods wait to be tried, and none was taken for 120 s/,
  );
  assert.equal((await get('/livez'))[0], 500);
  world.paused = true;
  assert.deepEqual(await get('/livez'), [200, 'ok']);
  world.paused = false;
  world.overdue = undefined;
  assert.deepEqual(await get('/livez'), [200, 'ok']);
});

test('metrics in Prometheus’ format; nothing else is there, and nothing can be written', async (t) => {
  const { get, url } = await arrange(t);
  const response = await fetch(url('/metrics'));
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  assert.equal(await response.text(), 'a 1\n');
  for (const path of ['/', '/livez/none', '/livez/ping/more', '/metrics/x', '/__proto__'])
    assert.equal((await get(path))[0], 404, path);
  assert.equal((await fetch(url('/metrics'), { method: 'POST' })).status, 405);
  assert.equal((await fetch(url('/livez'), { method: 'HEAD' })).status, 200);
});

test('an address that is taken is a sentence', async (t) => {
  const { port } = await arrange(t);
  const address = { host: '127.0.0.1', port };
  await assert.rejects(startHealthServer({ address, checks: new Map(), metrics: () => '' }), {
    name: 'UserError',
    message: /^cannot serve health checks on 127\.0\.0\.1:\d+: .*EADDRINUSE/,
  });
});

test('addresses', () => {
  assert.deepEqual(['10259', ':10259', '0.0.0.0:10259', '[::1]:80', 'localhost:1'].map(parseAddress), [
    { host: '127.0.0.1', port: 10_259 },
    { port: 10_259 },
    { host: '0.0.0.0', port: 10_259 },
    { host: '::1', port: 80 },
    { host: 'localhost', port: 1 },
  ]);
  for (const wrong of ['', 'x', '65536', '1:2:3', 'http://x:1', ' 1'])
    assert.equal(parseAddress(wrong), undefined);
  assert.equal(addressText({ host: '::1', port: 80 }), '[::1]:80');
});
