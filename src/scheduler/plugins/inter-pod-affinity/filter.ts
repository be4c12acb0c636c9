import { labelOf, type Labels } from '../../../api/requirement.ts';
import type { Rejection } from '../../framework/status.ts';
import type { AffinityState } from './state.ts';

/** No pod is near that the pod's affinity is about. Taking pods away does not bring one. */
export const NOT_NEAR: Rejection = {
  reasons: ["node(s) didn't match pod affinity rules"],
  unresolvable: true,
};

/** A pod is near that the pod's anti-affinity is about. */
export const TOO_NEAR: Rejection = { reasons: ["node(s) didn't match pod anti-affinity rules"] };

/** A pod is near whose anti-affinity is about this pod. */
export const KEPT_OFF: Rejection = { reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"] };

/** What keeps the pod off a node with these labels (upstream: plugins/interpodaffinity, `Filter`). */
export function rejectionOf(state: AffinityState, labels: Labels): Rejection | undefined {
  if (!hasWanted(state, labels)) return NOT_NEAR;
  if (hasAvoided(state, labels)) return TOO_NEAR;
  return state.keptOff.keyOn(labels) === undefined ? undefined : KEPT_OFF;
}

/**
 * Every term's part of the cluster has a pod that satisfies the affinity. When no part has, the first pod of its kind may go to any node
 * that has all the labels (upstream: `nodeTopologyMatchesAffinity`, `satisfiesSelfAffinityCheck`).
 */
function hasWanted({ required, wanted, suitsItself }: AffinityState, labels: Labels): boolean {
  let isThere = true;
  for (const { topologyKey } of required) {
    const value = labelOf(labels, topologyKey);
    if (value === undefined) return false;
    if (wanted.of(topologyKey, value) <= 0) isThere = false;
  }
  return isThere || (wanted.isEmpty && suitsItself);
}

/** Upstream: `satisfyPodAntiAffinity`. */
function hasAvoided({ requiredAnti, avoided }: AffinityState, labels: Labels): boolean {
  if (avoided.isEmpty) return false;
  for (const { topologyKey } of requiredAnti) {
    const value = labelOf(labels, topologyKey);
    if (value !== undefined && avoided.of(topologyKey, value) > 0) return true;
  }
  return false;
}
