import type { Finding } from '../../workshop/finding.ts';
import { type Facts, podFact, workers } from '../facts.ts';
import { type Play, type Sighting, sighting } from '../story.ts';
import { EXPIRED, scheduledEvent, wrongEvent } from './scheduled-event.ts';
import type { Check } from './check.ts';

/** The pod of a step whose story is created → pending → placed. */
export interface WatchedPod {
  readonly name: 'orphan' | 'blocked';
  readonly play: (facts: Facts) => Play | undefined;
  /** Under which names the journal must have seen it, in order. */
  readonly labels: readonly string[];
}

/** Seen when it was created, while it hung without a scheduler, and when it was placed. */
export const ORPHAN: WatchedPod = {
  name: 'orphan',
  play: (facts) => facts.story.orphan,
  labels: ['created', 'pending', 'placed'],
};

/** Its time of creation is told by the first look at it, while it is pending. */
export const BLOCKED: WatchedPod = {
  name: 'blocked',
  play: (facts) => facts.story.blocked,
  labels: ['pending', 'placed'],
};

/** The looks at a watched pod; `created` is that at `pending` where none was recorded before. */
export interface Looks {
  readonly play: Play;
  readonly created: Sighting;
  readonly pending: Sighting;
  readonly placed: Sighting;
}

/** The looks, where each was recorded in its order; else nothing can be told. */
export function looksAt(facts: Facts, pod: WatchedPod): Looks | undefined {
  const play = pod.play(facts);
  if (!play) return undefined;
  const looks = pod.labels.map((label) => sighting(play, label, pod.name));
  const inOrder = looks.every((look, index) => look && (looks[index - 1]?.seq ?? 0) < look.seq);
  const [created, pending, placed] = [looks[0], looks.at(-2), looks.at(-1)];
  if (!inOrder || !created || !pending || !placed) return undefined;
  return { play, created, pending, placed };
}

/** The journal saw the pod on its way from pending to placed, in this order. An interrupted step is told of elsewhere. */
export function observedInOrder(pod: WatchedPod): Check {
  return (facts) => {
    const play = pod.play(facts);
    if (play?.ok === undefined) return [];
    const labels = play.entries.flatMap((entry) =>
      entry.kind === 'observed' && entry.pod.name === pod.name ? [entry.label] : [],
    );
    const finding: Finding = {
      id: `${pod.name}-observed`,
      title: `The pod ${pod.name} was seen hanging, and then placed`,
      ok: looksAt(facts, pod) !== undefined,
      expected: pod.labels.join(', then '),
      seen: labels.join(', then ') || 'nothing recorded',
      source: 'journal',
    };
    return [finding];
  };
}

/** It is one and the same pod all along, and the one that is on the cluster now. */
export function samePod(pod: WatchedPod): Check {
  return (facts) => {
    const looks = looksAt(facts, pod);
    if (!looks) return [];
    const { created, pending, placed } = looks;
    const uids = new Set([created.pod.uid, pending.pod.uid, placed.pod.uid]);
    const now = podFact(facts, pod.name);
    const seen =
      uids.size > 1
        ? `${uids.size} different uids in the journal: it was made again`
        : now && now.uid !== placed.pod.uid
          ? 'the pod on the cluster now is another one (another uid)'
          : `uid ${placed.pod.uid}`;
    const finding: Finding = {
      id: `${pod.name}-same-pod`,
      title: `The pod ${pod.name} was never made again`,
      ok: uids.size === 1 && (!now || now.uid === placed.pod.uid),
      expected: 'one uid all along, and now',
      seen,
      source: 'journal',
    };
    return [finding];
  };
}

/** Our scheduler wrote the pod's Scheduled event. Says nothing when the pod is gone: `…-running` says so. */
export function scheduledByUs(pod: WatchedPod): Check {
  return (facts) => {
    const now = podFact(facts, pod.name);
    if (!now || now.node === undefined) return [];
    const found = scheduledEvent(facts, now, pod.play(facts));
    const wrong = wrongEvent(facts, now, found);
    const finding: Finding = {
      id: `${pod.name}-scheduled-event`,
      title: `The Scheduled event of ${pod.name} is from this scheduler`,
      ok: wrong === undefined,
      expected: `Scheduled from ${facts.scheduler}, naming the pod's node`,
      seen:
        wrong ??
        `"${found?.event.note}"${found?.source === 'journal' ? ` (from the journal: ${EXPIRED})` : ''}`,
      source: found?.source ?? 'cluster',
    };
    return [finding];
  };
}

/** The pod runs now, on a worker, and asks for our scheduler. Says nothing when its step was not played. */
export function runningNow(pod: WatchedPod): Check {
  return (facts) => {
    const now = podFact(facts, pod.name);
    if (!now && !pod.play(facts)) return [];
    const ok =
      now?.phase === 'Running' &&
      !now.deleting &&
      now.schedulerName === facts.scheduler &&
      workers(facts).some((node) => node.name === now.node);
    const finding: Finding = {
      id: `${pod.name}-running`,
      title: `The pod ${pod.name} is Running`,
      ok,
      expected: `Running on a worker, asking for ${facts.scheduler}`,
      seen: now
        ? `${now.phase}${now.deleting ? ' (being deleted)' : ''} on ${now.node ?? 'no node'}, asking for ${now.schedulerName}`
        : `pod ${pod.name} not found`,
      source: 'cluster',
    };
    return [finding];
  };
}
