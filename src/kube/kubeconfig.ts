import { access, readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';

import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import type { Cluster } from '@kubernetes/client-node/dist/config_types.js';

import { UserError } from '../lib/errors.ts';
import { type ConfigSource, loadFiles } from './kubeconfig-files.ts';

/** The cluster to talk to, and with what. */
export interface Target {
  /** The context's name; `in-cluster` inside a pod. */
  readonly context: string;
  /** The namespace that the context names, else `default`. */
  readonly namespace: string;
  readonly inCluster: boolean;
  readonly cluster: Cluster;
  /** Reads certificates and tokens; its current context is `context`. */
  readonly config: KubeConfig;
}

/** Where Kubernetes mounts a pod's own credentials. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The name that stands for "the cluster this pod runs in". */
const IN_CLUSTER = 'in-cluster';

/**
 * Finds the cluster: `--kubeconfig` or `--context` first; else the cluster that this process runs in; else
 * $KUBECONFIG; else `~/.kube/config`. Rejects with a UserError that names what is missing and what there is.
 */
export async function findTarget(source: ConfigSource, serviceAccount = SERVICE_ACCOUNT): Promise<Target> {
  return (await inClusterTarget(source, serviceAccount)) ?? (await fileTarget(source));
}

async function inClusterTarget(source: ConfigSource, folder: string): Promise<Target | undefined> {
  const host = source.env['KUBERNETES_SERVICE_HOST'];
  if (source.kubeconfig !== undefined || source.context !== undefined || !host) return undefined;
  if (!(await exists(`${folder}/token`))) return undefined;
  const port = source.env['KUBERNETES_SERVICE_PORT'] ?? '443';
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const cluster = { name: IN_CLUSTER, server, caFile: `${folder}/ca.crt`, skipTLSVerify: false };
  const authProvider = { name: 'tokenFile', config: { tokenFile: `${folder}/token` } };
  const config = new KubeConfig();
  config.loadFromClusterAndUser(cluster, { name: IN_CLUSTER, authProvider });
  const namespace = (await exists(`${folder}/namespace`))
    ? (await readFile(`${folder}/namespace`, 'utf8')).trim()
    : 'default';
  return { context: IN_CLUSTER, namespace, inCluster: true, cluster, config };
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    // absent and unreadable are the same here: not usable
    return false;
  }
}

async function fileTarget(source: ConfigSource): Promise<Target> {
  const { config, files } = await loadFiles(source);
  const where = files.join(' or ');
  const name = source.context ?? config.getCurrentContext();
  if (!name) throw unknownContext(config, `no current context is set in ${where}`);
  const context = config.contexts.find((candidate) => candidate.name === name);
  if (!context) throw unknownContext(config, `there is no context "${name}" in ${where}`);
  const cluster = config.clusters.find((candidate) => candidate.name === context.cluster);
  if (!cluster)
    throw unknownContext(
      config,
      `the context "${name}" names the cluster "${context.cluster}", which ${where} does not define`,
    );
  // kubectl goes on as nobody when the user is not defined; client-node would drop the certificate authority with it
  const user = config.users.find((candidate) => candidate.name === context.user) ?? {
    name: context.user ?? '',
  };
  const usable = withTlsRules(cluster);
  config.loadFromOptions({
    clusters: [usable],
    users: [user],
    contexts: [{ ...context, user: user.name }],
    currentContext: name,
  });
  return {
    context: name,
    namespace: context.namespace ?? 'default',
    inCluster: false,
    cluster: usable,
    config,
  };
}

/** A server without a scheme is http, as for kubectl; client-node wants http servers to say that nothing is verified. */
function withTlsRules(cluster: Cluster): Cluster {
  const server = cluster.server.includes('://') ? cluster.server : `http://${cluster.server}`;
  return { ...cluster, server, skipTLSVerify: cluster.skipTLSVerify || server.startsWith('http:') };
}

function unknownContext(config: KubeConfig, message: string): UserError {
  const names = config.contexts.map(({ name }) => name);
  return new UserError(message, {
    next:
      names.length > 0
        ? `choose one with --context: ${names.join(', ')}`
        : 'make the workshop cluster with: kubectl minisched workshop step 1',
  });
}
