import type { RequestOptions } from 'node:https';
import type { ConnectionOptions } from 'node:tls';

import { UserError } from '../lib/errors.ts';
import type { Target } from './kubeconfig.ts';

/** How to show the server who we are, and how to know that it is the right server. */
export interface Credentials {
  readonly tls: ConnectionOptions;
  /** Sent with every request, e.g. `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The parts of what client-node fills in that are a matter of TLS. */
const TLS_OPTIONS = ['ca', 'cert', 'key', 'pfx', 'passphrase', 'rejectUnauthorized', 'servername'] as const;

/**
 * Reads certificates, keys and tokens, and runs the credential plugin where the user has one.
 * Rejects with a UserError when a file is missing or the plugin fails.
 */
export async function readCredentials(target: Target): Promise<Credentials> {
  const options: RequestOptions = {};
  tellPluginWhatItRunsFor(target);
  try {
    await target.config.applyToHTTPSOptions(options);
  } catch (cause) {
    throw cannotAuthenticate(target, cause);
  }
  const tls = Object.fromEntries(
    TLS_OPTIONS.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]),
  );
  return { tls, headers: { ...textHeaders(options.headers), ...basicAuth(options.auth) } };
}

function textHeaders(headers: RequestOptions['headers']): Record<string, string> {
  const entries = Object.entries(headers ?? {}).filter(([, value]) => value !== undefined);
  // a token file ends with a newline, which no header may
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value).trim()]));
}

function basicAuth(auth: string | null | undefined): Record<string, string> {
  return auth ? { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {};
}

/**
 * kubectl tells its credential plugins the version of the protocol and, if they ask, the cluster; some refuse to run
 * without (client-node says nothing). https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
 */
function tellPluginWhatItRunsFor({ config, cluster }: Target): void {
  const exec = config.getCurrentUser()?.exec;
  if (!exec) return;
  const info = {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      ...(exec.provideClusterInfo
        ? { cluster: { server: cluster.server, 'certificate-authority-data': cluster.caData } }
        : {}),
    },
  };
  exec.env = [...(exec.env ?? []), { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }];
}

function cannotAuthenticate({ config, context }: Target, cause: unknown): UserError {
  const user = config.getCurrentUser();
  const plugin: unknown = user?.exec?.command;
  const why = cause instanceof Error ? cause.message.trim().split('\n', 1)[0] : String(cause);
  const tryIt = `see what kubectl says: kubectl get nodes --context ${context}`;
  if (typeof plugin !== 'string') {
    return new UserError(`cannot read the credentials of the context "${context}": ${why}`, {
      next: tryIt,
      cause,
    });
  }
  const hint: unknown = user?.exec?.installHint;
  return new UserError(`the credential plugin "${plugin}" of the context "${context}" failed: ${why}`, {
    next: typeof hint === 'string' && hint !== '' ? hint : tryIt,
    cause,
  });
}
