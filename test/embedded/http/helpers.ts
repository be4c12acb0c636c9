import { connect, type TLSSocket } from 'node:tls';

import { MASTERS } from '../../../src/embedded/api/caller.ts';
import { StatusError } from '../../../src/embedded/api/status.ts';
import type { Authenticator, Authorizer } from '../../../src/embedded/auth/contract.ts';
import { startServer, type ApiServer, type ServerOptions } from '../../../src/embedded/http/server.ts';
import { makeSecrets } from '../../../src/embedded/pki/secrets.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createWorld, type World } from '../../helpers/embedded-verbs.ts';
import { ask, type Call, type HttpAnswer } from '../../parity/http-client.ts';

/** A server on the tests' own verbs. */
export interface TestServer extends ApiServer, AsyncDisposable {
  readonly world: World;
  readonly logged: readonly string[];
  ask(call: Partial<Call>): Promise<HttpAnswer>;
  /** Bytes as they are; resolves with everything that the server sends until it closes. */
  raw(text: string): Promise<string>;
  /** A connection that the test reads itself. */
  socket(text: string): Promise<TLSSocket>;
}

export const TOKEN = 'secret';

const secrets = makeSecrets({ now: Date.now() });
const authenticator: Authenticator = {
  authenticate({ authorization, certificate }) {
    if (certificate) return { name: certificate.commonName, groups: certificate.organizations };
    if (authorization === undefined) return undefined;
    if (authorization === `Bearer ${TOKEN}`) return { name: 'admin', groups: [MASTERS] };
    throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  },
};
const authorizer: Authorizer = {
  authorize: ({ groups }, attributes) => ({
    allowed: groups.includes(MASTERS) || ('path' in attributes && attributes.path === '/healthz'),
    reason: '',
  }),
};

export async function serve(
  world: World = createWorld(),
  more: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const { server, ca } = await secrets;
  const logged: string[] = [];
  const api = await startServer({
    verbs: world.verbs,
    authenticator,
    authorizer,
    clock: systemClock,
    tls: { key: server.key, cert: server.cert, ca: ca.cert },
    port: 0,
    log: (line) => logged.push(line),
    ...more,
  });
  const { port } = api;
  const target = {
    name: 'test',
    server: `https://127.0.0.1:${String(port)}`,
    token: TOKEN,
    kubectl: '',
    patienceMs: 10_000,
    stop: () => Promise.resolve(),
  };
  return {
    ...api,
    world,
    logged,
    ask: (call) => ask(target, { method: 'GET', path: '/', ...call }),
    socket: (text) => open(port, text),
    raw: async (text) => {
      let all = '';
      try {
        for await (const chunk of await open(port, text)) all += String(chunk);
      } catch {
        // cut off: what came before counts
      }
      return all;
    },
    [Symbol.asyncDispose]: () => api.close(),
  };
}

function open(port: number, text: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      socket.write(text);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
