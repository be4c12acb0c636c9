import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { ServerResponse } from 'node:http';
import { connect as connectPlainly } from 'node:net';
import { test } from 'node:test';
import type { TLSSocket } from 'node:tls';

import { at, CONFIG_MAPS, configMap, createWorld, type World } from '../../helpers/embedded-verbs.ts';
import { eventually } from '../../helpers/eventually.ts';
import { serve, TOKEN, type TestServer } from './helpers.ts';

const PATH = '/api/v1/namespaces/default/configmaps';
const HEAD = `Host: x\r\nAuthorization: Bearer ${TOKEN}\r\n`;
/** Ten of them are more than a connection holds on its way, packed too. */
const LARGE = randomBytes(1_500_000).toString('base64');
const WATCH = `GET ${PATH}?watch=1 HTTP/1.1\r\n${HEAD}\r\n`;

/** A connection that asks and takes nothing but the first bytes of the answer. */
async function silentReader(server: TestServer, request: string): Promise<TLSSocket> {
  const socket = await server.socket(request);
  await once(socket, 'data');
  return socket.pause();
}

/** The server's side of the next request, as Node tells it. */
function nextAnswer(): Promise<ServerResponse> {
  return new Promise((resolve) => {
    const started = (message: unknown): void => {
      unsubscribe('http.server.request.start', started);
      assert.ok(typeof message === 'object' && message !== null && 'response' in message);
      assert.ok(message.response instanceof ServerResponse);
      resolve(message.response);
    };
    subscribe('http.server.request.start', started);
  });
}

function fill(world: World, objects: number): void {
  for (let i = 0; i < objects; i += 1) {
    world.verbs.create(at(CONFIG_MAPS), configMap(`a${String(i)}`, { data: { a: LARGE } }), world.context);
  }
}

/** What comes until the server ends it. */
async function rest(socket: TLSSocket): Promise<number> {
  let length = 0;
  socket.on('data', (chunk: Buffer) => (length += chunk.length)).resume();
  // a reset is an end too
  socket.on('error', () => undefined);
  // a reset may have come already
  if (!socket.closed) await once(socket, 'close');
  return length;
}

test('a connection that says nothing, in TLS or before it, is cut off', async () => {
  await using server = await serve(createWorld(), { patienceMs: 40 });
  const plain = connectPlainly(server.port, '127.0.0.1');
  await Promise.all([once(plain, 'close'), server.raw('')]);
});

for (const [what, request, timers] of [
  ['list', `GET ${PATH} HTTP/1.1\r\n${HEAD}\r\n`, 1],
  ['list in gzip', `GET ${PATH} HTTP/1.1\r\n${HEAD}Accept-Encoding: gzip\r\n\r\n`, 1],
  // a watch has a timer for its own end
  ['watch', WATCH, 2],
] as const) {
  test(`who does not read the ${what} that it asked for is cut off`, async () => {
    const world = createWorld();
    fill(world, 10);
    await using server = await serve(world, { clock: world.clock });
    const before = world.clock.waiting;
    const answering = nextAnswer();
    const socket = (await server.socket(request)).pause();
    const answer = await answering;
    // it also waits for a moment between two pieces: time goes on until it is the client that it waited for
    await eventually(async () => {
      if (world.clock.waiting === before + timers) await world.clock.advance(60_000);
      return answer.destroyed;
    }, 'the server cuts it off');
    assert.ok((await rest(socket)) < 10 * LARGE.length);
    assert.equal(world.clock.waiting, before);
    assert.deepEqual(server.logged, []);
  });
}

test('an idle watch is nobody that reads slowly', async () => {
  const world = createWorld();
  await using server = await serve(world, { clock: world.clock });
  const socket = await silentReader(server, WATCH);
  await world.clock.advance(600_000);
  world.verbs.create(at(CONFIG_MAPS), configMap('late'), world.context);
  socket.resume();
  const [bytes] = await once(socket, 'data');
  assert.match(String(bytes), /"name":"late"/);
  socket.destroy();
});
