import type { ClusterApi } from '../../src/api/cluster-api.ts';
import { NODES } from '../../src/api/resources.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { node } from '../../test/helpers/builders.ts';

/** On the nodes that carry it no container is ever started: what is measured is the scheduler. */
export const BENCH_LABEL = 'minisched-bench';

const COUNT = 5;
const BEAT_MS = 5_000;

/** Nodes without a machine, kept Ready by us. */
export async function makeBenchNodes(api: ClusterApi): Promise<{ stop(): void }> {
  const names = Array.from({ length: COUNT }, (_, number) => `bench-${number}`);
  const statusOf = (name: string) => {
    const now = new Date(systemClock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const { status } = node(name).allocatable({ cpu: '64', memory: '64Gi', pods: '2000' }).build();
    const conditions = status?.conditions?.map((condition) => ({ ...condition, lastHeartbeatTime: now }));
    return { ...status, conditions };
  };
  const beat = async (): Promise<void> => {
    await Promise.all(
      names.map((name) =>
        api
          .patch(NODES, { name }, { status: statusOf(name) }, { subresource: 'status' })
          .catch(() => undefined),
      ),
    );
  };
  for (const name of names) {
    const labels = { [BENCH_LABEL]: '', 'kubernetes.io/hostname': name };
    await api.create(NODES, { metadata: { name, labels } });
  }
  await beat();
  for (const name of names) await api.patch(NODES, { name }, { spec: { taints: null } });
  const timer = setInterval(() => void beat(), BEAT_MS);
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}
