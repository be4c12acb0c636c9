import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';

import type { WatchEvent } from '../../src/api/cluster-api.ts';
import { isExpired, UnreachableError } from '../../src/api/errors.ts';
import { EVENTS, PODS } from '../../src/api/resources.ts';
import type { Pod } from '../../src/api/types.ts';
import { openDispatcher } from '../../src/kube/dispatcher.ts';
import { HttpApi } from '../../src/kube/http-api.ts';
import { Transport, type TransportOptions } from '../../src/kube/transport.ts';
import { event, pod } from '../helpers/builders.ts';
import { eventually } from '../helpers/eventually.ts';
import { advanceUntil, FakeClock } from '../helpers/fake-clock.ts';
import { startHttpServer, type TestServer } from '../helpers/http-server.ts';

/** An HttpApi on a test server; closes with its block. */
function apiOn(server: string, options: Partial<TransportOptions> = {}) {
  const clock = new FakeClock();
  const credentials = { tls: {}, headers: { authorization: 'Bearer first' } };
  const transport = new Transport({
    server,
    credentials,
    renew: async () => credentials,
    open: () => openDispatcher(new URL(server).origin, {}, undefined),
    requestTimeoutMs: 30_000,
    clock,
    ...options,
  });
  return {
    api: new HttpApi(transport, clock),
    clock,
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

function status(
  response: ServerResponse,
  code: number,
  reason: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(code, headers);
  response.end(
    JSON.stringify({ kind: 'Status', status: 'Failure', code, reason, message: `message of ${reason}` }),
  );
}

function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

const emptyList = JSON.stringify({ items: [], metadata: { resourceVersion: '7' } });
const from = { resourceVersion: '1' };

async function collect(watch: AsyncIterable<WatchEvent<Pod>>): Promise<WatchEvent<Pod>[]> {
  const events: WatchEvent<Pod>[] = [];
  for await (const seen of watch) events.push(seen);
  return events;
}

/** A server whose watch writes these pieces, each on its own, and ends. */
function watchServer(
  pieces: readonly (string | Buffer)[],
  finish: 'end' | 'destroy' | 'leave open',
): Promise<TestServer> {
  return startHttpServer((_request, response) => {
    response.writeHead(200);
    const write = (index: number): void => {
      const piece = pieces[index];
      if (piece !== undefined) {
        response.write(piece, () => {
          setImmediate(write, index + 1);
        });
      } else if (finish === 'end') response.end();
      else if (finish === 'destroy') response.destroy();
    };
    write(0);
  });
}

test('an error answer becomes an ApiError with the words of the server', async () => {
  await using server = await startHttpServer((_request, response) => {
    status(response, 403, 'Forbidden');
  });
  await using connection = apiOn(server.url);
  await assert.rejects(connection.api.version(), {
    code: 403,
    reason: 'Forbidden',
    message: 'message of Forbidden',
  });
});

test('JSON that is not a Status, as a proxy may answer, is quoted and not believed', async () => {
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(503).end('{"code":200,"reason":"AllIsWell","message":"hello"}');
  });
  await using connection = apiOn(server.url);
  await assert.rejects(connection.api.version(), {
    code: 503,
    reason: 'ServiceUnavailable',
    message: 'the server answered 503: {"code":200,"reason":"AllIsWell","message":"hello"}',
  });
});

test('a 503 that names no time to come back is told at once', async () => {
  let asked = 0;
  await using server = await startHttpServer((_request, response) => {
    asked += 1;
    status(response, 503, 'ServiceUnavailable');
  });
  await using connection = apiOn(server.url);
  await assert.rejects(connection.api.version(), { code: 503 });
  assert.equal(asked, 1);
});

test('an error answer of a load balancer keeps its code and its first words', async () => {
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(502).end('<html><h1>Bad Gateway</h1></html>');
  });
  await using connection = apiOn(server.url);
  await assert.rejects(connection.api.version(), {
    code: 502,
    message: 'the server answered 502: Bad Gateway',
  });
});

test('a refused connection is an UnreachableError that names the server', async () => {
  await using connection = apiOn('http://127.0.0.1:1');
  await assert.rejects(
    connection.api.version(),
    (error) =>
      error instanceof UnreachableError && error.message.includes('http://127.0.0.1:1: connect ECONNREFUSED'),
  );
});

test('a 200 whose body is not JSON is an UnreachableError', async () => {
  await using server = await startHttpServer((_request, response) => {
    response.end('{"items": [');
  });
  await using connection = apiOn(server.url);
  await assert.rejects(connection.api.list(PODS), UnreachableError);
});

test('an answer that does not come within the request timeout is an UnreachableError', async () => {
  await using server = await startHttpServer(() => {});
  await using connection = apiOn(server.url, {});
  const outcome = assert.rejects(connection.api.version(), {
    name: 'UnreachableError',
    message: /no answer within 30 s/,
  });
  await eventually(async () => (await server.connections()) === 1, 'connected');
  await connection.clock.advance(30_000);
  await outcome;
});

test('an aborted call closes its connection', async () => {
  await using server = await startHttpServer(() => {});
  await using connection = apiOn(server.url);
  const controller = new AbortController();
  const outcome = assert.rejects(connection.api.version({ signal: controller.signal }), /enough/);
  await eventually(async () => (await server.connections()) === 1, 'connected');
  controller.abort(new Error('enough'));
  await outcome;
  await eventually(async () => (await server.connections()) === 0, 'closed');
});

test('a call that waits for a free connection can be aborted, and is not sent then', async () => {
  let asked = 0;
  await using server = await startHttpServer(() => {
    asked += 1;
  });
  await using connection = apiOn(server.url);
  const controller = new AbortController();
  const calls = Array.from({ length: 100 }, () => connection.api.version({ signal: controller.signal }));
  const outcomes = Promise.allSettled(calls);
  await eventually(() => asked === 64, 'all connections are busy');
  controller.abort(new Error('enough'));
  assert.deepEqual(
    new Set((await outcomes).map((outcome) => outcome.status === 'rejected' && String(outcome.reason))),
    new Set(['Error: enough']),
  );
  await eventually(async () => (await server.connections()) === 0, 'all connections are closed');
  assert.equal(asked, 64);
});

test('a busy server is asked again after the delay that it asks for', async () => {
  let asked = 0;
  await using server = await startHttpServer((_request, response) => {
    asked += 1;
    if (asked < 3) status(response, 429, 'TooManyRequests', { 'retry-after': '2' });
    else response.end(emptyList);
  });
  await using connection = apiOn(server.url);
  const { clock } = connection;
  const listed = connection.api.list(PODS);
  await eventually(() => asked === 1 && clock.waiting === 1, 'asked once');
  await clock.advance(1999);
  assert.equal(asked, 1);
  await clock.advance(1);
  await eventually(() => asked === 2 && clock.waiting === 1, 'asked twice');
  await clock.advance(2000);
  assert.equal((await listed).resourceVersion, '7');
});

test('a server that stays busy is given up with its last answer', async () => {
  let asked = 0;
  await using server = await startHttpServer((_request, response) => {
    asked += 1;
    status(response, 503, 'ServiceUnavailable', { 'retry-after': '1' });
  });
  await using connection = apiOn(server.url);
  const { clock, api } = connection;
  let over = false;
  const outcome = assert.rejects(api.bind({ namespace: 'default', name: 'p' }, 'n'), {
    code: 503,
    retryAfterSeconds: 1,
  });
  void outcome.finally(() => {
    over = true;
  });
  await eventually(async () => {
    await clock.advance(500);
    return over;
  }, 'given up');
  await outcome;
  assert.equal(asked, 6);
});

test('after a 401 the credentials are renewed once for all callers and the calls repeated', async () => {
  await using server = await startHttpServer((request, response) => {
    if (request.headers.authorization === 'Bearer second') response.end(emptyList);
    else status(response, 401, 'Unauthorized');
  });
  let renewals = 0;
  await using connection = apiOn(server.url, {
    renew: async () => {
      renewals += 1;
      return { tls: {}, headers: { authorization: 'Bearer second' } };
    },
  });
  await Promise.all(Array.from({ length: 20 }, () => connection.api.list(PODS)));
  assert.equal(renewals, 1);
});

test('new certificates bring new connections, and the old ones are closed', async () => {
  await using server = await startHttpServer((request, response) => {
    if (request.headers.authorization === 'Bearer second') response.end(emptyList);
    else status(response, 401, 'Unauthorized');
  });
  const opened: unknown[] = [];
  const dispatchers: object[] = [];
  await using connection = apiOn(server.url, {
    renew: async () => ({ tls: { cert: 'new' }, headers: { authorization: 'Bearer second' } }),
    open: ({ tls }) => {
      opened.push(tls.cert);
      const dispatcher = openDispatcher(server.url, {}, undefined);
      dispatchers.push(dispatcher);
      return dispatcher;
    },
  });
  await connection.api.list(PODS);
  assert.deepEqual(opened, [undefined, 'new']);
  assert.deepEqual(
    dispatchers.map((dispatcher) => 'closed' in dispatcher && dispatcher.closed),
    [true, false],
  );
});

test('credentials that are refused after their renewal too are a 401', async () => {
  let asked = 0;
  await using server = await startHttpServer((_request, response) => {
    asked += 1;
    status(response, 401, 'Unauthorized');
  });
  await using connection = apiOn(server.url);
  await assert.rejects(connection.api.version(), { code: 401 });
  assert.equal(asked, 2);
});

test('a server below a path is asked below that path', async () => {
  const paths: string[] = [];
  await using server = await startHttpServer((request, response) => {
    paths.push(request.url ?? '');
    response.end(emptyList);
  });
  await using connection = apiOn(`${server.url}/k8s/clusters/c1/`);
  await connection.api.list(PODS, {
    namespace: 'a b',
    fieldSelector: 'status.phase!=Failed',
    labelSelector: '',
    limit: 5,
  });
  assert.deepEqual(paths, [
    '/k8s/clusters/c1/api/v1/namespaces/a%20b/pods?fieldSelector=status.phase!%3DFailed&limit=5',
  ]);
});

test('an event is created where its namespace and its group are', async () => {
  const seen: unknown[] = [];
  await using server = await startHttpServer((request, response, body) => {
    seen.push(request.method, request.url);
    response.writeHead(201).end(body);
  });
  await using connection = apiOn(server.url);
  const created = await connection.api.create(EVENTS, event(pod('a').namespace('team').build()).build());
  assert.deepEqual(seen, ['POST', '/apis/events.k8s.io/v1/namespaces/team/events']);
  assert.equal(created.regarding?.name, 'a');
});

test('a watch understands many events in a chunk and characters split over chunks', async () => {
  const text = line('ADDED', pod('ä-日本').build()) + line('MODIFIED', pod('b').build());
  const bytes = Buffer.from(text + line('BOOKMARK', { metadata: { resourceVersion: '9' } }));
  for (const size of [1, 7, bytes.length]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    await using server = await watchServer(pieces, 'end');
    await using connection = apiOn(server.url);
    const events = await collect(connection.api.watch(PODS, from));
    assert.deepEqual(
      events.map((seen) => (seen.type === 'BOOKMARK' ? seen.resourceVersion : seen.object.metadata.name)),
      ['ä-日本', 'b', '9'],
    );
  }
});

test('a 410 is the same as an answer and as an event of a watch', async () => {
  const expired = {
    kind: 'Status',
    code: 410,
    reason: 'Expired',
    message: 'too old resource version: 1 (9)',
  };
  await using asEvent = await watchServer([line('ERROR', expired)], 'leave open');
  await using asAnswer = await startHttpServer((_request, response) => {
    status(response, 410, 'Expired');
  });
  for (const server of [asEvent, asAnswer]) {
    await using connection = apiOn(server.url);
    await assert.rejects(collect(connection.api.watch(PODS, from)), isExpired);
  }
});

test('an error event that is no 410 is an ApiError too', async () => {
  const internal = { kind: 'Status', code: 500, reason: 'InternalError', message: 'etcdserver: no leader' };
  await using server = await watchServer([line('ERROR', internal)], 'leave open');
  await using connection = apiOn(server.url);
  await assert.rejects(collect(connection.api.watch(PODS, from)), {
    name: 'ApiError',
    code: 500,
    message: 'etcdserver: no leader',
  });
});

for (const [what, pieces, finish] of [
  ['a line that is not JSON', ['this is not JSON\n'], 'leave open'],
  ['a line that is no event', ['{"type":"SURPRISE","object":{}}\n'], 'leave open'],
  ['an end in the middle of a line', ['{"type":"ADDED","obj'], 'end'],
  ['a connection that breaks', [line('ADDED', pod('a').build())], 'destroy'],
] as const) {
  test(`${what} is a broken watch, never swallowed`, async () => {
    await using server = await watchServer(pieces, finish);
    await using connection = apiOn(server.url);
    await assert.rejects(collect(connection.api.watch(PODS, from)), UnreachableError);
    // an answer that ended well leaves a connection that can be used again
    if (finish !== 'end')
      await eventually(async () => (await server.connections()) === 0, 'the connection is closed');
  });
}

test('a watch that says nothing is broken after the agreed silence, counted from the last it said', async () => {
  let stream: ServerResponse | undefined;
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(200).flushHeaders();
    stream = response;
  });
  await using connection = apiOn(server.url);
  const { clock, api } = connection;
  let heard = 0;
  let ended = false;
  const watching = (async () => {
    try {
      for await (const { type } of api.watch(PODS, { ...from, silenceMs: 90_000 })) {
        assert.equal(type, 'BOOKMARK');
        heard += 1;
      }
    } finally {
      ended = true;
    }
  })();
  const outcome = assert.rejects(watching, {
    name: 'UnreachableError',
    message: /the watch was silent for 90 s/,
  });
  await eventually(() => stream !== undefined && clock.waiting === 1, 'the watch is open');
  await clock.advance(80_000);
  stream?.write(line('BOOKMARK', { metadata: { resourceVersion: '2' } }));
  await eventually(() => heard === 1, 'heard');
  await clock.advance(80_000);
  assert.equal(ended, false);
  await advanceUntil(clock, () => ended, 'the watch is broken', { limitMs: 11_000 });
  await outcome;
});

test('aborting a watch closes its connection at once', async () => {
  await using server = await watchServer([line('ADDED', pod('a').build())], 'leave open');
  await using connection = apiOn(server.url);
  const controller = new AbortController();
  const watch = connection.api.watch(PODS, { ...from, signal: controller.signal });
  await assert.rejects(async () => {
    for await (const seen of watch) {
      assert.equal(seen.type, 'ADDED');
      setImmediate(() => {
        controller.abort(new Error('enough'));
      });
    }
  }, /enough/);
  await eventually(async () => (await server.connections()) === 0, 'closed');
});

test('leaving the loop closes the connection', async () => {
  await using server = await watchServer([line('ADDED', pod('a').build())], 'leave open');
  await using connection = apiOn(server.url);
  for await (const seen of connection.api.watch(PODS, from)) {
    assert.equal(seen.type, 'ADDED');
    break;
  }
  await eventually(async () => (await server.connections()) === 0, 'closed');
});

test('a reader that is slow makes the server wait instead of filling the memory', async () => {
  const big = line('ADDED', pod('a').annotate('big', 'x'.repeat(1_000_000)).build());
  let written = 0;
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(200);
    const write = (): void => {
      if (written === 60) response.end();
      else {
        written += 1;
        response.write(big, write);
      }
    };
    write();
  });
  await using connection = apiOn(server.url);
  let seen = 0;
  for await (const { type } of connection.api.watch(PODS, from)) {
    assert.equal(type, 'ADDED');
    seen += 1;
    if (seen === 1) {
      let before = -1;
      await eventually(async () => {
        const still = written === before;
        before = written;
        await new Promise((resolve) => setTimeout(resolve, 100));
        return still;
      }, 'the server waits');
      assert.ok(written < 30, `${written} MB were taken in`);
    }
  }
  assert.equal(seen, 60);
});

test('a write that may not be sent any more is not, whether it waits for a connection or for a busy server', async () => {
  const waiting: (() => void)[] = [];
  let asked = 0;
  await using server = await startHttpServer((_request, response) => {
    asked += 1;
    waiting.push(() => {
      status(response, 429, 'TooManyRequests', { 'retry-after': '1' });
    });
  });
  await using connection = apiOn(server.url);
  let isHeld = true;
  const guard = () => {
    if (!isHeld) throw new Error('not any more');
  };
  const bindings = Array.from({ length: 70 }, (_, at) =>
    connection.api.bind({ namespace: 'default', name: `p${at}` }, 'n', { guard }),
  );
  let isOver = false;
  const ended = Promise.allSettled(bindings).finally(() => (isOver = true));
  await eventually(() => asked === 64, 'every connection is in use and six bindings wait for one');
  isHeld = false;
  for (const answer of waiting) answer();
  await advanceUntil(connection.clock, () => isOver, 'all have ended');
  const reasons = (await ended).map((one) => (one.status === 'rejected' ? String(one.reason) : 'sent'));
  assert.deepEqual([...new Set(reasons)], ['Error: not any more']);
  assert.equal(asked, 64);
});
