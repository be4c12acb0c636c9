import { post, type RequestStep, type Step } from '../sequence.ts';
import { NS } from './common.ts';

export const GROUP = 'rbac.authorization.k8s.io';
export const RBAC = `/apis/${GROUP}/v1`;
/** Roles and role bindings of the sequence's namespace. */
export const OURS = `${RBAC}/namespaces/<ns>`;

/** A service account of the sequence's namespace, and its token as a variable. */
export function accountWithToken(name: string, token: string): readonly Step[] {
  return [
    post(
      `${NS}/serviceaccounts`,
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } },
      { name: `create account ${name}` },
    ),
    post(
      `${NS}/serviceaccounts/${name}/token`,
      { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
      { name: `token of ${name}`, capture: { [token]: 'status.token' } },
    ),
  ];
}

export function roleObject(name: string, rules: readonly object[], more: object = {}): object {
  return { apiVersion: `${GROUP}/v1`, kind: 'Role', metadata: { name }, rules, ...more };
}

export function clusterRoleObject(name: string, rules: readonly object[], more: object = {}): object {
  return { ...roleObject(name, rules, more), kind: 'ClusterRole' };
}

export function bindingObject(name: string, role: string, account: string, kind = 'Role'): object {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'RoleBinding',
    metadata: { name },
    roleRef: { apiGroup: GROUP, kind, name: role },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: '<ns>' }],
  };
}

export function clusterBindingObject(name: string, role: string, account: string): object {
  return { ...bindingObject(name, role, account, 'ClusterRole'), kind: 'ClusterRoleBinding' };
}

/** A cluster role for one account. Named after the namespace, as what is cluster-wide must be. */
export function granted(name: string, account: string, rules: readonly object[]): readonly RequestStep[] {
  return [
    post(`${RBAC}/clusterroles`, clusterRoleObject(`<ns>-${name}`, rules), { name: `cluster role ${name}` }),
    post(`${RBAC}/clusterrolebindings`, clusterBindingObject(`<ns>-${name}`, `<ns>-${name}`, account), {
      name: `bind cluster role ${name}`,
    }),
  ];
}
