import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { test } from 'node:test';

import { openDispatcher } from '../../src/kube/dispatcher.ts';
import { proxyFor } from '../../src/kube/proxy.ts';
import { Transport } from '../../src/kube/transport.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { startHttpServer } from '../helpers/http-server.ts';

const HTTPS_PROXY = 'http://proxy:3128';

for (const { name, server, clusterProxy, env, proxy } of [
  { name: 'no setting', server: 'https://api.example.com', env: {}, proxy: undefined },
  { name: 'HTTPS_PROXY', server: 'https://api.example.com', env: { HTTPS_PROXY }, proxy: HTTPS_PROXY },
  {
    name: 'https_proxy',
    server: 'https://api.example.com',
    env: { https_proxy: 'proxy:1' },
    proxy: 'http://proxy:1',
  },
  { name: 'the other scheme', server: 'http://api.example.com', env: { HTTPS_PROXY }, proxy: undefined },
  { name: 'loopback', server: 'https://127.0.0.1:6443', env: { HTTPS_PROXY }, proxy: undefined },
  { name: 'localhost', server: 'https://localhost:6443', env: { HTTPS_PROXY }, proxy: undefined },
  { name: 'IPv6 loopback', server: 'https://[::1]:6443', env: { HTTPS_PROXY }, proxy: undefined },
  {
    name: 'a host of NO_PROXY',
    server: 'https://a.b',
    env: { HTTPS_PROXY, NO_PROXY: 'x, a.b' },
    proxy: undefined,
  },
  { name: 'below a domain', server: 'https://a.b', env: { HTTPS_PROXY, NO_PROXY: 'b' }, proxy: undefined },
  {
    name: 'below a dotted domain',
    server: 'https://a.b',
    env: { HTTPS_PROXY, no_proxy: '.b' },
    proxy: undefined,
  },
  {
    name: 'not the dotted one itself',
    server: 'https://b',
    env: { HTTPS_PROXY, NO_PROXY: '.b' },
    proxy: HTTPS_PROXY,
  },
  { name: 'a mere ending', server: 'https://xb', env: { HTTPS_PROXY, NO_PROXY: 'b' }, proxy: HTTPS_PROXY },
  { name: 'another port', server: 'https://b:1', env: { HTTPS_PROXY, NO_PROXY: 'b:2' }, proxy: HTTPS_PROXY },
  { name: 'the same port', server: 'https://b', env: { HTTPS_PROXY, NO_PROXY: 'b:443' }, proxy: undefined },
  {
    name: 'a network',
    server: 'https://10.1.2.3',
    env: { HTTPS_PROXY, NO_PROXY: '10.0.0.0/8' },
    proxy: undefined,
  },
  {
    name: 'another network',
    server: 'https://11.1.2.3',
    env: { HTTPS_PROXY, NO_PROXY: '10.0.0.0/8' },
    proxy: HTTPS_PROXY,
  },
  { name: 'everything', server: 'https://a.b', env: { HTTPS_PROXY, NO_PROXY: '*' }, proxy: undefined },
  {
    name: 'the proxy of the cluster',
    server: 'https://127.0.0.1',
    clusterProxy: 'socks5://p',
    env: {},
    proxy: 'socks5://p',
  },
]) {
  test(`proxy: ${name}`, () => {
    assert.equal(proxyFor(new URL(server), clusterProxy, env), proxy);
  });
}

test('calls go through the proxy', async () => {
  const asked: string[] = [];
  await using server = await startHttpServer((_request, response) => {
    response.end('through the proxy');
  });
  const proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end('through the proxy');
  });
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    const upstream = connectTcp(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const credentials = { tls: {}, headers: {} };
  const transport = new Transport({
    server: server.url,
    credentials,
    renew: async () => credentials,
    open: () => openDispatcher(server.url, {}, `http://127.0.0.1:${port}`),
    requestTimeoutMs: 0,
    clock: new FakeClock(),
  });
  assert.equal(await transport.send({ method: 'GET', path: '/version' }), 'through the proxy');
  assert.equal(asked.length, 1);
  await transport.close();
  proxy.closeAllConnections();
  proxy.close();
});
