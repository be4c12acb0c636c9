import { labelOf } from '../../../api/requirement.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { topologyPart } from '../topology-part.ts';
import { conflictsOn, leavingText } from './conflicts.ts';
import { KEPT_OFF, NOT_NEAR, rejectionOf } from './filter.ts';
import type { AffinityState } from './state.ts';
import { termText } from './term-text.ts';

/** The fact behind a rejection: with which pods, on which part of the cluster. */
export function factOf(state: AffinityState, node: NodeInfo): string | undefined {
  const rejection = rejectionOf(state, node.node.metadata.labels);
  if (!rejection) return undefined;
  const facts =
    rejection === NOT_NEAR
      ? missing(state, node).map(({ fact }) => fact)
      : rejection === KEPT_OFF
        ? conflictsOn(state, node, 'others').map(
            (conflict) => `${conflict.podsText} on ${conflict.part} keeps away pods with ${conflict.about}`,
          )
        : conflictsOn(state, node, 'own').map(
            (conflict) =>
              `keeps away from pods with ${conflict.about}: ${conflict.podsText} on ${conflict.part}`,
          );
  return facts.join('; ');
}

/** Behind "fits on worker2 if": `pod default/web leaves`; undefined when nothing is known that would do. */
export function wayOutOf(state: AffinityState, node: NodeInfo): string | undefined {
  const isNear = rejectionOf(state, node.node.metadata.labels) !== NOT_NEAR;
  const clauses = isNear ? [] : missing(state, node).map(({ wayOut }) => wayOut);
  if (clauses.includes(undefined)) return undefined;
  const leaving = leavingText(state, node);
  if (leaving !== undefined) clauses.push(leaving);
  return clauses.length > 0 ? clauses.join(' and ') : undefined;
}

/** What the pod's affinity does not find on the node, and what would have to come. */
function missing({ required, wanted }: AffinityState, { node }: NodeInfo) {
  return required.flatMap((term): readonly { readonly fact: string; readonly wayOut?: string }[] => {
    const { topologyKey } = term;
    const value = labelOf(node.metadata.labels, topologyKey);
    if (value === undefined) {
      const elsewhere = wanted.someValueOf(topologyKey);
      const fact = `no label ${topologyKey}`;
      return [
        elsewhere === undefined ? { fact } : { fact, wayOut: `label ${topologyKey}=${elsewhere} is set` },
      ];
    }
    if (wanted.of(topologyKey, value) > 0) return [];
    const part = `${topologyPart(topologyKey)} ${value}`;
    const about = `a pod with ${termText(term)}`;
    return [{ fact: `wants ${about}, ${part} has none`, wayOut: `${about} is on ${part}` }];
  });
}
