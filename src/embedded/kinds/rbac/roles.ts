import { invalid, required, type FieldError } from '../../api/field-error.ts';
import type { ClusterRole, Role } from '../../data/types.ts';
import { isReadable } from '../apps/pods-of.ts';
import { labelSelectorErrors } from '../common/label-selector.ts';
import { pathSegmentErrors } from '../../../api/names.ts';
import type { Strategy } from '../strategy.ts';
import { rulesErrors, verbsErrors } from './rules.ts';

const roleErrors = ({ rules }: Role): FieldError[] => [
  ...rulesErrors(rules ?? [], true),
  ...verbsErrors(rules ?? []),
];

/** pkg/registry/rbac/role/strategy.go, pkg/apis/rbac/validation. Who may grant what is a question of authorization. */
export const roles: Strategy<Role> = {
  nameErrors: pathSegmentErrors,
  validateCreate: roleErrors,
  validateUpdate: roleErrors,
  createOnUpdate: true,
};

/** pkg/registry/rbac/clusterrole/strategy.go. */
export const clusterRoles: Strategy<ClusterRole> = {
  nameErrors: pathSegmentErrors,
  validateCreate: clusterRoleErrors,
  validateUpdate: clusterRoleErrors,
  createOnUpdate: true,
};

/** `ValidateClusterRole`. */
function clusterRoleErrors(role: ClusterRole): FieldError[] {
  const rules = role.rules ?? [];
  return [
    ...rulesErrors(rules, false),
    ...aggregationErrors(role, 'aggregationRule.clusterRoleSelectors'),
    ...verbsErrors(rules),
  ];
}

function aggregationErrors({ aggregationRule }: ClusterRole, path: string): FieldError[] {
  if (!aggregationRule) return [];
  const { clusterRoleSelectors: selectors = [] } = aggregationRule;
  const none = 'at least one clusterRoleSelector required if aggregationRule is non-nil';
  return [
    ...(selectors.length > 0 ? [] : [required(path, none)]),
    ...selectors.flatMap((selector, index) => {
      const at = `${path}[${String(index)}]`;
      const unreadable = isReadable(selector) ? [] : [invalid(at, null, 'invalid label selector.')];
      return [...labelSelectorErrors(selector, at), ...unreadable];
    }),
  ];
}
