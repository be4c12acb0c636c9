import type { Node } from '../api/types.ts';
import { workersOf } from '../api/nodes.ts';

/** Where no node reports a pause image: it is pulled, unlike the others. */
export const FALLBACK = 'registry.k8s.io/pause:3.10';

const PAUSE = /(?:^|\/)pause:([^@]+)$/;

/** The newest pause image that every worker has already, by what the workers themselves report; nothing is pulled for it. */
export function pauseImage(nodes: readonly Node[]): string {
  const [first = [], ...others] = workersOf(nodes).map(pauseNames);
  const everywhere = first.filter((name) => others.every((names) => names.includes(name)));
  return everywhere.toSorted(byTag).at(-1) ?? FALLBACK;
}

/** The workers that do not report having the image, by name. */
export function workersWithout(nodes: readonly Node[], image: string): string[] {
  return workersOf(nodes)
    .filter((node) => !pauseNames(node).includes(image))
    .map(({ metadata }) => metadata.name);
}

function pauseNames(node: Node): string[] {
  return (node.status?.images ?? []).flatMap(({ names }) => names ?? []).filter((name) => PAUSE.test(name));
}

function byTag(a: string, b: string): number {
  return (PAUSE.exec(a)?.[1] ?? '').localeCompare(PAUSE.exec(b)?.[1] ?? '', 'en', { numeric: true });
}
