import { invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';
import type { ClusterRoleBinding, RoleBinding, RoleRef, Subject } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { internalForm } from '../common/internal-form.ts';
import { dns1123SubdomainErrors, pathSegmentErrors } from '../../../api/names.ts';
import type { Strategy } from '../strategy.ts';

const GROUP = 'rbac.authorization.k8s.io';
const KINDS = ['ServiceAccount', 'User', 'Group'];

/** What differs between the bindings of a namespace and those of the cluster. */
interface Scope {
  readonly namespaced: boolean;
  /** Kinds of roles that may be bound. */
  readonly roles: readonly string[];
}

/** pkg/registry/rbac/rolebinding/strategy.go, pkg/apis/rbac/v1/defaults.go, pkg/apis/rbac/validation. */
export const roleBindings = bindingsOf({ namespaced: true, roles: ['Role', 'ClusterRole'] });

/** pkg/registry/rbac/clusterrolebinding/strategy.go. */
export const clusterRoleBindings = bindingsOf({ namespaced: false, roles: ['ClusterRole'] });

function bindingsOf(scope: Scope): Strategy<RoleBinding | ClusterRoleBinding> {
  return {
    nameErrors: pathSegmentErrors,
    defaults({ roleRef, subjects = [] }) {
      roleRef.apiGroup ||= GROUP;
      for (const subject of subjects) {
        if (['User', 'Group'].includes(subject.kind)) subject.apiGroup ||= GROUP;
      }
    },
    validateCreate: (binding) => [
      ...roleErrors(binding.roleRef, scope, 'roleRef'),
      ...subjectsErrors(binding, scope),
      ...namelessErrors(binding),
      ...noRoleErrors(binding),
    ],
    validateUpdate: (binding, old) => [
      ...roleErrors(binding.roleRef, scope, 'roleRef'),
      // the declared rules end at a role that changed: what is left is the rule of old
      ...noRoleErrors(binding),
      ...subjectsErrors(binding, scope),
      ...(isEqualInMeaning(binding.roleRef, old.roleRef)
        ? []
        : [invalid('roleRef', internalForm(binding.roleRef, 'rbac/v1.RoleRef'), 'field is immutable')]),
      ...namelessErrors(binding),
    ],
    createOnUpdate: true,
  };
}

/** Subjects of `ValidateRoleBinding` and `ValidateClusterRoleBinding`. */
function subjectsErrors({ subjects = [] }: RoleBinding, scope: Scope): FieldError[] {
  return subjects.flatMap((subject, index) => subjectErrors(subject, scope, `subjects[${String(index)}]`));
}

/** That subjects have names is declared. */
function namelessErrors({ subjects = [] }: RoleBinding): FieldError[] {
  return subjects.flatMap(({ name }, index) =>
    name === '' ? [required(`subjects[${String(index)}].name`)] : [],
  );
}

function noRoleErrors({ roleRef }: RoleBinding): FieldError[] {
  return roleRef.name === '' ? [required('roleRef.name')] : [];
}

function roleErrors({ apiGroup = '', kind, name }: RoleRef, { roles }: Scope, path: string): FieldError[] {
  return [
    ...groupErrors(apiGroup, GROUP, `${path}.apiGroup`),
    ...(roles.includes(kind) ? [] : [notSupported(`${path}.kind`, kind, roles)]),
    ...pathSegmentErrors(name, false).map((words) => invalid(`${path}.name`, name, words)),
  ];
}

/** `ValidateRoleBindingSubject`. */
function subjectErrors(subject: Subject, { namespaced }: Scope, path: string): FieldError[] {
  const { kind, name, apiGroup = '', namespace = '' } = subject;
  if (!KINDS.includes(kind)) return [notSupported(`${path}.kind`, kind, KINDS)];
  if (kind !== 'ServiceAccount') return groupErrors(apiGroup, GROUP, `${path}.apiGroup`);
  const nameErrors = name === '' ? [] : dns1123SubdomainErrors(name);
  return [
    ...nameErrors.map((words) => invalid(`${path}.name`, name, words)),
    ...groupErrors(apiGroup, '', `${path}.apiGroup`),
    ...(namespaced || namespace !== '' ? [] : [required(`${path}.namespace`)]),
  ];
}

function groupErrors(group: string, expected: string, path: string): FieldError[] {
  return group === expected ? [] : [notSupported(path, group, [expected])];
}
