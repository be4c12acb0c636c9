import { invalid, type FieldError } from '../../api/field-error.ts';
import type { DeviceClass } from '../../data/types.ts';
import { isEqualJson } from '../../schema/json-tree.ts';
import { isExtendedResource } from '../common/resource-amounts.ts';
import { nextGeneration } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { configurationErrors, itemsErrors, selectorErrors } from './device-parts.ts';

const MAX_SELECTORS = 32;
const MAX_CONFIGS = 32;

/** pkg/registry/resource/deviceclass/strategy.go, pkg/apis/resource/validation. */
export const deviceClasses: Strategy<DeviceClass> = {
  prepareForCreate({ metadata }) {
    metadata.generation = 1;
  },
  validateCreate: specErrors,
  prepareForUpdate(draft, old) {
    if (!isEqualJson(draft.spec, old.spec)) nextGeneration(draft, old);
  },
  validateUpdate: specErrors,
};

/** `validateDeviceClassSpec`. */
function specErrors({ spec = {} }: DeviceClass): FieldError[] {
  const { selectors = [], config = [], extendedResourceName: name } = spec;
  return [
    ...itemsErrors(selectors, MAX_SELECTORS, 'spec.selectors', selectorErrors),
    ...itemsErrors(config, MAX_CONFIGS, 'spec.config', configurationErrors),
    ...(name === undefined || isExtendedResource(name)
      ? []
      : [invalid('spec.extendedResourceName', name, 'must be a valid extended resource name')]),
  ];
}
