import type { User } from '../../api/caller.ts';
import { resource } from '../../api/resource-info.ts';
import { notFound } from '../../api/status.ts';
import { typed } from '../../api/stored-object.ts';
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
} from '../../data/types.ts';
import type { Store } from '../../store/store.ts';
import { describeSubject, subjectOf } from './subjects.ts';

const GROUP = 'rbac.authorization.k8s.io/v1';
const ROLES = resource(GROUP, 'roles');
const CLUSTER_ROLES = resource(GROUP, 'clusterroles');
const ROLE_BINDINGS = resource(GROUP, 'rolebindings');
const CLUSTER_ROLE_BINDINGS = resource(GROUP, 'clusterrolebindings');

/** Is told of a rule and of where it comes from, or of a role that is not there. True ends the visit. */
export interface Visitor {
  rule(rule: PolicyRule, source: () => string): boolean;
  error(message: string): void;
}

/**
 * Which rules apply to whom (`DefaultRuleResolver`, pkg/registry/rbac/validation/rule.go). The bindings are kept in lists that a change of any
 * of them drops; roles are read where they are needed. Always as the store is.
 */
export class RuleResolver {
  readonly #store: Store;
  #clusterBindings: readonly ClusterRoleBinding[] | undefined;
  readonly #bindings = new Map<string, readonly RoleBinding[]>();

  constructor(store: Store) {
    this.#store = store;
    store.subscribe(CLUSTER_ROLE_BINDINGS.storage, () => {
      this.#clusterBindings = undefined;
    });
    store.subscribe(ROLE_BINDINGS.storage, ({ entry }) => {
      this.#bindings.delete(entry.object.metadata.namespace ?? '');
    });
  }

  /** `namespace`: '' for what is cluster-wide. */
  visit(user: User, namespace: string, visitor: Visitor): void {
    if (this.#visitBindings(this.#allClusterBindings(), user, '', visitor) || namespace === '') return;
    this.#visitBindings(this.#bindingsOf(namespace), user, namespace, visitor);
  }

  /** All of them, and what kept it from finding more. */
  rulesFor(user: User, namespace: string): { readonly rules: PolicyRule[]; readonly errors: string[] } {
    const rules: PolicyRule[] = [];
    const errors: string[] = [];
    const rule = (found: PolicyRule): boolean => {
      rules.push(found);
      return false;
    };
    this.visit(user, namespace, { rule, error: (message) => errors.push(message) });
    return { rules, errors };
  }

  /** The rules of a role. Throws `StatusError` 404 when there is none. */
  rulesOf({ kind, name }: RoleRef, namespace: string): readonly PolicyRule[] {
    const info = kind === 'Role' ? ROLES : CLUSTER_ROLES;
    const key = kind === 'Role' ? `${namespace}/${name}` : name;
    const entry = this.#store.get(info.storage, key);
    if (!entry) throw notFound(info, name);
    return typed<Role | ClusterRole>(entry.object).rules ?? [];
  }

  #visitBindings(
    bindings: readonly (RoleBinding | ClusterRoleBinding)[],
    user: User,
    namespace: string,
    visitor: Visitor,
  ): boolean {
    for (const binding of bindings) {
      const subject = subjectOf(user, binding.subjects, namespace);
      if (!subject) continue;
      const source = (): string => describe(binding, describeSubject(subject, namespace));
      if (
        this.#rulesOrError(binding.roleRef, namespace, visitor).some((rule) => visitor.rule(rule, source))
      ) {
        return true;
      }
    }
    return false;
  }

  #rulesOrError(roleRef: RoleRef, namespace: string, visitor: Visitor): readonly PolicyRule[] {
    try {
      return this.rulesOf(roleRef, namespace);
    } catch (error) {
      visitor.error(error instanceof Error ? error.message : String(error));
      return [];
    }
  }

  #allClusterBindings(): readonly ClusterRoleBinding[] {
    this.#clusterBindings ??= this.#store
      .list(CLUSTER_ROLE_BINDINGS.storage)
      .map(({ object }) => typed<ClusterRoleBinding>(object));
    return this.#clusterBindings;
  }

  #bindingsOf(namespace: string): readonly RoleBinding[] {
    const known = this.#bindings.get(namespace);
    if (known) return known;
    const found = this.#store
      .list(ROLE_BINDINGS.storage, namespace)
      .map(({ object }) => typed<RoleBinding>(object));
    // whoever asks about namespaces that do not exist must not fill the memory
    if (found.length > 0) this.#bindings.set(namespace, found);
    return found;
  }
}

function describe({ metadata, roleRef }: RoleBinding | ClusterRoleBinding, subject: string): string {
  const { name = '', namespace } = metadata;
  const binding = namespace
    ? `RoleBinding ${JSON.stringify(`${name}/${namespace}`)}`
    : `ClusterRoleBinding ${JSON.stringify(name)}`;
  return `${binding} of ${roleRef.kind} ${JSON.stringify(roleRef.name)} to ${subject}`;
}
