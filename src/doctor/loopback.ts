import { createServer, connect } from 'node:net';
import { once } from 'node:events';

import { errorWord } from '../lib/error-code.ts';
import { type Finding, ok, trouble } from './finding.ts';
import { probe } from './probe.ts';

/** What came of listening on a free port of 127.0.0.1 and connecting to it: the port, or the error's code. */
export interface LoopbackFacts {
  readonly port?: number;
  readonly error?: string;
}

/**
 * Everything of the workshop listens on ports of 127.0.0.1 that are free when it starts: an embedded cluster's API server, kind's, and what
 * sees the requests of a scheduler of one's own. So there is no port that must be free, but this must work.
 */
export const loopbackProbe = probe<LoopbackFacts>({
  id: 'ports',
  title: 'Ports',
  blocks: 'all',
  gather: ({ signal }) => listenOnce(signal),
  judge: judgeLoopback,
});

export function judgeLoopback({ port, error }: LoopbackFacts): Finding {
  if (port !== undefined) return ok('a free port of 127.0.0.1 can be opened and reached');
  if (error === 'EADDRNOTAVAIL')
    return trouble('127.0.0.1 is not there: the loopback interface is down', 'sudo ip link set lo up');
  if (error === 'EACCES' || error === 'EPERM')
    return trouble(
      `this program may not listen on 127.0.0.1 (${error})`,
      '# allow node in the firewall or sandbox that this shell runs in',
    );
  return trouble(
    `a port of 127.0.0.1 was opened and could not be reached (${error ?? 'no answer'})`,
    '# allow connections to 127.0.0.1 in the firewall of this machine',
  );
}

async function listenOnce(signal: AbortSignal): Promise<LoopbackFacts> {
  const server = createServer((socket) => socket.end('.'));
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening', { signal });
    const address = server.address();
    if (address === null || typeof address === 'string') return { error: 'no port' };
    const socket = connect(address.port, '127.0.0.1');
    try {
      await once(socket, 'data', { signal });
    } finally {
      socket.destroy();
    }
    return { port: address.port };
  } catch (error) {
    return { error: errorWord(error) };
  } finally {
    server.close();
  }
}
