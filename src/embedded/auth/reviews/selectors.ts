import { forbiddenField, invalid, required, type FieldError } from '../../api/field-error.ts';
import type { FieldSelectorRequirement, ResourceAttributes } from '../../data/types.ts';
import { labelNameErrors } from '../../kinds/common/metadata.ts';
import { labelValueErrors } from '../../../api/names.ts';

/** Whether a selector that is written as text can be read. */
export interface SelectorReaders {
  readonly isFieldSelector: (text: string) => boolean;
  readonly isLabelSelector: (text: string) => boolean;
}

interface Selector {
  readonly rawSelector?: string;
  readonly requirements?: readonly FieldSelectorRequirement[];
}

const PATH = 'spec.resourceAttributes';
const WITH_VALUES: ReadonlySet<string> = new Set(['In', 'NotIn']);
const WITHOUT_VALUES: ReadonlySet<string> = new Set(['Exists', 'DoesNotExist']);

/** `validateResourceAttributes` (pkg/apis/authorization/validation): operators that nobody knows yet pass. */
export function selectorErrors(attributes: ResourceAttributes | undefined): FieldError[] {
  const { fieldSelector, labelSelector } = attributes ?? {};
  return [
    ...errorsOf(fieldSelector, `${PATH}.fieldSelector`, fieldErrors),
    ...errorsOf(labelSelector, `${PATH}.labelSelector`, labelErrors),
  ];
}

/** What could not be looked at, '' when all could (`BuildEvaluationError`, pkg/registry/authorization/util/helpers.go). */
export function evaluationError(
  attributes: ResourceAttributes | undefined,
  readers: SelectorReaders,
): string {
  const { fieldSelector, labelSelector } = attributes ?? {};
  const ignored = [
    ignoredOf(fieldSelector, readers.isFieldSelector, isUsableField, 'fieldSelector'),
    ignoredOf(labelSelector, readers.isLabelSelector, isUsableLabel, 'labelSelector'),
  ];
  return ignored.filter((text) => text !== '').join('; ');
}

function errorsOf(
  selector: Selector | undefined,
  path: string,
  ofRequirement: (requirement: FieldSelectorRequirement, path: string) => FieldError[],
): FieldError[] {
  if (!selector) return [];
  const { rawSelector = '', requirements = [] } = selector;
  if (rawSelector === '' && requirements.length === 0) {
    const why = `when ${path} is specified, requirements or rawSelector is required`;
    return [required(`${path}.requirements`, why)];
  }
  const both = rawSelector !== '' && requirements.length > 0;
  const why = 'may not specified at the same time as requirements';
  return [
    ...(both ? [invalid(`${path}.rawSelector`, rawSelector, why)] : []),
    ...requirements.flatMap((one, index) => ofRequirement(one, `${path}.requirements[${String(index)}]`)),
  ];
}

/** `ValidateFieldSelectorRequirement` (apimachinery/pkg/apis/meta/v1/validation). */
function fieldErrors(requirement: FieldSelectorRequirement, path: string): FieldError[] {
  const missing = requirement.key === '' ? [required(`${path}.key`, 'must be specified')] : [];
  return [...missing, ...valuesErrors(requirement, path)];
}

/** `ValidateLabelSelectorRequirement`. */
function labelErrors(requirement: FieldSelectorRequirement, path: string): FieldError[] {
  const { key, values = [] } = requirement;
  return [
    ...valuesErrors(requirement, path),
    ...labelNameErrors(key, `${path}.key`),
    ...values.flatMap((value, index) =>
      labelValueErrors(value).map((words) => invalid(`${path}.values[${String(index)}]`, value, words)),
    ),
  ];
}

function valuesErrors({ operator, values = [] }: FieldSelectorRequirement, path: string): FieldError[] {
  if (WITH_VALUES.has(operator) && values.length === 0) {
    return [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  }
  if (WITHOUT_VALUES.has(operator) && values.length > 0) {
    const why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
    return [forbiddenField(`${path}.values`, why)];
  }
  return [];
}

function ignoredOf(
  selector: Selector | undefined,
  isReadable: (text: string) => boolean,
  isUsable: (requirement: FieldSelectorRequirement) => boolean,
  name: string,
): string {
  const { rawSelector = '', requirements = [] } = selector ?? {};
  const usable = requirements.filter(isUsable);
  const isWhole =
    requirements.length > 0
      ? usable.length === requirements.length
      : rawSelector === '' || isReadable(rawSelector);
  if (isWhole) return '';
  return `${PATH}.${name} ${usable.length > 0 ? 'partially ' : ''}ignored due to parse error`;
}

/** `fieldSelectorAsSelector`: one value at most, and no question whether there is any. */
function isUsableField({ operator, values = [] }: FieldSelectorRequirement): boolean {
  return WITH_VALUES.has(operator) && values.length === 1;
}

/** `labelSelectorAsSelector`; what is wrong otherwise was refused before. */
function isUsableLabel({ operator }: FieldSelectorRequirement): boolean {
  return WITH_VALUES.has(operator) || WITHOUT_VALUES.has(operator);
}
