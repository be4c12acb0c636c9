import { join } from 'node:path';

import type { CliContext } from '../../app/context.ts';
import { existingProvider } from '../../clusters/existing.ts';
import { kindProvider } from '../../clusters/kind.ts';
import type { ClusterProvider } from '../../clusters/provider.ts';
import { bindKubectl, type Kubectl } from '../../exec/kubectl.ts';
import { connect, type Connection } from '../../kube/connect.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { writePrivateKubeconfig } from '../../workshop/private-kubeconfig.ts';
import type { StateFolder } from '../../workshop/state.ts';
import type { ClusterPort, RunKubectl } from '../../workshop/workshop.ts';
import type { WorkshopOptions } from './options.ts';

/** The context that is played on: the kind cluster's, unless the person named another one. */
export function contextOf({ context, name }: WorkshopOptions): string {
  return context ?? `kind-${name}`;
}

/** Where the cluster comes from: kind, unless the person named a context that is not our kind cluster's. */
export function providerOf(cli: CliContext, options: WorkshopOptions, folder: StateFolder): ClusterProvider {
  const { env } = cli;
  const { name } = options;
  const image = options.image ?? env['MINISCHED_NODE_IMAGE'];
  const source = {
    env,
    clock: systemClock,
    ...(options.kubeconfig === undefined ? {} : { kubeconfig: options.kubeconfig }),
  };
  const context = contextOf(options);
  if (context !== `kind-${name}`) return existingProvider({ ...source, context });
  return kindProvider({
    ...source,
    name,
    config: join(cli.root, 'kind-config.yaml'),
    memory: folder.path,
    ...(image ? { image } : {}),
  });
}

/** The cluster's API and kubectl, both bound to a kubeconfig that knows no other cluster. */
export interface Access extends ClusterPort {
  readonly kubectl: RunKubectl;
  close(): Promise<void>;
}

/** Nothing is read or connected before `connect` is called. */
export function openAccess(
  cli: CliContext,
  options: WorkshopOptions,
  folder: StateFolder,
  namespace: string,
): Access {
  const { env, home, signal } = cli;
  let connection: Connection | undefined;
  let kubectl: Kubectl | undefined;
  return {
    provider: providerOf(cli, options, folder),
    async connect() {
      await connection?.close();
      const own = await writePrivateKubeconfig({
        context: contextOf(options),
        folder,
        env,
        now: () => systemClock.now(),
        signal,
        ...(options.kubeconfig === undefined ? {} : { kubeconfig: options.kubeconfig }),
      });
      kubectl = bindKubectl({
        env,
        now: () => systemClock.now(),
        kubeconfig: own.path,
        ...(own.isCurrent ? {} : { context: contextOf(options) }),
        ...(own.namespace === namespace ? {} : { namespace }),
      });
      const timeout = options.requestTimeout;
      connection = await connect({
        kubeconfig: own.path,
        env,
        home,
        clock: systemClock,
        requestTimeoutMs: timeout,
      });
      return connection.api;
    },
    kubectl: (args, runOptions) => kubectl?.run(args, runOptions) ?? Promise.reject(notConnected()),
    close: async () => connection?.close(),
  };
}

function notConnected(): UserError {
  return new UserError('there is no cluster for kubectl to talk to', {
    next: 'kubectl minisched workshop step 1',
  });
}
