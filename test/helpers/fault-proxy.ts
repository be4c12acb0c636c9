import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** What the proxy does with bytes and connections. */
export type Fault =
  | { readonly kind: 'none' }
  /** Half-open: connections stay, no byte comes through in either direction. */
  | { readonly kind: 'silent' }
  /** New connections are closed at once. */
  | { readonly kind: 'refuse' }
  /** Answers come in pieces of so many bytes, one every `everyMs`. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMs: number };

/** A TCP proxy in front of a server, which breaks the connection as networks do. TLS goes through untouched. */
export interface FaultProxy extends AsyncDisposable {
  readonly port: number;
  /** From now on; open connections too, except that `refuse` leaves them. */
  become(fault: Fault): void;
  /** Breaks all open connections off, with a reset. */
  cut(): void;
  /** How many connections are open now. */
  readonly open: () => number;
}

export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  let fault: Fault = { kind: 'none' };
  const pairs = new Set<Socket>();
  const server = createServer((client) => {
    if (fault.kind === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(targetPort, '127.0.0.1');
    pairs.add(client);
    const end = (): void => {
      pairs.delete(client);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    client.pipe(valve(() => fault)).pipe(upstream);
    upstream.pipe(valve(() => fault)).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const cut = (): void => {
    for (const client of pairs) client.resetAndDestroy();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    become: (next) => {
      fault = next;
    },
    cut,
    open: () => pairs.size,
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Lets bytes through, loses them, or gives them out slowly. */
function valve(fault: () => Fault): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const now = fault();
      if (now.kind === 'drip') drip(this, chunk, now, done);
      else done(null, now.kind === 'silent' ? undefined : chunk);
    },
  });
}

function drip(
  out: Transform,
  chunk: Buffer,
  { bytes, everyMs }: Fault & { kind: 'drip' },
  done: () => void,
): void {
  out.push(chunk.subarray(0, bytes));
  const rest = chunk.subarray(bytes);
  if (rest.length === 0) done();
  else setTimeout(drip, everyMs, out, rest, { kind: 'drip', bytes, everyMs }, done);
}
