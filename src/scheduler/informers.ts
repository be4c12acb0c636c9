import { NODES, PODS } from '../api/resources.ts';
import type { Pod } from '../api/types.ts';
import { runInformer } from '../informer/informer.ts';
import type { Outage } from '../informer/reflector.ts';
import type { Parts } from './assemble.ts';
import { nodeHandler, podHandler } from './event-handlers.ts';
import type { SchedulerOptions } from './options.ts';
import { podRef } from './pod-ref.ts';

/** As kube-scheduler's own informer: finished pods hold nothing, so they need not be sent at all. */
const UNFINISHED = 'status.phase!=Succeeded,status.phase!=Failed';

/** What is watched: `synced` when all of it is known, `done` when the signal has ended it; `done` rejects for a bug. */
export interface RunningInformers {
  readonly synced: Promise<unknown>;
  readonly done: Promise<unknown>;
}

/** Watches nodes, pods, and the kinds that plugins read. Rejects nothing at once; see {@link RunningInformers}. */
export function startInformers(options: SchedulerOptions, parts: Parts): RunningInformers {
  const { report, outages, profiles, cache, queue, objects, waitingPods, handle } = parts;
  const { api, clock, random, signal, namespace } = options;
  const isOurs = (pod: Pod) =>
    profiles.serves(pod) && (namespace === undefined || pod.metadata.namespace === namespace);
  const onNoticed = (pod: Pod) => {
    report.tell({ type: 'noticed', pod: podRef(pod) });
  };
  const common = (resource: string) => ({
    api,
    clock,
    random,
    signal,
    observe: (outage: Outage) => {
      outages.main(resource, outage);
    },
  });
  // nodes first: a pod that is decided before any node is known would be told that there are none
  const nodes = runInformer({
    ...common('nodes'),
    resource: NODES,
    options: {},
    handler: nodeHandler({ cache, queue }),
  });
  const podChanged = (before: Pod | undefined, now: Pod | undefined) => {
    profiles.podChanged(before, now);
  };
  const pods = runInformer({
    ...common('pods'),
    resource: PODS,
    options: { fieldSelector: UNFINISHED },
    handler: podHandler({ cache, queue, waitingPods, podChanged, isOurs, onNoticed }),
  });
  profiles.start(handle, () => pods.store.list());
  return {
    synced: Promise.all([nodes.synced, pods.synced, objects.watch(profiles.reads)]),
    done: Promise.race([Promise.all([nodes.done, pods.done]), objects.failed]),
  };
}
