import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';

import { createWorld } from '../../helpers/embedded-verbs.ts';
import { serve, TOKEN } from './helpers.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const HEAD = `Host: x\r\nAuthorization: Bearer ${TOKEN}\r\n`;

test('a body over three megabytes is refused, announced or not', async () => {
  await using server = await serve();
  const body = `{"kind":"ConfigMap","apiVersion":"v1","data":{"a":"${'x'.repeat(3 * 1024 * 1024)}"}}`;
  const answer = await server.raw(
    `POST ${CONFIG_MAPS} HTTP/1.1\r\n${HEAD}Content-Length: ${String(body.length)}\r\n\r\n`,
  );
  assert.match(answer, /^HTTP\/1.1 413 .*"reason":"RequestEntityTooLarge"/s);
  const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const chunked = await server.raw(
    `POST ${CONFIG_MAPS} HTTP/1.1\r\n${HEAD}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`,
  );
  assert.match(chunked, /^HTTP\/1.1 413 /);
});

test('JSON that is deeper than any stack is refused in words, and the server goes on', async () => {
  await using server = await serve();
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const deep = `${open.repeat(200_000)}1${close.repeat(200_000)}`;
    const made = await server.ask({ method: 'POST', path: CONFIG_MAPS, body: `{"data":${deep}}` });
    assert.equal(made.status, 400);
    const patched = await server.ask({
      method: 'PATCH',
      path: `${CONFIG_MAPS}/a`,
      body: deep,
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    assert.ok(patched.status >= 400 && patched.status < 500, String(patched.status));
  }
  assert.equal((await server.ask({ path: '/healthz' })).body, 'ok');
  assert.deepEqual(server.logged, []);
});

test('chunks that are none, heads that are too long and lines that are no HTTP end only their own connection', async () => {
  await using server = await serve();
  const chunked = `POST ${CONFIG_MAPS} HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`;
  assert.match(await server.raw(chunked), /^(?:HTTP\/1.1 400 |$)/);
  assert.match(
    await server.raw(`GET / HTTP/1.1\r\nA: ${'x'.repeat(100_000)}\r\n\r\n`),
    /^(?:HTTP\/1.1 431 |$)/,
  );
  assert.match(await server.raw('nonsense\r\n\r\n'), /^HTTP\/1.1 400 /);
  assert.equal((await server.ask({ path: '/healthz' })).status, 200);
});

test('a head or a body that comes too slowly is cut off', async () => {
  await using server = await serve(createWorld(), { patienceMs: 40 });
  assert.match(await server.raw('GET /healthz HTTP/1.1\r\nHost: '), /^HTTP\/1.1 408 /);
  const started = `POST ${CONFIG_MAPS} HTTP/1.1\r\n${HEAD}Content-Length: 9\r\n\r\n{`;
  assert.match(await server.raw(started), /^HTTP\/1.1 408 /);
});

test('nobody gets more than health and version with no credential, a wrong one or half of one', async () => {
  await using server = await serve();
  const status = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> =>
    (await server.ask({ path, headers, as: '' })).status;
  assert.equal(await status('/healthz'), 200);
  for (const path of [
    '/api',
    CONFIG_MAPS,
    '/nothing',
    '/healthz/../api/v1/pods',
    '/healthz%2f..%2fapi',
    '//api',
  ]) {
    assert.equal(await status(path), 403, path);
  }
  for (const authorization of [
    'Bearer x',
    'Bearer ',
    'Basic YTpi',
    'nonsense',
    `Bearer ${'x'.repeat(20_000)}`,
  ]) {
    assert.equal(await status('/healthz', { authorization }), 401, authorization.slice(0, 20));
  }
});

test('a watch without a credential is refused before anything is streamed, in each of its forms', async () => {
  await using server = await serve();
  for (const path of [
    `${CONFIG_MAPS}?watch=1`,
    `${CONFIG_MAPS}?watch`,
    `${CONFIG_MAPS}?watch=true&allowWatchBookmarks=true&sendInitialEvents=true`,
    '/api/v1/watch/namespaces/default/configmaps',
    '/api/v1/watch/pods',
  ]) {
    const { status, body } = await server.ask({ path, as: '' });
    assert.equal(status, 403, path);
    assert.equal(Object(body).reason, 'Forbidden', path);
  }
});

test('paths with dots, escapes and double slashes lead nowhere', async () => {
  await using server = await serve();
  const paths = [
    '/api/v1/../../etc/passwd',
    '/api/v1/%2e%2e/nodes',
    '//api//v1',
    '/api/v1//nodes',
    '/openapi/v3/../../x',
  ];
  for (const path of paths) assert.equal((await server.ask({ path })).status, 404, path);
  assert.equal((await server.ask({ path: '/api/v1/%zz' })).status, 400);
});

test('bytes that are no UTF-8 and formats that nobody reads are refused', async () => {
  await using server = await serve();
  const send = async (type: string, body: string): Promise<number> =>
    (await server.ask({ method: 'POST', path: CONFIG_MAPS, body, headers: { 'content-type': type } })).status;
  assert.equal(await send('text/plain', '{}'), 415);
  assert.equal(await send('application/vnd.kubernetes.protobuf', 'nonsense'), 400);
  assert.equal(await send('application/vnd.kubernetes.protobuf', ''), 400);
  assert.equal(await send('application/json', '{"a'), 400);
  assert.equal(await send('application/yaml', 'a: [b'), 400);
  const text = await server.raw(
    `POST ${CONFIG_MAPS} HTTP/1.1\r\n${HEAD}Connection: close\r\nContent-Length: 4\r\n\r\n{"\xFF\xFE`,
  );
  assert.match(text, /^HTTP\/1.1 400 /);
});

test('a bug of ours is an answer and a line in the log, not the end', async () => {
  const world = createWorld();
  const list = (): never => {
    throw new TypeError('a bug');
  };
  await using server = await serve({ ...world, verbs: { ...world.verbs, list } });
  const { status, body } = await server.ask({ path: CONFIG_MAPS });
  assert.equal(status, 500);
  assert.equal(Object(body).reason, 'InternalError');
  assert.match(server.logged[0] ?? '', /TypeError: a bug/);
});

test('hundreds of watches whose readers never read cost little, and end with their connections', async () => {
  await using server = await serve();
  const request = `GET ${CONFIG_MAPS}?watch=1 HTTP/1.1\r\n${HEAD}\r\n`;
  const sockets = await Promise.all(Array.from({ length: 100 }, () => server.socket(request)));
  await Promise.all(sockets.map((socket) => once(socket, 'data')));
  for (const socket of sockets) socket.pause();
  const before = process.memoryUsage().external;
  for (let i = 0; i < 8; i += 1) {
    const object = { metadata: { name: `a${String(i)}` }, data: { a: 'x'.repeat(1_000_000) } };
    await server.ask({ method: 'POST', path: CONFIG_MAPS, body: object });
  }
  // one megabyte for each of a hundred readers would be a hundred, and as much again encrypted
  const grown = process.memoryUsage().external - before;
  assert.ok(grown < 60_000_000, String(grown));
  for (const socket of sockets) socket.destroy();
  assert.equal((await server.ask({ path: '/healthz' })).status, 200);
});
