import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooLong,
  type FieldError,
} from '../../api/field-error.ts';
import type { StorageClass, TopologySelectorTerm } from '../../data/types.ts';
import { isEqualJson } from '../../schema/json-tree.ts';
import { declaredImmutableErrors } from '../common/declared.ts';
import { deprecatedLabelWords } from '../common/deprecated-labels.ts';
import { labelNameErrors } from '../common/metadata.ts';
import { qualifiedNameErrors } from '../../../api/names.ts';
import type { Strategy } from '../strategy.ts';

const MAX_PARAMETERS = 512;
const MAX_PARAMETERS_BYTES = 256 * 1024;
const RECLAIM_POLICIES = ['Delete', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];
const IMMUTABLE = ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'] as const;

/** pkg/registry/storage/storageclass/strategy.go, pkg/apis/storage/v1/defaults.go, pkg/apis/storage/validation. */
export const storageClasses: Strategy<StorageClass> = {
  defaults(draft) {
    draft.reclaimPolicy ??= 'Delete';
    draft.volumeBindingMode ??= 'Immediate';
  },
  validateCreate: classErrors,
  validateUpdate: (object, old) => [
    ...classErrors(object),
    ...IMMUTABLE.flatMap((field) => declaredImmutableErrors(object[field], old[field], field)),
  ],
  warnings: ({ allowedTopologies = [] }) => allowedTopologies.flatMap(termWarnings),
};

function termWarnings({ matchLabelExpressions = [] }: TopologySelectorTerm, term: number): string[] {
  return matchLabelExpressions.flatMap(({ key }, index) => {
    const words = deprecatedLabelWords(key);
    const path = `allowedTopologies[${String(term)}].matchLabelExpressions[${String(index)}].key`;
    return words === undefined ? [] : [`${path}: ${words}`];
  });
}

/** `ValidateStorageClass`; that there is a provisioner is declared, and told last. */
function classErrors(object: StorageClass): FieldError[] {
  const { provisioner, reclaimPolicy = '', volumeBindingMode: mode } = object;
  const provisionerErrors = provisioner === '' ? [] : qualifiedNameErrors(provisioner.toLowerCase());
  return [
    ...provisionerErrors.map((words) => invalid('provisioner', provisioner.toLowerCase(), words)),
    ...parametersErrors(object.parameters ?? {}, 'parameters'),
    ...(['', ...RECLAIM_POLICIES].includes(reclaimPolicy)
      ? []
      : [notSupported('reclaimPolicy', reclaimPolicy, RECLAIM_POLICIES)]),
    ...(mode === undefined || BINDING_MODES.includes(mode)
      ? []
      : [notSupported('volumeBindingMode', mode, BINDING_MODES)]),
    ...topologiesErrors(object.allowedTopologies ?? [], 'allowedTopologies'),
    ...(provisioner === '' ? [required('provisioner')] : []),
  ];
}

function parametersErrors(parameters: Readonly<Record<string, string>>, path: string): FieldError[] {
  const entries = Object.entries(parameters);
  if (entries.length > MAX_PARAMETERS) return [tooLong(path, MAX_PARAMETERS)];
  const size = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
  return [
    ...(Object.hasOwn(parameters, '') ? [invalid(path, '', 'field can not be empty.')] : []),
    ...(size > MAX_PARAMETERS_BYTES ? [tooLong(path, MAX_PARAMETERS_BYTES)] : []),
  ];
}

/** `validateAllowedTopologies`: each is another set of values by key; one without keys counts as a repetition. */
function topologiesErrors(terms: readonly TopologySelectorTerm[], path: string): FieldError[] {
  const asSets = terms.map(({ matchLabelExpressions = [] }) =>
    Object.fromEntries(matchLabelExpressions.map(({ key, values }) => [key, (values ?? []).toSorted()])),
  );
  return terms.flatMap((term, index) => {
    const at = `${path}[${String(index)}].matchLabelExpressions`;
    const others = [{}, ...asSets.slice(0, index)];
    const isRepeated = others.some((other) => isEqualJson(other, asSets[index]));
    return [...termErrors(term, at), ...(isRepeated ? [duplicate(at, '')] : [])];
  });
}

/** `ValidateTopologySelectorTerm` (pkg/apis/core/validation). */
function termErrors({ matchLabelExpressions = [] }: TopologySelectorTerm, path: string): FieldError[] {
  const keys = matchLabelExpressions.map(({ key }) => key);
  return matchLabelExpressions.flatMap(({ key, values }, index) => {
    const at = `${path}[${String(index)}]`;
    const isRepeated = keys.indexOf(key) < index;
    return [
      ...valuesErrors(values ?? [], `${at}.values`),
      ...labelNameErrors(key, `${at}.key`),
      ...(isRepeated ? [duplicate(`${at}.key`, key)] : []),
    ];
  });
}

function valuesErrors(values: readonly string[], path: string): FieldError[] {
  if (values.length === 0) return [required(path)];
  return values.flatMap((value, index) =>
    values.indexOf(value) < index ? [duplicate(`${path}[${String(index)}]`, value)] : [],
  );
}
