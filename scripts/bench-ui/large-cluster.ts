import type { Pod } from '../../src/api/types.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { NodeInfo } from '../../src/scheduler/framework/node-info.ts';
import { NodeState } from '../../src/scheduler/framework/node-state.ts';
import type { Waiting } from '../../src/scheduler/queued-pod.ts';
import type { RunningScheduler } from '../../src/scheduler/running-scheduler.ts';
import { node, pod } from '../../test/helpers/builders.ts';

/** What a scheduler knows of so many nodes with ten pods on each, and of so many pods that wait; without the scheduler. */
export function largeCluster(size: { readonly nodes: number; readonly waiting: number }): RunningScheduler {
  const infos = Array.from({ length: size.nodes }, (_, number): NodeInfo => {
    const name = `node-${number}`;
    const pods = Array.from({ length: 10 }, (_, at): Pod => {
      const placed = pod(`p-${number}-${at}`).on(name).requests({ cpu: '100m', memory: '64Mi' }).build();
      return placed;
    });
    const info = new NodeState(name);
    info.setNode(node(name).build());
    for (const placed of pods) info.add(placed);
    return info;
  });
  const now = systemClock.monotonic();
  const waiting = Array.from({ length: size.waiting }, (_, number): Waiting => ({
    place: 'parked',
    queued: {
      pod: pod(`waits-${number}`).build(),
      key: `waits-${number}`,
      sequence: number,
      firstSeen: now,
      attempts: 1,
      notBefore: now,
      rejectedBy: new Set(['TaintToleration']),
      parkedAt: now,
      message: '0/5000 nodes are available: 5000 node(s) had untolerated taint(s).',
    },
  }));
  return {
    nodes: () => infos,
    node: (name) => infos.find((info) => info.name === name),
    waiting: () => waiting,
    find: () => undefined,
    counts: () => ({ active: 0, backoff: 0, parked: waiting.length, gated: 0, inFlight: 0 }),
    pod: () => undefined,
    filters: [],
    explain: () => undefined,
    isPaused: false,
    lastTurn: () => now,
    pause() {},
    resume() {},
    policyChanged() {},
  };
}
