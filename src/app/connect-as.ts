import { connect, type Connection, type OnAnswer } from '../kube/connect.ts';
import { systemClock } from '../lib/clock.ts';
import type { ClusterFlags } from './cluster-flags.ts';
import type { CliContext } from './context.ts';

/** As much of the flags as says which cluster, and how long to wait for it. */
export type WhichCluster = Pick<ClusterFlags, 'kubeconfig' | 'context' | 'requestTimeout'>;

/** The cluster that the flags mean, as `connect` finds it; `onAnswer` hears of each answer. Close it. */
export function connectAs(
  { env, home }: CliContext,
  flags: WhichCluster,
  onAnswer?: OnAnswer,
): Promise<Connection> {
  return connect({
    env,
    home,
    clock: systemClock,
    requestTimeoutMs: flags.requestTimeout,
    ...(onAnswer && { onAnswer }),
    ...(flags.kubeconfig !== undefined && { kubeconfig: flags.kubeconfig }),
    ...(flags.context !== undefined && { context: flags.context }),
  });
}

/** The same for one question: the connection is closed when `use` has ended, however. */
export async function withCluster<T>(
  cli: CliContext,
  flags: WhichCluster,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connectAs(cli, flags);
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}
