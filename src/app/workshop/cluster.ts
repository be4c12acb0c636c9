import type { CliContext } from '../../app/context.ts';
import type { ClusterProvider } from '../../clusters/provider.ts';
import { bindKubectl, type Kubectl } from '../../exec/kubectl.ts';
import { connect, type Connection } from '../../kube/connect.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { writePrivateKubeconfig } from '../../workshop/private-kubeconfig.ts';
import type { StateFolder } from '../../workshop/state.ts';
import type { ClusterPort, RunKubectl } from '../../workshop/workshop.ts';
import { contextOf, providerOf } from '../cluster/providers.ts';
import type { SettledOptions } from './options.ts';

/** The cluster's API and kubectl, both bound to a kubeconfig that knows no other cluster. */
export interface Access extends ClusterPort {
  readonly kubectl: RunKubectl;
  close(): Promise<void>;
}

/** Nothing is read or connected before `connect` is called. */
export function openAccess(
  cli: CliContext,
  options: SettledOptions,
  folder: StateFolder,
  namespace: string,
): Access {
  const { env, home, signal } = cli;
  let connection: Connection | undefined;
  let kubectl: Kubectl | undefined;
  return {
    provider: withKubectl(cli, providerOf(cli, options)),
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
        self: cli.self,
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

/** The workshop is played with kubectl: where there is none, no cluster is made for it. */
function withKubectl({ env }: CliContext, provider: ClusterProvider): ClusterProvider {
  if (provider.kind !== 'embedded') return provider;
  const kubectl = bindKubectl({ env, now: () => systemClock.now() });
  return {
    ...provider,
    async create(call) {
      await kubectl.run(['version', '--client'], { signal: call.signal });
      await provider.create(call);
    },
  };
}

function notConnected(): UserError {
  return new UserError('there is no cluster for kubectl to talk to', {
    next: 'kubectl minisched workshop step 1',
  });
}
