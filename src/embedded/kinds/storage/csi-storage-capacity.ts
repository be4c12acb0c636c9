import { invalid, type FieldError } from '../../api/field-error.ts';
import type { CSIStorageCapacity } from '../../data/types.ts';
import { deprecatedLabelWords } from '../common/deprecated-labels.ts';
import { labelSelectorErrors } from '../common/label-selector.ts';
import { immutableErrors } from '../common/metadata.ts';
import { dns1123SubdomainErrors } from '../../../api/names.ts';
import { negativeQuantityErrors } from '../common/resource-amounts.ts';
import type { Strategy } from '../strategy.ts';

const IMMUTABLE = ['nodeTopology', 'storageClassName'] as const;

/** pkg/registry/storage/csistoragecapacity/strategy.go, pkg/apis/storage/validation. */
export const csiStorageCapacities: Strategy<CSIStorageCapacity> = {
  validateCreate: capacityErrors,
  validateUpdate: (object, old) => [
    ...capacityErrors(object),
    ...IMMUTABLE.flatMap((field) => immutableErrors(object[field], old[field], field)),
  ],
  unconditionalUpdate: false,
  warnings: topologyWarnings,
};

/** `GetWarningsForNodeSelector` (pkg/api/node/util.go). */
function topologyWarnings({ nodeTopology = {} }: CSIStorageCapacity): string[] {
  const { matchExpressions = [], matchLabels = {} } = nodeTopology;
  return [
    ...matchExpressions.flatMap(({ key }, index) =>
      deprecated(key, `nodeTopology.matchExpressions[${String(index)}].key: ${key} is`),
    ),
    ...Object.keys(matchLabels).flatMap((key) => deprecated(key, `nodeTopology.matchLabels.${key}:`)),
  ];
}

function deprecated(label: string, start: string): string[] {
  const words = deprecatedLabelWords(label);
  return words === undefined ? [] : [`${start} ${words}`];
}

/** `ValidateCSIStorageCapacity`. */
function capacityErrors({ nodeTopology, storageClassName, capacity }: CSIStorageCapacity): FieldError[] {
  const nameErrors = dns1123SubdomainErrors(storageClassName);
  return [
    ...labelSelectorErrors(nodeTopology, 'nodeTopology'),
    ...nameErrors.map((words) => invalid('storageClassName', storageClassName, words)),
    ...(capacity === undefined ? [] : negativeQuantityErrors(capacity, 'capacity')),
  ];
}
