import type { Job, JobStatus, Pod } from '../../data/types.ts';
import { hasCause } from '../runtime/client.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { JOBS, PODS } from '../runtime/kinds.ts';
import type { ObjectIndex } from '../runtime/object-index.ts';
import { controllerOf, nameOf, uidOf } from '../runtime/owners.ts';
import { msOf, timeOf } from '../../../api/times.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { claim } from '../workloads/claim.ts';
import { PodControl } from '../workloads/pod-control.ts';
import { indexByOwner, orphansOf } from '../workloads/pod-indexes.ts';
import { isActive, isReady, isTerminating } from '../workloads/pods.ts';
import { isSame } from '../workloads/template-hash.ts';
import { backoffLeft, nextBackoff, type Backoff } from './job-backoff.ts';
import {
  announced,
  ended,
  failureOf,
  finishTime,
  givenVerdict,
  isFinished,
  successOf,
  suspension,
  type Verdict,
} from './job-conditions.ts';
import { countPods, type JobCount } from './job-count.ts';
import { letGo, letOrphansGo } from './job-orphans.ts';
import { isIndexed, pendingIndexes, surplus, templateFor } from './job-pods.ts';

/** Pods made or deleted in one turn. */
const BATCH = 50;

/**
 * Runs jobs to their end (pkg/controller/job) and deletes them after `ttlSecondsAfterFinished`. Not there: pod failure policies, back-off
 * limits per index, success policies.
 */
export function startJobs(parts: ControllerParts): Running {
  return new JobController(parts).context;
}

class JobController {
  readonly context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #pods: ObjectIndex<Pod>;
  readonly #control: PodControl<Job>;
  readonly #backoffs = new Map<string, Backoff>();

  constructor(parts: ControllerParts) {
    this.context = new ControllerContext(parts, 'job-controller');
    this.#control = new PodControl(this.context, JOBS);
    this.#queue = this.context.queue((key) => {
      this.#sync(key);
    }, 20);
    this.#pods = indexByOwner(parts.store, PODS, (_owner, pod) => {
      const owner = controllerOf(pod);
      if (owner?.kind === 'Job') this.#queue.add(`${pod.metadata.namespace ?? ''}/${owner.name}`);
    });
    this.context.onStop(this.#pods.stop);
    this.context.feed(JOBS, this.#queue);
    letOrphansGo(this.context);
  }

  #sync(key: string): void {
    const job = this.context.client.byKey(JOBS, key);
    if (!job || isFinished(job)) this.#backoffs.delete(key);
    if (!job || job.spec?.managedBy?.startsWith('kubernetes.io/') === false) return;
    const pods = this.#podsOf(job);
    if (isFinished(job)) {
      // a pod that was left behind must not hang on its finalizer
      for (const pod of pods) letGo(this.context.client, pod);
      this.#expire(key, job);
      return;
    }
    this.#reconcile(key, job, pods);
  }

  #reconcile(key: string, job: Job, pods: readonly Pod[]): void {
    const now = this.context.now();
    const count = countPods(job, pods);
    const backoff = nextBackoff(
      this.#backoffs.get(key) ?? { failures: 0, last: 0 },
      count.newSucceeded,
      count.newFailed,
    );
    this.#backoffs.set(key, backoff);
    const startTime = job.status?.startTime ?? (job.spec?.suspend ? undefined : timeOf(now));
    const started = startTime === undefined ? job : { ...job, status: { ...job.status, startTime } };
    let verdict = givenVerdict(started) ?? failureOf(started, count.failed, now);
    let failure: unknown;
    if (verdict) for (const pod of count.active) this.#control.delete(job, pod);
    else {
      failure = this.#manage(key, started, pods, count, backoffLeft(backoff, now));
      verdict = successOf(started, count.succeeded, this.#podsOf(job).filter(isActive).length);
    }
    this.#track(started, count, verdict);
    this.#planDeadline(key, started, now);
    if (failure !== undefined) throw failure;
  }

  /** `manageJob`: too many pods go, missing ones are made; what the API refused is returned. */
  #manage(key: string, job: Job, pods: readonly Pod[], count: JobCount, wait: number): unknown {
    if (job.metadata.deletionTimestamp) return undefined;
    const { parallelism = 1, completions, suspend } = job.spec ?? {};
    const { active, succeeded, terminating } = count;
    const open =
      completions === undefined ? (succeeded > 0 ? active.length : parallelism) : completions - succeeded;
    const wanted = suspend ? 0 : Math.max(0, Math.min(open, parallelism));
    for (const pod of surplus(job, active, Math.min(BATCH, active.length - wanted)))
      this.#control.delete(job, pod);
    const replaced = job.spec?.podReplacementPolicy === 'Failed' ? terminating : 0;
    const missing = wanted - active.length - replaced;
    if (missing <= 0) return undefined;
    if (wait > 0) {
      this.#queue.addAfter(key, wait);
      return undefined;
    }
    if (missing > BATCH) this.#queue.addNow(key);
    return this.#create(job, pods, count, Math.min(missing, BATCH));
  }

  #create(job: Job, pods: readonly Pod[], { done }: JobCount, amount: number): unknown {
    const name = nameOf(job);
    const indexes = isIndexed(job)
      ? pendingIndexes(job, pods, done, amount)
      : Array.from({ length: amount }, () => undefined);
    try {
      for (const index of indexes) {
        const generateName = index === undefined ? `${name}-` : `${name}-${String(index)}-`;
        this.#control.create(job, templateFor(job, index, name), (pod) => ({
          ...pod,
          metadata: { ...pod.metadata, generateName },
        }));
      }
    } catch (error) {
      return hasCause(error, 'NamespaceTerminating') ? undefined : error;
    }
    return undefined;
  }

  /** `trackJobStatusAndRemoveFinalizers`: finished pods are noted in the status before they are let go, so that none is counted twice. */
  #track(job: Job, count: JobCount, verdict: Verdict | undefined): void {
    const fresh = this.#podsOf(job);
    const active = fresh.filter(isActive);
    const now = this.context.now();
    const terminating = fresh.filter(isTerminating).length;
    const conditions = this.#conditionsOf(job, verdict);
    const noted: JobStatus = {
      ...job.status,
      ...count.noted,
      conditions: [...conditions],
      active: active.length,
      ready: active.filter(isReady).length,
      terminating,
    };
    const written = this.#write(job, noted);
    for (const pod of fresh) if (this.#isCounted(pod, count, verdict)) letGo(this.context.client, pod);
    const counted: JobStatus = { ...noted, ...count.final };
    const isOver = verdict !== undefined && terminating === 0 && active.length === 0;
    if (isOver) counted.conditions = ended(conditions, verdict, now);
    if (isOver && verdict.outcome === 'succeeded') counted.completionTime = timeOf(now);
    const final = this.#write(written, counted);
    if (isOver) this.#tellEnd(final, verdict);
  }

  #conditionsOf(job: Job, verdict: Verdict | undefined) {
    const now = this.context.now();
    const old = job.status?.conditions ?? [];
    if (verdict) return announced(old, verdict, now);
    const { suspend = false } = job.spec ?? {};
    const next = suspension(old, suspend, now);
    if (next !== old) {
      const [reason, message] = suspend
        ? (['Suspended', 'Job suspended'] as const)
        : (['Resumed', 'Job resumed'] as const);
      this.context.event(JOBS, job, 'Normal', reason, message);
    }
    return next;
  }

  #isCounted(pod: Pod, { countedUids }: JobCount, verdict: Verdict | undefined): boolean {
    return countedUids.has(uidOf(pod)) || verdict !== undefined;
  }

  #tellEnd(job: Job, { outcome, reason, message }: Verdict): void {
    if (outcome === 'succeeded') this.context.event(JOBS, job, 'Normal', 'Completed', 'Job completed');
    else this.context.event(JOBS, job, 'Warning', reason, message);
  }

  #write(job: Job, status: JobStatus): Job {
    const fresh = this.context.client.fresh(JOBS, job);
    if (!fresh || isSame(fresh.status, status)) return fresh ?? job;
    return this.context.client.update(JOBS, { ...fresh, status }, 'status');
  }

  #planDeadline(key: string, { spec, status }: Job, now: number): void {
    if (spec?.activeDeadlineSeconds === undefined || spec.suspend || !status?.startTime) return;
    const due = msOf(status.startTime) + spec.activeDeadlineSeconds * 1_000;
    if (due > now) this.#queue.addAfter(key, due - now);
  }

  /** pkg/controller/ttlafterfinished. */
  #expire(key: string, job: Job): void {
    const { ttlSecondsAfterFinished } = job.spec ?? {};
    if (ttlSecondsAfterFinished === undefined || job.metadata.deletionTimestamp) return;
    const left = finishTime(job) + ttlSecondsAfterFinished * 1_000 - this.context.now();
    if (left > 0) this.#queue.addAfter(key, left);
    else this.context.client.delete(JOBS, job, { propagationPolicy: 'Foreground' });
  }

  #podsOf(job: Job): Pod[] {
    const { client } = this.context;
    const candidates = [...this.#pods.get(uidOf(job)), ...this.#pods.get(orphansOf(job.metadata.namespace))];
    return claim(
      { client, ownerKind: JOBS, owner: job, selector: job.spec?.selector, kind: PODS },
      candidates,
    );
  }
}
