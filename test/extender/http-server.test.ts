import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveHttp } from '../../src/app/extender/http-server.ts';
import { kubeSchedulerConfig } from '../../src/extender/kube-scheduler-config.ts';
import { listenOn } from '../helpers/ports.ts';

async function listening(use: (url: string) => Promise<void>) {
  const ending = new AbortController();
  const { promise, resolve } = Promise.withResolvers<number>();
  const ended = serveHttp(
    { address: '127.0.0.1', port: 0 },
    (verb, body) =>
      Promise.resolve({ status: body === 'bad' ? 400 : 200, body: body === 'bad' ? 'no' : [verb, body] }),
    { signal: ending.signal, onListening: resolve },
  );
  try {
    await use(`http://127.0.0.1:${await promise}`);
  } finally {
    ending.abort();
    await ended;
  }
}

const post = (url: string, body: string) => fetch(url, { method: 'POST', body });

test('answers each verb at its path, as JSON', async () => {
  await listening(async (url) => {
    for (const verb of ['filter', 'prioritize', 'preempt', 'bind']) {
      const response = await post(`${url}/${verb}`, 'ä');
      assert.equal(response.headers.get('content-type'), 'application/json');
      assert.deepEqual(await response.json(), [verb, 'ä']);
    }
    assert.equal(await (await fetch(`${url}/healthz`)).text(), 'ok');
  });
});

test('whatever else is asked is refused with a reason', async () => {
  await listening(async (url) => {
    for (const [response, status, text] of [
      [await post(`${url}/nothing`, ''), 404, /\/filter/],
      [await fetch(`${url}/filter`), 405, /POST/],
      [await post(`${url}/filter`, 'bad'), 400, /^no$/],
    ] as const) {
      assert.equal(response.status, status);
      assert.match(await response.text(), text);
    }
  });
});

test('a port that is taken is said in a sentence', async () => {
  const taken = await listenOn(0);
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { signal } = new AbortController();
  await assert.rejects(
    serveHttp({ address: '127.0.0.1', port }, () => Promise.reject(new Error('not asked')), {
      signal,
      onListening: () => assert.fail('it listens'),
    }),
    {
      name: 'UserError',
      message: new RegExp(`^the extender cannot listen at 127.0.0.1:${port}: .*EADDRINUSE`),
    },
  );
  taken.close();
});

test("kube-scheduler's configuration turns off what ours decides, and preempts only where ours does", () => {
  const common = { schedulerNames: ['a', 'b'], percentageOfNodesToScore: 100 };
  const none = { disabled: [{ name: '*' }] };
  const extender = (more: object) => ({
    weight: 1,
    nodeCacheCapable: true,
    ignorable: false,
    httpTimeout: '5s',
    filterVerb: 'filter',
    prioritizeVerb: 'prioritize',
    bindVerb: 'bind',
    ...more,
  });
  assert.deepEqual(kubeSchedulerConfig({ ...common, url: 'http://here:1', preempts: false }), {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    leaderElection: { leaderElect: false },
    percentageOfNodesToScore: 100,
    profiles: ['a', 'b'].map((schedulerName) => ({
      schedulerName,
      plugins: { score: none, postFilter: none },
    })),
    extenders: [extender({ urlPrefix: 'http://here:1', enableHTTPS: false })],
  });
  const secured = { url: 'https://here:1', caFile: '/ca.crt', kubeconfig: '/config', preempts: true };
  assert.deepEqual(kubeSchedulerConfig({ ...common, ...secured }), {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    clientConnection: { kubeconfig: '/config' },
    leaderElection: { leaderElect: false },
    percentageOfNodesToScore: 100,
    profiles: ['a', 'b'].map((schedulerName) => ({ schedulerName, plugins: { score: none } })),
    extenders: [
      extender({
        urlPrefix: 'https://here:1',
        enableHTTPS: true,
        preemptVerb: 'preempt',
        tlsConfig: { caFile: '/ca.crt' },
      }),
    ],
  });
});
