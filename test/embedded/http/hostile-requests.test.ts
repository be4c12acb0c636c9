import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';
import { parse } from 'yaml';

import { startEmbedded, type EmbeddedServer } from '../../helpers/embedded-cluster.ts';
import { eventually } from '../../helpers/eventually.ts';
import { ask, type Call, type HttpAnswer } from '../../parity/http-client.ts';
import { anyCall } from './arbitrary-requests.ts';
import { serve, TOKEN } from './helpers.ts';

const PATH = '/api/v1/namespaces/default/configmaps';
const HEAD = `Host: x\r\nAuthorization: Bearer ${TOKEN}\r\nConnection: close\r\n`;

let cluster: EmbeddedServer;
before(async () => {
  cluster = await startEmbedded({ run: { controllers: false, kubelets: false, scheduler: false } });
});
after(() => cluster.close());

test('whatever is asked, the answer is one, and no bug', async () => {
  await fc.assert(
    fc.asyncProperty(anyCall, async (each) => {
      const told = cluster.logged.length;
      checkAnswer(await answerTo(each));
      assert.deepEqual(cluster.logged.slice(told), []);
    }),
    { numRuns: 1500 },
  );
  assert.equal((await answerTo({ method: 'GET', path: '/healthz' })).body, 'ok');
});

test('an error that upstream makes no sentence of says in YAML, too, what is wrong', async () => {
  const path = '/api/v1/namespaces/default/bindings';
  const headers = { accept: 'application/yaml' };
  const answer = await answerTo({ method: 'POST', path, headers, body: '{"metadata":{"name":"x"}}' });
  assert.equal(answer.status, 500);
  checkAnswer(answer);
});

test('whatever is watched, the answer is one, and no bug', async () => {
  const told = cluster.logged.length;
  const calls = fc.sample(anyCall, 100).map((each) => ({
    ...each,
    method: 'GET',
    path: each.path.replace('?', '?watch=1&timeoutSeconds=1&'),
  }));
  const answers = await Promise.all(calls.map(answerTo));
  answers.forEach(checkAnswer);
  assert.deepEqual(cluster.logged.slice(told), []);
});

/** The real server too has answers of 500 (a version that is no number): but each says what is wrong. */
function checkAnswer({ status, body }: HttpAnswer): void {
  assert.ok(status >= 200, String(status));
  const { kind, message } = Object(
    typeof body === 'string' ? readYaml(body) : (Object(body).protobuf ?? body),
  );
  if (status >= 500) assert.ok(kind === 'Status' && message !== '', JSON.stringify(body));
}

/** Who asked for YAML is answered in it, also with a Status. */
function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}

function answerTo(each: Call) {
  const stop = () => Promise.resolve();
  const { server, token } = cluster;
  return ask({ name: 'hostile', server, token, kubectl: '', patienceMs: 10_000, stop }, each);
}

test('bodies that lie about their length or form end only their own request', async () => {
  await using server = await serve();
  const post = (head: string, body: string) =>
    server.raw(`POST ${PATH} HTTP/1.1\r\n${HEAD}${head}\r\n\r\n${body}`);
  const object = '{"metadata":{"name":"a"}}';
  // what is behind the announced length is another request, and none
  assert.match(await post('Content-Length: 25', `${object}${object}`), /^HTTP\/1.1 (?:201|400) /);
  assert.match(await post('Content-Length: -1', object), /^HTTP\/1.1 400 /);
  assert.match(await post('Content-Length: 1\r\nContent-Length: 2', object), /^HTTP\/1.1 400 /);
  assert.match(await post('Content-Length: 25\r\nTransfer-Encoding: chunked', object), /^HTTP\/1.1 400 /);
  assert.match(await post('Transfer-Encoding: nonsense', object), /^HTTP\/1.1 400 /);
  assert.match(await post('Transfer-Encoding: chunked', 'ffffffffffffffffff\r\n'), /^HTTP\/1.1 400 |^$/);
  // nothing is ever unpacked: a small body cannot become a large one
  const packed = gzipSync(Buffer.alloc(50_000_000)).toString('latin1').length;
  assert.match(
    await post(`Content-Encoding: gzip\r\nContent-Length: ${String(packed)}`, 'x'.repeat(packed)),
    /^HTTP\/1.1 400 .*"reason":"BadRequest"/s,
  );
  assert.deepEqual(server.logged, []);
});

test('old and unknown forms of HTTP, and what is no TLS, end only their own connection', async () => {
  await using server = await serve();
  assert.match(await server.raw(`GET /healthz HTTP/1.0\r\n\r\n`), /^HTTP\/1\.[01] 200 .*ok$/s);
  assert.match(await server.raw(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`), /^(?:HTTP\/1.1 400 |$)/);
  assert.match(await server.raw(`NONSENSE / HTTP/1.1\r\n${HEAD}\r\n`), /^HTTP\/1.1 400 /);
  assert.match(
    await server.raw(`PURGE ${PATH} HTTP/1.1\r\n${HEAD}\r\n`),
    /^HTTP\/1.1 405 .*MethodNotAllowed/s,
  );
  assert.match(
    await server.raw(`GET ${PATH} HTTP/1.1\r\n${HEAD}A: ${'x'.repeat(70_000)}\r\n\r\n`),
    /^HTTP\/1.1 431 /,
  );
  assert.match(await server.raw(`CONNECT localhost:1 HTTP/1.1\r\n${HEAD}\r\n`), /^(?:HTTP\/1.1 4|$)/);
  const plain = connect(server.port, '127.0.0.1');
  plain.on('error', () => undefined).resume();
  plain.write('GET / HTTP/1.1\r\n\r\n');
  await once(plain, 'close');
  assert.equal((await server.ask({ path: '/healthz' })).body, 'ok');
  assert.deepEqual(server.logged, []);
});

test('who goes away in the middle of a request, of an answer or of a watch leaves nothing behind', async () => {
  await using server = await serve();
  const { clock } = server.world;
  for (const request of [
    `POST ${PATH} HTTP/1.1\r\n${HEAD}Content-Length: 100\r\n\r\n{"metadata"`,
    `POST ${PATH} HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\n{"met`,
    `GET ${PATH}?watch=1 HTTP/1.1\r\n${HEAD}\r\n`,
    `GET ${PATH} HTTP/1.1\r\n${HEAD}\r\n`,
  ]) {
    (await server.socket(request)).destroy();
    const open = await server.socket(request);
    if (request.startsWith('GET')) await once(open, 'data');
    open.destroy();
  }
  assert.equal((await server.ask({ path: '/healthz' })).body, 'ok');
  assert.deepEqual(server.logged, []);
  await eventually(() => clock.waiting === 0, 'no watch is left');
});
