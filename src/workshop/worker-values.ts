import { workersOf } from '../api/nodes.ts';
import { amountOf } from '../api/pod-requests.ts';
import type { Node } from '../api/types.ts';
import type { Values } from './variables.ts';

/** So much of a worker's cpu fits once beside what every node runs anyway, and not twice. */
const SHARE = 0.6;

/** What steps may say of the workers: the names of the first three, and an amount of cpu of which each takes one. */
export function workerValues(nodes: readonly Node[]): Values {
  const workers = workersOf(nodes);
  const [worker1, worker2, worker3] = workers.map(({ metadata }) => metadata.name);
  const cpus = workers.flatMap(({ status }) => status?.allocatable?.['cpu'] ?? []);
  const smallest = Math.min(...cpus.map((cpu) => amountOf('cpu', cpu)));
  return {
    ...(worker1 !== undefined && { worker1 }),
    ...(worker2 !== undefined && { worker2 }),
    ...(worker3 !== undefined && { worker3 }),
    ...(cpus.length > 0 && { cpu: `${Math.floor(smallest * SHARE)}m` }),
  };
}
