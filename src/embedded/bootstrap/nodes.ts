import type { Clock } from '../../lib/clock.ts';
import { MASTERS } from '../api/caller.ts';
import { Client } from '../controllers/runtime/client.ts';
import { NODES } from '../controllers/runtime/kinds.ts';
import { readRecorded } from '../data/read.ts';
import { nodeObject, type NodeShape } from '../kubelet/node-object.ts';
import type { Store } from '../store/store.ts';
import type { Verbs } from '../api/verbs.ts';

/** What the nodes are made with. */
export interface NodeParts {
  readonly store: Store;
  readonly verbs: Verbs;
  readonly clock: Clock;
  readonly name: string;
}

/** One control-plane node and so many workers, called as kind calls them: `c-control-plane`, `c-worker`, `c-worker2`, … */
export function makeNodes(parts: NodeParts, workers: number): void {
  const { gitVersion: version, platform } = readRecorded<{ gitVersion: string; platform: string }>('version');
  const arch = platform.slice(platform.indexOf('/') + 1);
  const client = new Client(parts, { name: 'system:nodes', groups: [MASTERS] }, 'kubelet');
  for (let index = 0; index <= workers; index += 1) {
    const shape: NodeShape = { name: nodeName(parts.name, index), index, role: roleOf(index), arch, version };
    client.createIfAbsent(NODES, nodeObject(shape, parts.clock.now()));
  }
}

function roleOf(index: number): NodeShape['role'] {
  return index === 0 ? 'control-plane' : 'worker';
}

function nodeName(cluster: string, index: number): string {
  if (index === 0) return `${cluster}-control-plane`;
  return index === 1 ? `${cluster}-worker` : `${cluster}-worker${String(index)}`;
}
