import { podKey, podText } from '../../../api/pods.ts';
import { labelOf, type Labels } from '../../../api/requirement.ts';
import type { Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { topologyPart } from '../topology-part.ts';
import type { AffinityState } from './state.ts';
import { termText } from './term-text.ts';
import { type AffinityTerm, affinityTerms, isAbout } from '../../framework/affinity-terms.ts';

/** Pods in one part of the cluster that an anti-affinity sets against the pod. */
export interface Conflict {
  /** What it is about: `app=web`. */
  readonly about: string;
  /** `zone a` */
  readonly part: string;
  readonly pods: readonly Pod[];
  /** `pod default/web-1`, or several of them. */
  readonly podsText: string;
  /** Equal only for conflicts with the same pods. */
  readonly key: string;
}

/** Whose anti-affinity it is: the pod's own, or that of the others. */
export type Side = 'own' | 'others';

/** The conflicts on a node, of one side. */
export function conflictsOn(state: AffinityState, node: NodeInfo, side: Side): readonly Conflict[] {
  const { labels } = node.node.metadata;
  const found = [...allOf(state)[side]].flatMap(([topologyKey, byValue]) => {
    const value = labelOf(labels, topologyKey);
    return value === undefined ? [] : (byValue.get(value) ?? []);
  });
  return [...found, ...conflictsOfGuests(state, node, side)];
}

/** Which pods would have to leave for all conflicts on the node to be gone: `pod default/web leaves`; undefined without conflicts. */
export function leavingText(state: AffinityState, node: NodeInfo): string | undefined {
  const conflicts = [...conflictsOn(state, node, 'own'), ...conflictsOn(state, node, 'others')];
  if (conflicts.length === 0) return undefined;
  const { leaving } = allOf(state);
  const key = conflicts.map((conflict) => conflict.key).join('\n');
  const told = leaving.get(key);
  if (told !== undefined) return told;
  const pods = [...new Set(conflicts.flatMap((conflict) => conflict.pods))];
  const text = `${podsText(pods)} ${pods.length === 1 ? 'leaves' : 'leave'}`;
  leaving.set(key, text);
  return text;
}

/** Pods by name, a few of many: `pods default/a, default/b, default/c and 4 more`. */
function podsText(pods: readonly Pod[]): string {
  const names = pods.map(({ metadata }) => podText(metadata)).toSorted();
  if (names.length <= NAMED) return `${names.length === 1 ? 'pod' : 'pods'} ${names.join(', ')}`;
  return `pods ${names.slice(0, NAMED).join(', ')} and ${String(names.length - NAMED)} more`;
}

const NAMED = 3;

/** By topology key and value. */
type Conflicts = ReadonlyMap<string, ReadonlyMap<string, readonly Conflict[]>>;

/** All conflicts in the cluster, and what {@link leavingText} found: many nodes have the same. */
interface AllConflicts extends Readonly<Record<Side, Conflicts>> {
  readonly leaving: Map<string, string>;
}

/** By `origin` of a state: read once for all nodes that are explained. */
const known = new WeakMap<object, AllConflicts>();

function allOf(state: AffinityState): AllConflicts {
  let all = known.get(state.origin);
  if (!all) known.set(state.origin, (all = readConflicts(state)));
  return all;
}

function readConflicts(state: AffinityState): AllConflicts {
  const { nodes, nodesWithRequiredAntiAffinity } = state.snapshot;
  const own = new Gathered();
  if (state.requiredAnti.length > 0)
    for (const { node, pods } of nodes) gather(own, state, 'own', pods.values(), node.metadata.labels);
  const others = new Gathered();
  for (const { node, podsWithRequiredAntiAffinity } of nodesWithRequiredAntiAffinity)
    gather(others, state, 'others', podsWithRequiredAntiAffinity, node.metadata.labels);
  return { own: own.conflicts('own'), others: others.conflicts('others'), leaving: new Map() };
}

/** Those of pods that only a what-if has put on the node: nominated ones. */
function conflictsOfGuests(state: AffinityState, node: NodeInfo, side: Side): readonly Conflict[] {
  const before = state.snapshot.get(node.name);
  if (before === node) return [];
  const guests = [...node.pods].flatMap(([key, pod]) => (before?.pods.has(key) ? [] : [pod]));
  const found = new Gathered();
  gather(found, state, side, guests, node.node.metadata.labels);
  const keys = guests.map(podKey).join(',');
  return [...found.conflicts(`${side} of ${keys}`).values()].flatMap((byValue) =>
    [...byValue.values()].flat(),
  );
}

function gather(into: Gathered, state: AffinityState, side: Side, pods: Iterable<Pod>, labels: Labels): void {
  for (const pod of pods) {
    for (const term of side === 'own' ? state.requiredAnti : affinityTerms(pod).requiredAnti) {
      const value = labelOf(labels, term.topologyKey);
      if (value === undefined) continue;
      const isMet =
        side === 'own' ? isAbout(term, pod, undefined) : isAbout(term, state.pod, state.namespaceLabels);
      if (isMet) into.add(term, value, pod);
    }
  }
}

/** Sorts what is found by topology key, value and what the term is about. */
class Gathered {
  readonly #found = new Map<string, Map<string, Map<string, Pod[]>>>();

  add(term: AffinityTerm, value: string, pod: Pod): void {
    const byValue = within(this.#found, term.topologyKey, () => new Map<string, Map<string, Pod[]>>());
    const byTerm = within(byValue, value, () => new Map<string, Pod[]>());
    within(byTerm, termText(term), (): Pod[] => []).push(pod);
  }

  /** `whose` tells these conflicts from others. */
  conflicts(whose: string): Conflicts {
    const conflicts = new Map<string, Map<string, readonly Conflict[]>>();
    for (const [topologyKey, byValue] of this.#found) {
      const read = new Map<string, readonly Conflict[]>();
      conflicts.set(topologyKey, read);
      for (const [value, byTerm] of byValue) {
        const part = `${topologyPart(topologyKey)} ${value}`;
        read.set(
          value,
          [...byTerm].map(([about, pods]) => {
            const key = `${whose} ${topologyKey}=${value} ${about}`;
            return { about, part, pods, podsText: podsText(pods), key };
          }),
        );
      }
    }
    return conflicts;
  }
}

function within<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
