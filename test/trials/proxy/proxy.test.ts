import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';

import { PODS } from '../../../src/api/resources.ts';
import type { OpenTrialCluster } from '../../../src/app/trials/embedded-trials.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { startProxy, type TrialProxy } from '../../../src/trials/proxy/proxy.ts';
import { eventually } from '../../helpers/eventually.ts';
import { trialCluster } from '../../helpers/trials.ts';

interface Watch {
  readonly lines: string[];
  /** How it ended. */
  readonly ended: Promise<string>;
}

describe('the proxy of trials', () => {
  let cluster: OpenTrialCluster;
  let proxy: TrialProxy;
  before(async () => {
    cluster = await trialCluster();
  });
  after(() => cluster.close());
  beforeEach(async () => {
    const token = 'secret';
    proxy = await startProxy({
      upstream: cluster.upstream,
      token,
      clock: systemClock,
      changed: () => undefined,
    });
  });
  afterEach(() => proxy.close());

  async function get(path: string): Promise<Response> {
    return fetch(`${proxy.server}${path}`);
  }

  async function watchPods(): Promise<Watch> {
    const lines: string[] = [];
    const answer = await get('/api/v1/namespaces/default/pods?watch=true');
    const read = async (): Promise<string> => {
      for await (const chunk of answer.body ?? []) lines.push(Buffer.from(chunk).toString());
      return 'in order';
    };
    return { lines, ended: read().catch(() => 'broken off') };
  }

  async function createPod(name: string): Promise<void> {
    const spec = { schedulerName: 'nobody', containers: [{ name: 'c', image: 'i' }] };
    await cluster.api.create(PODS, { metadata: { name, namespace: 'default' }, spec });
  }

  it('passes on what is asked and what is answered, and writes it down', async () => {
    const body = JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c' },
      data: { a: 'b' },
    });
    const headers = { 'content-type': 'application/json' };
    const url = `${proxy.server}/api/v1/namespaces/default/configmaps`;
    const created = await fetch(url, { method: 'POST', headers, body });
    assert.equal(created.status, 201);
    assert.equal((await get('/api/v1/namespaces/default/configmaps/none')).status, 404);
    const seen = proxy.log.since(0).map(({ verb, resource, name, status }) => [verb, resource, name, status]);
    assert.deepEqual(seen, [
      ['create', 'configmaps', '', 201],
      ['get', 'configmaps', 'none', 404],
    ]);
    assert.equal(proxy.log.since(0)[0]?.body, body);
  });

  it('lets in nobody who does not know the way', async () => {
    const { origin } = new URL(proxy.server);
    for (const path of ['/api/v1/pods', '/secre/api/v1/pods', '/secretx/api/v1/pods']) {
      assert.equal((await fetch(`${origin}${path}`)).status, 401, path);
    }
    assert.equal(proxy.log.since(0).length, 0);
  });

  it('passes a watch on as it comes, and knows which are open', async () => {
    const watch = await watchPods();
    assert.equal(proxy.log.openWatches('pods').length, 1);
    await createPod('one');
    await eventually(() => watch.lines.join('').includes('"one"'), 'the watch tells of it');
    proxy.endWatches();
    assert.equal(await watch.ended, 'in order');
    await eventually(() => proxy.log.openWatches('pods').length === 0, 'it is known to have ended');
  });

  it('breaks connections off, and turns others away while it is down', async () => {
    const watch = await watchPods();
    proxy.gate.state = 'down';
    proxy.breakOff();
    assert.equal(await watch.ended, 'broken off');
    await assert.rejects(get('/version'));
    assert.ok(proxy.refused() > 0);
    proxy.gate.state = 'open';
    assert.equal((await get('/version')).status, 200);
  });

  it('holds lists and watches back, and nothing else', async () => {
    proxy.gate.state = 'holding';
    let listed = false;
    const list = get('/api/v1/pods').then(() => (listed = true));
    assert.equal((await get('/api/v1/namespaces/default')).status, 200);
    assert.equal(listed, false);
    proxy.gate.state = 'open';
    await list;
  });
});
