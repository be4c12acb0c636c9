import type { LabelSelector, NodeSelector, NodeSelectorTerm } from '../../../api/selectors.ts';
import { labelRequirementErrors, fieldRequirementErrors } from '../../../api/requirement-errors.ts';
import type { Given } from '../../config/given.ts';

const LABEL_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;
const NODE_OPERATORS = [...LABEL_OPERATORS, 'Gt', 'Lt'] as const;

/** A meta/v1 LabelSelector. */
export function readLabelSelector(given: Given): LabelSelector {
  const { matchLabels, matchExpressions } = given.fields(['matchLabels', 'matchExpressions']);
  return {
    ...(matchLabels && {
      matchLabels: Object.fromEntries(matchLabels.entries().map(([key, value]) => [key, labelValue(value)])),
    }),
    ...(matchExpressions && {
      matchExpressions: matchExpressions
        .list()
        .map((item) => readRequirement(item, LABEL_OPERATORS, labelRequirementErrors)),
    }),
  };
}

/** A core/v1 NodeSelector (upstream: component-helpers/scheduling/corev1/nodeaffinity, `NewNodeSelector`). */
export function readNodeSelector(given: Given): NodeSelector {
  const { nodeSelectorTerms } = given.fields(['nodeSelectorTerms']);
  const terms = nodeSelectorTerms?.list().map(readNodeTerm) ?? [];
  if (terms.length === 0)
    throw (nodeSelectorTerms ?? given).wrong('must have at least one node selector term');
  return { nodeSelectorTerms: terms };
}

/** One term of it. */
export function readNodeTerm(given: Given): NodeSelectorTerm {
  const { matchExpressions, matchFields } = given.fields(['matchExpressions', 'matchFields']);
  return {
    ...(matchExpressions && {
      matchExpressions: matchExpressions
        .list()
        .map((item) => readRequirement(item, NODE_OPERATORS, labelRequirementErrors)),
    }),
    ...(matchFields && {
      matchFields: matchFields
        .list()
        .map((item) => readRequirement(item, NODE_OPERATORS, fieldRequirementErrors)),
    }),
  };
}

type Errors = typeof labelRequirementErrors;

function readRequirement<const O extends string>(given: Given, operators: readonly O[], errors: Errors) {
  const fields = given.fields(['key', 'operator', 'values']);
  if (!fields.key) throw given.wrong('key is missing');
  if (!fields.operator) throw given.wrong(`operator is missing: one of ${operators.join(', ')}`);
  const requirement = {
    key: fields.key.text(),
    operator: fields.operator.oneOf(operators),
    ...(fields.values && { values: fields.values.list().map(labelValue) }),
  };
  // upstream's words begin with the path, which is told already
  const [wrong] = errors(requirement, '');
  if (wrong !== undefined) throw given.wrong(wrong.replace(/^\./, ''));
  return requirement;
}

/** Also an empty one. */
function labelValue(given: Given): string {
  return given.value === '' ? '' : given.text();
}
