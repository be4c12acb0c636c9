import type { ClusterApi } from '../api/cluster-api.ts';
import { UserError } from '../lib/errors.ts';
import type { Clock } from '../lib/clock.ts';
import { readCredentials } from './credentials.ts';
import { openDispatcher } from './dispatcher.ts';
import { HttpApi } from './http-api.ts';
import type { ConfigSource } from './kubeconfig-files.ts';
import { findTarget, type Target } from './kubeconfig.ts';
import { proxyFor } from './proxy.ts';
import { Transport } from './transport.ts';

/** Is told of each answer: the method, the server's host, the status (0: none came), seconds. */
export type OnAnswer = (method: string, host: string, status: number, seconds: number) => void;

/** Which cluster (`--kubeconfig`, `--context`, environment) and how long an answer may take. */
export interface ConnectOptions extends ConfigSource {
  /** Milliseconds; 0 is no limit. */
  readonly requestTimeoutMs?: number;
  readonly onAnswer?: OnAnswer;
  readonly clock: Clock;
}

/** A cluster that can be talked to. Nothing was sent yet, except by a credential plugin. */
export interface Connection {
  readonly api: ClusterApi;
  /** The context's name; `in-cluster` inside a pod. */
  readonly context: string;
  /** The API server's URL. */
  readonly server: string;
  /** The context's namespace, else `default`. */
  readonly namespace: string;
  readonly inCluster: boolean;
  /** Ends all calls and watches and closes the connections. */
  readonly close: () => Promise<void>;
}

const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Reads the configuration (`findTarget` tells the order) and makes ready to talk to its cluster. Rejects with a
 * UserError when there is no configuration, no such context, or no way to get its credentials.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { onAnswer } = options;
  const target = await findTarget(options);
  const server = parseServer(target);
  const proxy = proxyFor(server, target.cluster.proxyUrl, options.env);
  const transport = new Transport({
    server: target.cluster.server,
    credentials: await readCredentials(target),
    renew: async () => readCredentials(await findTarget(sameTarget(options, target))),
    open: ({ tls }) => openDispatcher(server.origin, tls, proxy),
    requestTimeoutMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    clock: options.clock,
    ...(onAnswer && {
      onAnswer: (method, status, seconds) => {
        onAnswer(method, server.host, status, seconds);
      },
    }),
  });
  return {
    api: new HttpApi(transport, options.clock),
    context: target.context,
    server: target.cluster.server,
    namespace: target.namespace,
    inCluster: target.inCluster,
    close: () => transport.close(),
  };
}

/** New credentials are for the context that was chosen first, even if another one is current by now. */
function sameTarget(options: ConnectOptions, { inCluster, context }: Target): ConfigSource {
  return inCluster ? options : { ...options, context };
}

function parseServer({ cluster, context }: Target): URL {
  const url = URL.parse(cluster.server);
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new UserError(
    `the server of the context "${context}" is not an http or https address: ${cluster.server}`,
  );
}
