import { forbiddenField, invalid, type FieldError } from '../../../api/field-error.ts';
import type {
  Affinity,
  LabelSelector,
  NodeAffinity,
  PodAffinity,
  PodAffinityTerm,
} from '../../../data/types.ts';
import { labelSelectorErrors } from '../../common/label-selector.ts';
import { labelNameErrors } from '../../common/metadata.ts';
import { dns1123LabelErrors } from '../../../../api/names.ts';
import { eachErrors, missingErrors, when, wordErrors } from './checks.ts';
import { nodeSelectorErrors, nodeSelectorTermErrors } from './node-selector-validation.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** `validateAffinity` (pkg/apis/core/validation). */
export function affinityErrors(
  { nodeAffinity, podAffinity, podAntiAffinity }: Affinity,
  path: string,
): FieldError[] {
  return [
    ...(nodeAffinity ? nodeAffinityErrors(nodeAffinity, `${path}.nodeAffinity`) : []),
    ...(podAffinity ? podAffinityErrors(podAffinity, `${path}.podAffinity`) : []),
    ...(podAntiAffinity ? podAffinityErrors(podAntiAffinity, `${path}.podAntiAffinity`) : []),
  ];
}

function nodeAffinityErrors(affinity: NodeAffinity, path: string): FieldError[] {
  const { [REQUIRED]: selector, [PREFERRED]: preferred } = affinity;
  return [
    ...(selector ? nodeSelectorErrors(selector, `${path}.${REQUIRED}`) : []),
    ...eachErrors(preferred, `${path}.${PREFERRED}`, ({ weight, preference }, at) => [
      ...weightErrors(weight, `${at}.weight`),
      ...nodeSelectorTermErrors(preference, `${at}.preference`, false),
    ]),
  ];
}

function podAffinityErrors(affinity: PodAffinity, path: string): FieldError[] {
  return [
    ...eachErrors(affinity[REQUIRED], `${path}.${REQUIRED}`, termErrors),
    ...eachErrors(affinity[PREFERRED], `${path}.${PREFERRED}`, ({ weight, podAffinityTerm }, at) => [
      ...weightErrors(weight, `${at}.weight`),
      ...termErrors(podAffinityTerm, `${at}.podAffinityTerm`),
    ]),
  ];
}

function weightErrors(weight: number, path: string): FieldError[] {
  return when(weight <= 0 || weight > 100, invalid(path, weight, 'must be in the range 1-100'));
}

/** `validatePodAffinityTerm`. */
function termErrors(term: PodAffinityTerm, path: string): FieldError[] {
  const { topologyKey } = term;
  return [
    ...labelSelectorErrors(term.labelSelector, `${path}.labelSelector`),
    ...labelSelectorErrors(term.namespaceSelector, `${path}.namespaceSelector`),
    ...(term.namespaces ?? []).flatMap((name) =>
      wordErrors(dns1123LabelErrors(name), name, `${path}.namespace`),
    ),
    ...labelKeysErrors(term, path),
    ...missingErrors(topologyKey, `${path}.topologyKey`, 'can not be empty'),
    ...labelNameErrors(topologyKey, `${path}.topologyKey`),
  ];
}

/** What picks up the pod's own labels. */
interface LabelKeys {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

/** `ValidateMatchLabelKeysAndMismatchLabelKeys`: of terms of affinity and of spread constraints. */
export function labelKeysErrors(keys: LabelKeys, path: string): FieldError[] {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = keys;
  const both = 'exists in both matchLabelKeys and mismatchLabelKeys';
  return [
    ...keyListErrors(matchLabelKeys, labelSelector, `${path}.matchLabelKeys`),
    ...keyListErrors(mismatchLabelKeys, labelSelector, `${path}.mismatchLabelKeys`),
    ...selectedTwiceErrors(matchLabelKeys, labelSelector, path),
    ...eachErrors(matchLabelKeys, `${path}.matchLabelKeys`, (key, at) =>
      when(mismatchLabelKeys.includes(key), invalid(at, key, both)),
    ),
  ];
}

function keyListErrors(
  keys: readonly string[],
  selector: LabelSelector | undefined,
  path: string,
): FieldError[] {
  if (keys.length === 0) return [];
  if (!selector) return [forbiddenField(path, 'must not be specified when labelSelector is not set')];
  return eachErrors(keys, path, (key, at) => labelNameErrors(key, at));
}

/** The server has merged the keys already: a key that is there once more was in the selector before. The path is upstream's. */
function selectedTwiceErrors(
  keys: readonly string[],
  { matchLabels = {}, matchExpressions = [] }: LabelSelector = {},
  path: string,
): FieldError[] {
  const seen = new Set(Object.keys(matchLabels));
  return matchExpressions.flatMap(({ key }) => {
    const index = keys.lastIndexOf(key);
    const words = 'exists in both matchLabelKeys and labelSelector';
    const isTwice = index >= 0 && seen.has(key);
    seen.add(key);
    return when(isTwice, invalid(`${path}[${String(index)}]`, key, words));
  });
}
