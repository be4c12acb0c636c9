import type { Container, ObjectMeta, PodSpec, SecurityContext } from '../../data/types.ts';

/** What a policy has against a pod. */
export interface Violation {
  /** `host namespaces` */
  readonly reason: string;
  /** `hostPID=true, hostIPC=true` */
  readonly detail: string;
}

/** One rule of a policy; undefined: the pod keeps it. */
export type Check = (spec: PodSpec, metadata: ObjectMeta) => Violation | undefined;

/** What containers of all sorts have that rules are about. */
export type AnyContainer = Pick<
  Container,
  'name' | 'securityContext' | 'ports' | 'lifecycle' | 'livenessProbe' | 'readinessProbe' | 'startupProbe'
>;

/** What can be said for the whole pod and for a container. */
export type Security = Pick<
  SecurityContext,
  'appArmorProfile' | 'runAsNonRoot' | 'runAsUser' | 'seLinuxOptions' | 'seccompProfile' | 'windowsOptions'
>;

/** All containers, as the checks go through them (pod-security-admission/policy/visitor.go). */
export function containersOf(spec: PodSpec): AnyContainer[] {
  return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
}

/** The names of the containers of which this is true. */
export function namesOf(spec: PodSpec, isBad: (container: AnyContainer) => boolean): string[] {
  return containersOf(spec)
    .filter(isBad)
    .map(({ name }) => name);
}

/** Who says something forbidden: `pod`, `containers "a", "b"`. */
export function settersOf(spec: PodSpec, isBad: (security: Security) => boolean): string[] {
  const { securityContext } = spec;
  const names = namesOf(spec, (one) => one.securityContext !== undefined && isBad(one.securityContext));
  return [
    ...(securityContext && isBad(securityContext) ? ['pod'] : []),
    ...(names.length > 0 ? [counted('container', names)] : []),
  ];
}

/** What pod and containers say of their security. */
export function securitiesOf(spec: PodSpec): Security[] {
  return [spec, ...containersOf(spec)].flatMap(({ securityContext }) => securityContext ?? []);
}

/** `container "a"`, `containers "a", "b"`. */
export function counted(word: string, names: readonly string[]): string {
  return `${plural(word, names)} ${quoted(names)}`;
}

/** The word for one, or for several. */
export function plural(word: string, of: readonly unknown[], several = `${word}s`): string {
  return of.length === 1 ? word : several;
}

/** `"a", "b"` */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** Each value once, sorted. */
export function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}

/** A pod with users of its own may do inside what looks forbidden from outside (`relaxPolicyForUserNamespacePod`). */
export function hasOwnUsers({ hostUsers }: PodSpec): boolean {
  return hostUsers === false;
}

/** Windows pods are spared what does not exist there. */
export function isForWindows({ os }: PodSpec): boolean {
  return os?.name === 'windows';
}
