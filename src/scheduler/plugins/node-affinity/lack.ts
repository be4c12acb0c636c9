import type { RequiredNodeAffinity } from '../../../api/node-affinity.ts';
import type { NodeLike, NodeTerm } from '../../../api/node-selector.ts';
import { requirementText } from '../../../api/requirement-text.ts';
import { holds, labelOf, type Labels, type Requirement } from '../../../api/requirement.ts';

/** Why a node is not one that is asked for. */
export interface Lack {
  /** Conditions on labels that do not hold: of the node selector, and of the term that comes nearest. */
  readonly onLabels: readonly Requirement[];
  /** Conditions on the node's name that do not hold: no change of a node helps against them. */
  readonly onFields: readonly Requirement[];
  /** No term can match any node: each is empty or cannot be read. */
  readonly hopeless?: true;
}

/** What the node lacks; for people, off the hot path. */
export function lackOf({ selector, terms }: RequiredNodeAffinity, { metadata }: NodeLike): Lack {
  const { labels } = metadata;
  const onLabels = failing(selector, labels);
  if (!terms) return { onLabels, onFields: [] };
  const fields = { 'metadata.name': metadata.name ?? '' };
  const nearest = terms
    .filter(({ errors }) => errors.length === 0)
    .map((term: NodeTerm) => ({
      onLabels: failing(term.onLabels, labels),
      onFields: failing(term.onFields, fields),
    }))
    // a label can be set, a name is what it is
    .toSorted((a, b) => a.onFields.length - b.onFields.length || a.onLabels.length - b.onLabels.length)[0];
  if (!nearest) return { onLabels, onFields: [], hopeless: true };
  return { onLabels: [...onLabels, ...nearest.onLabels], onFields: nearest.onFields };
}

/** `asks for disk=ssd, the node has disk=hdd`; undefined when nothing is lacking. */
export function lackText({ onLabels, onFields, hopeless }: Lack, { metadata }: NodeLike): string | undefined {
  const texts = [
    ...onLabels.map((requirement) => {
      const value = labelOf(metadata.labels, requirement.key);
      const has = value === undefined ? `no label ${requirement.key}` : `${requirement.key}=${value}`;
      return `asks for ${requirementText(requirement)}, the node has ${has}`;
    }),
    ...onFields.map((requirement) => `asks for ${requirementText(requirement)}`),
    ...(hopeless ? ['no term of the required node affinity can match a node'] : []),
  ];
  return texts.length > 0 ? texts.join('; ') : undefined;
}

/** `label disk=ssd is set`; undefined when no label helps. */
export function wayOutText(lacks: readonly Lack[]): string | undefined {
  if (lacks.some(({ onFields, hopeless }) => onFields.length > 0 || hopeless)) return undefined;
  const changes = lacks.flatMap(({ onLabels }) => onLabels.map(change));
  return changes.length > 0 ? [...new Set(changes)].join(' and ') : undefined;
}

function change({ key, operator, values = [] }: Requirement): string {
  const list = values.join(', ');
  switch (operator) {
    case 'In':
      return values.length === 1 ? `label ${key}=${list} is set` : `label ${key} is set to one of ${list}`;
    case 'NotIn':
      return values.length === 1 ? `label ${key}=${list} is removed` : `label ${key} is none of ${list}`;
    case 'Exists':
      return `label ${key} is set`;
    case 'DoesNotExist':
      return `label ${key} is removed`;
    case 'Gt':
      return `label ${key} is above ${list}`;
    default:
      return `label ${key} is below ${list}`;
  }
}

function failing(requirements: readonly Requirement[], labels: Labels): readonly Requirement[] {
  return requirements.filter((requirement) => !holds(requirement, labels));
}
