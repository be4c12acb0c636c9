import { NAMESPACES } from '../../../../src/api/resources.ts';
import type { PodAffinityTerm } from '../../../../src/api/pod-spec.ts';
import type { Node } from '../../../../src/api/types.ts';
import { Cache } from '../../../../src/scheduler/cache.ts';
import {
  interPodAffinity,
  type InterPodAffinityArgs,
} from '../../../../src/scheduler/plugins/inter-pod-affinity/inter-pod-affinity.ts';
import { node, pod, type PodBuilder } from '../../../helpers/builders.ts';
import { ask } from '../../ask.ts';
import { objectsOf, stored } from '../../objects.ts';

export const ZONE = 'topology.kubernetes.io/zone';
export const HOST = 'kubernetes.io/hostname';

/** Pods with the label `app`, wherever `more` does not say otherwise in the same zone. */
export const app = (value: string, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({
  labelSelector: { matchLabels: { app: value } },
  topologyKey: ZONE,
  ...more,
});
export const near = (...terms: readonly PodAffinityTerm[]) => ({
  podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});
export const apart = (...terms: readonly PodAffinityTerm[]) => ({
  podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});
const weighted = (weight: number, podAffinityTerm: PodAffinityTerm) => ({
  preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm }],
});
export const labelled = (name: string, value: string) => pod(name).label('app', value);
export const zoned = (name: string, zone: string) => node(name).label(ZONE, zone).build();

/** a1 and a2 in zone a, b1 in zone b, and bare in none. */
export const NODES = [zoned('a1', 'a'), zoned('a2', 'a'), zoned('b1', 'b'), node('bare').build()];

const namespace = (name: string, team: string) => ({ metadata: { name, labels: { team } } });
const OBJECTS = objectsOf(stored(NAMESPACES, namespace('default', 'red'), namespace('other', 'blue')));

/** The nodes with these pods, and the namespaces default (team red) and other (team blue). */
export function cluster(pods: readonly PodBuilder[], nodes: readonly Node[] = NODES): Cache {
  const cache = new Cache(OBJECTS);
  for (const each of nodes) cache.setNode(each);
  for (const each of pods) cache.setPod(each.build());
  return cache;
}

/** What the plugin says of the pod there. */
export function asked(
  one: PodBuilder,
  pods: readonly PodBuilder[],
  args?: InterPodAffinityArgs,
  nodes = NODES,
) {
  return ask(interPodAffinity(args), one.build(), cluster(pods, nodes));
}

export const web = () => labelled('web', 'web');
export const webOn = (name: string) => web().on(name);

export const prefersNear = (weight: number, term: PodAffinityTerm) => ({
  podAffinity: weighted(weight, term),
});
export const prefersApart = (weight: number, term: PodAffinityTerm) => ({
  podAntiAffinity: weighted(weight, term),
});
