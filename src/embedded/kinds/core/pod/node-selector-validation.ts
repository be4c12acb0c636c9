import { forbiddenField, invalid, required, type FieldError } from '../../../api/field-error.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../../../data/types.ts';
import { labelNameErrors } from '../../common/metadata.ts';
import { dns1123SubdomainErrors, labelValueErrors } from '../../../../api/names.ts';
import { eachErrors, when, wordErrors } from './checks.ts';

const NO_OPERATOR = 'not a valid selector operator';

/** `ValidateNodeSelector` (pkg/apis/core/validation): of pods and of persistent volumes. */
export function nodeSelectorErrors({ nodeSelectorTerms }: NodeSelector, path: string): FieldError[] {
  const at = `${path}.nodeSelectorTerms`;
  if (!nodeSelectorTerms?.length) return [required(at, 'must have at least one node selector term')];
  return eachErrors(nodeSelectorTerms, at, (term, termAt) => nodeSelectorTermErrors(term, termAt));
}

/** `ValidateNodeSelectorTerm`; values that are no values of labels are looked at where the term is `required`. */
export function nodeSelectorTermErrors(
  { matchExpressions, matchFields }: NodeSelectorTerm,
  path: string,
  isRequired = true,
): FieldError[] {
  return [
    ...eachErrors(matchExpressions, `${path}.matchExpressions`, (requirement, at) => [
      ...operatorErrors(requirement, at),
      ...labelNameErrors(requirement.key, `${at}.key`),
      ...eachErrors(isRequired ? requirement.values : [], `${at}.values`, (value, valueAt) =>
        wordErrors(labelValueErrors(value), value, valueAt),
      ),
    ]),
    ...eachErrors(matchFields, `${path}.matchFields`, fieldRequirementErrors),
  ];
}

function operatorErrors({ operator, values = [] }: NodeSelectorRequirement, path: string): FieldError[] {
  const at = `${path}.values`;
  switch (operator) {
    case 'In':
    case 'NotIn':
      return when(values.length === 0, required(at, "must be specified when `operator` is 'In' or 'NotIn'"));
    case 'Exists':
    case 'DoesNotExist':
      return when(
        values.length > 0,
        forbiddenField(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
      );
    case 'Gt':
    case 'Lt':
      return when(
        values.length !== 1,
        required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'"),
      );
    default:
      return [invalid(`${path}.operator`, operator, NO_OPERATOR)];
  }
}

/** `ValidateNodeFieldSelectorRequirement`: a node's name is the only field. */
function fieldRequirementErrors(
  { key, operator, values = [] }: NodeSelectorRequirement,
  path: string,
): FieldError[] {
  const words = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
  const isKnown = operator === 'In' || operator === 'NotIn';
  return [
    ...when(isKnown && values.length !== 1, required(`${path}.values`, words)),
    ...when(!isKnown, invalid(`${path}.operator`, operator, NO_OPERATOR)),
    ...(key === 'metadata.name'
      ? eachErrors(values, `${path}.values`, (value, at) =>
          wordErrors(dns1123SubdomainErrors(value), value, at),
        )
      : [invalid(`${path}.key`, key, 'not a valid field selector key')]),
  ];
}
