import type { Pod } from '../../src/api/types.ts';
import type { ClusterChange } from '../../src/scheduler/framework/cluster-event.ts';
import { Framework } from '../../src/scheduler/framework/framework.ts';
import type { Plugin } from '../../src/scheduler/framework/plugin.ts';
import { BINDER } from './ask.ts';

/** Whether the pod, which this plugin rejected, is tried again after the change. */
export function worthATry(plugin: Plugin, pod: Pod, change: ClusterChange): boolean {
  const framework = new Framework([plugin, BINDER].map((each) => ({ plugin: each, weight: 1 })));
  return framework.isWorthAnotherTry(new Set([plugin.name]), pod, change);
}
