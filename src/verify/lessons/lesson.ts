import { type Play, type Sighting, sighting } from '../story.ts';

/** What one step of the second part shows: judged by what the journal saw in its latest play. */
export interface Lesson {
  readonly step: number;
  /** Of its finding. */
  readonly id: string;
  readonly title: string;
  readonly expected: string;
  /** `seen` is a clause a person reads. Undefined: the play could not show it where it was played. */
  readonly judge: (play: Play) => { readonly ok: boolean; readonly seen: string } | undefined;
}

/** The last look at each of these pods under this label; pods that were not seen are left out. */
export function sightings(play: Play, label: string, pods: readonly string[]): readonly Sighting[] {
  return pods.flatMap((pod) => sighting(play, label, pod) ?? []);
}

/** `name1`, `name2`, … */
export function numberedNames(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${name}${at + 1}`);
}

/** How many of them are on each node, the fullest first; those on no node are left out. */
export function countsByNode(looks: readonly Sighting[]): readonly number[] {
  const nodes = looks.flatMap(({ pod }) => pod.node ?? []);
  return [...Map.groupBy(nodes, (node) => node).values()]
    .map(({ length }) => length)
    .toSorted((a, b) => b - a);
}

/** `big4 on worker2`, `big4 on no node`. */
export function whereText({ pod }: Sighting): string {
  return `${pod.name} ${pod.node === undefined ? 'on no node' : `on ${pod.node}`}`;
}

/** Who wrote the event Scheduled of a pod, as it was seen; undefined: nobody. */
export function placedBy(look: Sighting | undefined): string | undefined {
  return look?.pod.events.findLast(({ reason }) => reason === 'Scheduled')?.from;
}
