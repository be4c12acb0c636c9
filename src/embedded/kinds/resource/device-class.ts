import { invalid, type FieldError } from '../../api/field-error.ts';
import type { DeviceClass } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { declaredNameErrors } from '../common/declared.ts';
import { qualifiedNameErrors } from '../../../api/names.ts';
import { nextGeneration } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import {
  configurationErrors,
  declaredConfigurationErrors,
  itemsErrors,
  selectorErrors,
  tooManyErrors,
} from './device-parts.ts';
import { MAX_CONFIGS, MAX_SELECTORS } from './limits.ts';

const NATIVE = 'kubernetes.io/';
/** As quota counts them. */
const QUOTA = 'requests.';

/** pkg/registry/resource/deviceclass/strategy.go, pkg/apis/resource/validation. */
export const deviceClasses: Strategy<DeviceClass> = {
  prepareForCreate({ metadata }) {
    metadata.generation = 1;
  },
  // the rule of the name is declared, and told last
  nameErrors: () => [],
  validateCreate: (object) => [...specErrors(object), ...declaredNameErrors(object.metadata)],
  prepareForUpdate(draft, old) {
    if (!isEqualInMeaning(draft.spec, old.spec)) nextGeneration(draft, old);
  },
  validateUpdate: specErrors,
};

/** `validateDeviceClassSpec`; what is declared is told last. */
function specErrors({ spec = {} }: DeviceClass): FieldError[] {
  const { selectors = [], config = [], extendedResourceName: name } = spec;
  return [
    ...itemsErrors(selectors, MAX_SELECTORS, 'spec.selectors', selectorErrors),
    ...itemsErrors(config, MAX_CONFIGS, 'spec.config', configurationErrors),
    ...tooManyErrors(selectors, MAX_SELECTORS, 'spec.selectors'),
    ...tooManyErrors(config, MAX_CONFIGS, 'spec.config'),
    ...itemsErrors(config, MAX_CONFIGS, 'spec.config', declaredConfigurationErrors),
    ...(name === undefined ? [] : extendedNameErrors(name, 'spec.extendedResourceName')),
  ];
}

/** `ExtendedResourceName` (apimachinery/pkg/api/validate): a name that pods may ask for as for any other resource. */
function extendedNameErrors(name: string, path: string): FieldError[] {
  const words = [
    ...(name.includes('/') ? [] : ["a name must be a domain-prefixed path, such as 'example.com/my-prop'"]),
    ...(name.includes('/') && name.includes(NATIVE) ? [`must not have "${NATIVE}" domain`] : []),
    ...(name.startsWith(QUOTA) ? [`must not have "${QUOTA}" prefix`] : []),
    ...qualifiedNameErrors(`${QUOTA}${name}`),
  ];
  return words.map((detail) => invalid(path, name, detail));
}
