import type { Pod, Toleration } from '../api/types.ts';
import type { PodRef } from '../scheduler/events.ts';
import type { RunningScheduler } from '../scheduler/running-scheduler.ts';
import { advice } from './advice.ts';
import { type Requests, requestsOf } from './requests.ts';
import type { Story } from './story.ts';
import { type Verdicts, verdictsNow, verdictsOf } from './verdicts.ts';
import { waitingPod, type WaitingPod } from './waiting-facts.ts';

/** Everything that is known of one pod and its decisions. */
export interface PodDetails {
  readonly pod: PodRef;
  /** `gone`: deleted, finished, or never ours. `deciding`: popped, and not bound yet. */
  readonly place: 'waiting' | 'deciding' | 'bound' | 'gone';
  readonly node: string;
  /** Only while it waits. */
  readonly waiting?: WaitingPod;
  readonly requests: Requests;
  readonly tolerations: readonly string[];
  readonly scheduler: string;
  /** What a waiting pod would be told now; else what was decided; undefined when that was not kept. */
  readonly verdicts?: Verdicts;
  /** What would have to change for it to fit; empty when it fits. */
  readonly advice: readonly string[];
}

const NOTHING: Requests = { cpuMilli: 0, memory: 0 };

/** `now` is on the scale of the queue's clock. */
export function podDetails(
  ref: PodRef,
  running: RunningScheduler,
  { now, story }: { readonly now: number; readonly story: Story },
): PodDetails {
  const pod = running.pod(ref.uid);
  const waits = running.find(ref.uid);
  const explained = waits && running.explain(ref.uid);
  const decided = story.decisions.findLast((event) => event.pod.uid === ref.uid);
  const verdicts = explained ? verdictsNow(explained) : decided && verdictsOf(decided, running.filters);
  const node = pod?.spec.nodeName ?? (decided?.type === 'decided' ? decided.node : '');
  return {
    pod: ref,
    place: waits ? 'waiting' : pod?.spec.nodeName ? 'bound' : pod ? 'deciding' : 'gone',
    node,
    ...(waits && { waiting: waitingPod(waits, now) }),
    requests: pod ? requestsOf(pod) : NOTHING,
    tolerations: tolerationsOf(pod),
    scheduler: pod?.spec.schedulerName ?? '',
    ...(verdicts && { verdicts }),
    advice: waits && verdicts ? advice(verdicts.rows) : [],
  };
}

/** Those that every pod gets from the API server are left out: they say nothing of this one. */
function tolerationsOf(pod: Pod | undefined): readonly string[] {
  const own = pod?.spec.tolerations?.filter(({ tolerationSeconds }) => tolerationSeconds !== 300) ?? [];
  return own.map(tolerationText);
}

function tolerationText({ key, operator, value, effect }: Toleration): string {
  const what = key ? (operator === 'Exists' ? key : `${key}=${value ?? ''}`) : 'everything';
  return effect ? `${what}:${effect}` : what;
}
