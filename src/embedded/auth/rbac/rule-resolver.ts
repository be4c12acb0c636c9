import type { User } from '../../api/caller.ts';
import { resource } from '../../api/resource-info.ts';
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
import { goQuote } from '../../api/go-quote.ts';
import { describeSubject, subjectOf } from './subjects.ts';

const GROUP = 'rbac.authorization.k8s.io/v1';
const ROLES = resource(GROUP, 'roles');
const CLUSTER_ROLES = resource(GROUP, 'clusterroles');
const ROLE_BINDINGS = resource(GROUP, 'rolebindings');
const CLUSTER_ROLE_BINDINGS = resource(GROUP, 'clusterrolebindings');

/** Is told of a rule and of where it comes from, or of a role that is bound and not there. True ends the visit. */
export interface Visitor {
  rule(rule: PolicyRule, source: () => string): boolean;
  missing(role: RoleRef): void;
}

/** What somebody may do, and the roles that were bound to them and are not there. */
export interface Rules {
  readonly rules: readonly PolicyRule[];
  readonly missing: readonly RoleRef[];
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

  /** All of them. */
  rulesFor(user: User, namespace: string): Rules {
    const rules: PolicyRule[] = [];
    const missing: RoleRef[] = [];
    const rule = (found: PolicyRule): boolean => {
      rules.push(found);
      return false;
    };
    this.visit(user, namespace, { rule, missing: (role) => missing.push(role) });
    return { rules, missing };
  }

  /** The rules of a role; undefined when there is none. `namespace`: the binding's. */
  rulesOf({ kind, name }: RoleRef, namespace: string): readonly PolicyRule[] | undefined {
    const [storage, key] =
      kind === 'Role' ? [ROLES.storage, `${namespace}/${name}`] : [CLUSTER_ROLES.storage, name];
    const entry = this.#store.get(storage, key);
    return entry && (typed<Role | ClusterRole>(entry.object).rules ?? []);
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
      const rules = this.rulesOf(binding.roleRef, namespace);
      if (!rules) visitor.missing(binding.roleRef);
      const source = (): string => describe(binding, describeSubject(subject, namespace));
      if (rules?.some((rule) => visitor.rule(rule, source))) return true;
    }
    return false;
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
    ? `RoleBinding ${goQuote(`${name}/${namespace}`)}`
    : `ClusterRoleBinding ${goQuote(name)}`;
  return `${binding} of ${roleRef.kind} ${goQuote(roleRef.name)} to ${subject}`;
}

/** What an authorizer says of a role that is not there: it looked in its own list, whose word for the kind is this one. */
export function notListed({ kind, name }: RoleRef): string {
  const { singular } = kind === 'Role' ? ROLES : CLUSTER_ROLES;
  return `${singular}.${ROLES.group} ${goQuote(name)} not found`;
}
