import { isDeepStrictEqual } from 'node:util';
import type { Observed } from '../../workshop/journal-entry.ts';
import { naturalOrder } from '../../lib/natural-order.ts';
import type { Facts } from '../facts.ts';
import type { Chapter } from './chapters.ts';
import type { Told } from './told.ts';

/** How a pod got where it is drawn. */
export type PodState =
  /** Placed in this step. */
  | 'placed'
  /** There already when the step was played. */
  | 'before'
  /** The scheduler chose this node and, as it was told to, did not bind. */
  | 'decided'
  /** On no node. */
  | 'waiting';

/** A pod in a picture. */
export interface DrawnPod {
  readonly name: string;
  readonly state: PodState;
  readonly phase: string;
}

/** A node in a picture, with its pods in the order in which they came. */
export interface DrawnNode {
  readonly name: string;
  readonly controlPlane: boolean;
  readonly taints: readonly string[];
  readonly pods: readonly DrawnPod[];
}

/** The cluster at one moment of a step, as far as it was recorded. */
export interface Snapshot {
  /** RFC 3339. */
  readonly at: string;
  /** Why it was looked at: the name in the step's file. */
  readonly label: string;
  readonly nodes: readonly DrawnNode[];
  readonly waiting: readonly DrawnPod[];
  /** For how long it was so, where that was looked at again and again. */
  readonly held?: { readonly seconds: number; readonly looks: number };
}

/** A page has room for so many of one step. */
const MOST = 4;

type Sighting = Observed & { readonly at: string };

/** The pictures of one play, in their order in time; none where nothing was seen that could be drawn. */
export function snapshotsOf(chapter: Chapter, told: readonly Told[], facts: Facts): readonly Snapshot[] {
  const seen = chapter.entries.filter((entry): entry is typeof entry & Sighting => entry.kind === 'observed');
  const groups = groupsOf(seen);
  if (groups.length === 0) return decidedOnly(chapter, told, facts);
  const snapshots = groups.map((group) => snapshot(group, facts));
  return snapshots.reduce(withoutRepetition, []).slice(0, MOST);
}

/** Where nothing has changed since, one picture stands for both looks. */
function withoutRepetition(before: readonly Snapshot[], next: Snapshot): readonly Snapshot[] {
  const last = before.at(-1);
  const isSame =
    last &&
    isDeepStrictEqual([last.nodes, last.waiting], [next.nodes, next.waiting]) &&
    last.label !== next.label;
  if (!isSame) return [...before, next];
  return [...before.slice(0, -1), { ...next, label: `${last.label}, then ${next.label}` }];
}

/** Looks that follow one another under one label are one picture; of a pod the last look counts. */
function groupsOf(seen: readonly Sighting[]): readonly (readonly Sighting[])[] {
  const groups: Sighting[][] = [];
  for (const look of seen) {
    const last = groups.at(-1);
    if (last?.[0]?.label === look.label) last.push(look);
    else groups.push([look]);
  }
  return groups;
}

function snapshot(group: readonly Sighting[], facts: Facts): Snapshot {
  const [first] = group;
  const last = group.at(-1);
  const pods = group.map(({ pod }) => ({
    name: pod.name,
    node: pod.node,
    state: pod.node === undefined ? ('waiting' as const) : ('placed' as const),
    phase: pod.phase,
    since: pod.scheduledAt ?? '',
  }));
  const drawn = [...earlierPods(group, facts), ...pods];
  const held = group.findLast((look) => look.held)?.held;
  return {
    at: last?.at ?? '',
    label: first?.label ?? '',
    nodes: nodesWith(drawn, last?.workerTaints ?? {}, facts),
    waiting: drawn.filter(({ node }) => node === undefined),
    ...(held && { held }),
  };
}

/** Pods that the evidence still found, and which were placed before: those were there, others nobody knows of. */
function earlierPods(group: readonly Sighting[], { cluster }: Facts) {
  const own = new Set(group.map(({ pod }) => pod.uid));
  const began = group.map(({ pod }) => pod.creationTimestamp).toSorted()[0] ?? '';
  return cluster.pods
    .filter(({ uid, node, createdAt }) => !own.has(uid) && node !== undefined && createdAt < began)
    .map(({ name, node, phase, scheduledAt }) => ({
      name,
      node,
      state: 'before' as const,
      phase,
      since: scheduledAt ?? '',
    }));
}

/** Steps in which nothing is bound: what the scheduler noticed, and where it would have put it. */
function decidedOnly(chapter: Chapter, told: readonly Told[], facts: Facts): readonly Snapshot[] {
  const events = told.filter(({ at }) => at >= chapter.from && at < chapter.until).map(({ event }) => event);
  const noticed = events.findLast((event) => event.type === 'noticed');
  if (!noticed) return [];
  const decided = events.findLast((event) => event.type === 'decided');
  const chosen = decided?.pod.uid === noticed.pod.uid ? decided.node : undefined;
  const { name } = noticed.pod;
  const pod = {
    name,
    node: chosen,
    state: chosen === undefined ? 'waiting' : 'decided',
    phase: 'Pending',
    since: '',
  } as const;
  return [
    {
      at: (chosen === undefined ? noticed : (decided ?? noticed)).time,
      label: chosen === undefined ? 'noticed' : 'decided',
      nodes: nodesWith([pod], {}, facts),
      waiting: [pod].filter(({ node }) => node === undefined),
    },
  ];
}

type Placed = DrawnPod & { readonly node: string | undefined; readonly since: string };

/** The nodes that the evidence found, and those that are named by pods only. Of workers the taints are those of that moment. */
function nodesWith(
  pods: readonly Placed[],
  workerTaints: Readonly<Record<string, readonly string[]>>,
  { cluster }: Facts,
): readonly DrawnNode[] {
  const known = cluster.nodes.map(({ name }) => name);
  const named = [...pods.flatMap(({ node }) => node ?? []), ...Object.keys(workerTaints)];
  const names = [...new Set([...known, ...named])].toSorted(naturalOrder);
  return names.map((name) => {
    const node = cluster.nodes.find((other) => other.name === name);
    return {
      name,
      controlPlane: node?.controlPlane ?? false,
      taints: workerTaints[name] ?? (node?.controlPlane ? node.taints : []),
      pods: pods
        .filter((pod) => pod.node === name)
        .toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0)),
    };
  });
}
