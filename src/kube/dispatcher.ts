import type { ConnectionOptions } from 'node:tls';

import { type Dispatcher, Pool, ProxyAgent } from 'undici';

/** Enough that a burst of bindings and events is not queued here, few enough for a small API server. */
const CONNECTIONS = 64;

/** The API server closes idle connections after 90 s; closing first avoids writing into a connection it just closed. */
const IDLE_MS = 30_000;

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * One pool of kept-alive connections to one server. HTTP/1.1 on purpose: measured cheaper in CPU than HTTP/2 here, and
 * a watch that is aborted closes its own connection. undici's own timeouts are off: calls bring their own.
 */
export function openDispatcher(
  origin: string,
  tls: ConnectionOptions,
  proxy: string | undefined,
): Dispatcher {
  const options = {
    connections: CONNECTIONS,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const connect = { ...tls, timeout: CONNECT_TIMEOUT_MS, keepAlive: true, keepAliveInitialDelay: IDLE_MS };
  if (proxy === undefined) return new Pool(origin, { ...options, connect });
  return new ProxyAgent({ ...options, uri: proxy, requestTls: tls, connectTimeout: CONNECT_TIMEOUT_MS });
}
