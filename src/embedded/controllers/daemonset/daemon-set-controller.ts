import type { DaemonSet, DaemonSetStatus, Node, Pod, PodTemplateSpec } from '../../data/types.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { DAEMON_SETS, NODES, PODS } from '../runtime/kinds.ts';
import type { ObjectIndex } from '../runtime/object-index.ts';
import { controllerOf, keyOfObject, nameOf, uidOf } from '../runtime/owners.ts';
import { msOf } from '../../../api/times.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { claim } from '../workloads/claim.ts';
import { scaledValue } from '../workloads/int-or-percent.ts';
import { PodControl } from '../workloads/pod-control.ts';
import { indexByOwner, orphansOf } from '../workloads/pod-indexes.ts';
import { isAvailable, isReady, nextAvailable } from '../workloads/pods.ts';
import { currentRevision, hashOf, truncateHistory, type Historian } from '../workloads/revisions.ts';
import { isSame, templateHash } from '../workloads/template-hash.ts';
import { belongsOn, daemonTemplate, pinnedTo, targetOf } from './daemon-pods.ts';

const HASH = 'controller-revision-hash';
/** Pods made or deleted in one turn. */
const BATCH = 50;

/** One pod on each node that fits (pkg/controller/daemon). Rolling updates go by `maxUnavailable`; `maxSurge` is taken as 0. */
export function startDaemonSets(parts: ControllerParts): Running {
  return new DaemonSetController(parts).context;
}

/** What one sync works with. */
interface Daemon {
  readonly set: DaemonSet;
  readonly template: PodTemplateSpec;
  readonly hash: string;
  readonly nodes: readonly Node[];
  /** Not being deleted, by the node that they are for; the oldest first. */
  readonly pods: ReadonlyMap<string, readonly Pod[]>;
}

class DaemonSetController {
  readonly context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #pods: ObjectIndex<Pod>;
  readonly #control: PodControl<DaemonSet>;
  readonly #eligibility = new Map<string, string>();

  constructor(parts: ControllerParts) {
    this.context = new ControllerContext(parts, 'daemon-set-controller', 'daemonset-controller');
    this.#control = new PodControl(this.context, DAEMON_SETS);
    this.#queue = this.context.queue((key) => {
      this.#sync(key);
    }, 50);
    this.#pods = indexByOwner(parts.store, PODS, (_owner, pod) => {
      const owner = controllerOf(pod);
      if (owner?.kind === 'DaemonSet') this.#queue.add(`${pod.metadata.namespace ?? ''}/${owner.name}`);
    });
    this.context.onStop(this.#pods.stop);
    this.context.follow(NODES, ({ type, entry }) => {
      if (type === 'DELETED') this.#eligibility.delete(entry.key);
      if (type !== 'DELETED' && !this.#isEligibilityNew(entry.key)) return;
      for (const set of this.context.client.list(DAEMON_SETS)) this.#queue.add(keyOfObject(set));
    });
    this.context.feed(DAEMON_SETS, this.#queue);
  }

  /** Heartbeats change nothing for us: only labels and taints do. */
  #isEligibilityNew(name: string): boolean {
    const node = this.context.client.byKey(NODES, name);
    const now = JSON.stringify([node?.metadata.labels, node?.spec?.taints]);
    if (this.#eligibility.get(name) === now) return false;
    this.#eligibility.set(name, now);
    return true;
  }

  #sync(key: string): void {
    const set = this.context.client.byKey(DAEMON_SETS, key);
    if (!set || isSame(set.spec.selector, {})) return;
    const historian = this.#historianOf(set);
    const hash = hashOf(historian, currentRevision(historian));
    const daemon = this.#daemonOf(set, hash);
    let failure: unknown;
    if (!set.metadata.deletionTimestamp) failure = this.#manage(key, daemon) ?? this.#update(daemon);
    const after = this.#daemonOf(set, hash);
    this.#writeStatus(key, after);
    const live = [...after.pods.values()].flat().map(({ metadata }) => metadata.labels?.[HASH] ?? '');
    const names = new Set([hash, ...live].map((used) => `${nameOf(set)}-${used}`));
    truncateHistory(historian, names, set.spec.revisionHistoryLimit ?? 10);
    if (failure !== undefined) throw failure;
  }

  #historianOf(set: DaemonSet): Historian<DaemonSet> {
    return {
      context: this.context,
      kind: DAEMON_SETS,
      owner: set,
      template: set.spec.template,
      hashLabel: HASH,
      hash: ({
        spec: {
          template: { $patch: _replace, ...template },
        },
      }) => templateHash(template, set.status?.collisionCount),
    };
  }

  #daemonOf(set: DaemonSet, hash: string): Daemon {
    const { client } = this.context;
    const candidates = [...this.#pods.get(uidOf(set)), ...this.#pods.get(orphansOf(set.metadata.namespace))];
    const claimer = { client, ownerKind: DAEMON_SETS, owner: set, selector: set.spec.selector, kind: PODS };
    const own = claim(claimer, candidates).filter(({ metadata }) => !metadata.deletionTimestamp);
    const ordered = own.toSorted(
      (a, b) => msOf(a.metadata.creationTimestamp) - msOf(b.metadata.creationTimestamp),
    );
    return {
      set,
      hash,
      template: daemonTemplate(set, hash),
      nodes: client.list(NODES),
      pods: Map.groupBy(ordered, targetOf),
    };
  }

  /** `manage`: what is missing is made, what should not be there goes. The API's refusal is returned. */
  #manage(key: string, { set, template, nodes, pods }: Daemon): unknown {
    const missing: string[] = [];
    const tooMany: Pod[] = [];
    for (const node of nodes) {
      const there = pods.get(nameOf(node)) ?? [];
      const { run, stay } = belongsOn(template, node);
      const failed = there.filter(({ status }) => status?.phase === 'Failed');
      const [first, ...others] = there.filter((pod) => !failed.includes(pod));
      for (const pod of failed) this.#tellFailed(set, pod);
      tooMany.push(...failed, ...others);
      if (first && !stay) tooMany.push(first);
      if (!first && run) missing.push(nameOf(node));
    }
    // pods for nodes that are no more and that never came to one
    const known = new Set(nodes.map(nameOf));
    for (const [name, there] of pods)
      if (!known.has(name)) tooMany.push(...there.filter(({ spec }) => !spec?.nodeName));
    if (missing.length > BATCH || tooMany.length > BATCH) this.#queue.addNow(key);
    try {
      for (const pod of tooMany.slice(0, BATCH)) this.#control.delete(set, pod);
      for (const node of missing.slice(0, BATCH))
        this.#control.create(set, template, (pod) => pinnedTo(pod, node));
    } catch (error) {
      return error;
    }
    return undefined;
  }

  #tellFailed(set: DaemonSet, pod: Pod): void {
    const words = `Found failed daemon pod ${keyOfObject(pod)} on node ${targetOf(pod)}, will try to kill it`;
    this.context.event(DAEMON_SETS, set, 'Warning', 'FailedDaemonPod', words);
  }

  /** `rollingUpdate`: pods of an old template go, as many as may be missing; those that are not available first. */
  #update({ set, template, hash, nodes, pods }: Daemon): unknown {
    if (set.spec.updateStrategy?.type === 'OnDelete') return undefined;
    const wanted = nodes.filter((node) => belongsOn(template, node).run);
    const limit = Math.max(
      1,
      scaledValue(set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, wanted.length, 'up'),
    );
    const now = this.context.now();
    const isUp = (pod: Pod): boolean => isAvailable(pod, set.spec.minReadySeconds ?? 0, now);
    const newest = wanted.map((node) => pods.get(nameOf(node))?.[0]);
    const old = newest.flatMap((pod) => (pod && pod.metadata.labels?.[HASH] !== hash ? [pod] : []));
    const down = newest.filter((pod) => !pod || !isUp(pod)).length;
    const broken = old.filter((pod) => !isUp(pod));
    const healthy = old.filter(isUp).slice(0, Math.max(0, limit - down));
    try {
      for (const pod of [...broken, ...healthy]) this.#control.delete(set, pod);
    } catch (error) {
      return error;
    }
    return undefined;
  }

  #writeStatus(key: string, { set, template, hash, nodes, pods }: Daemon): void {
    const minReady = set.spec.minReadySeconds ?? 0;
    const now = this.context.now();
    const wanted = nodes.filter((node) => belongsOn(template, node).run);
    const there = wanted.flatMap((node) => pods.get(nameOf(node))?.[0] ?? []);
    const available = there.filter((pod) => isAvailable(pod, minReady, now)).length;
    const updated = there.filter(({ metadata }) => metadata.labels?.[HASH] === hash).length;
    const misplaced = nodes.filter((node) => !belongsOn(template, node).run && pods.has(nameOf(node))).length;
    const status: DaemonSetStatus = {
      ...set.status,
      currentNumberScheduled: there.length,
      numberMisscheduled: misplaced,
      desiredNumberScheduled: wanted.length,
      numberReady: there.filter(isReady).length,
      observedGeneration: set.metadata.generation ?? 0,
      updatedNumberScheduled: updated,
      numberAvailable: available,
      numberUnavailable: wanted.length - available,
    };
    const fresh = this.context.client.fresh(DAEMON_SETS, set);
    if (fresh && !isSame(withoutZeros(fresh.status), withoutZeros(status)))
      this.context.client.update(DAEMON_SETS, { ...fresh, status }, 'status');
    const wait = nextAvailable(there, minReady, now);
    if (wait !== undefined) this.#queue.addAfter(key, wait);
  }
}

function withoutZeros(status: DaemonSetStatus | undefined): object {
  return Object.fromEntries(Object.entries(status ?? {}).filter(([, value]) => value !== 0));
}
