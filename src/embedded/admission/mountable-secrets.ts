import type { Container, PodSpec, ServiceAccount } from '../data/types.ts';

const ENFORCE = 'kubernetes.io/enforce-mountable-secrets';
/** What `strconv.ParseBool` takes for true. */
const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

/**
 * What a pod uses of secrets though its account, which is annotated so, does not list it (`limitSecretReferences`,
 * plugin/pkg/admission/serviceaccount); undefined when all is well.
 */
export function checkMountableSecrets(account: ServiceAccount, spec: PodSpec): string | undefined {
  if (!isEnforced(account)) return undefined;
  const { name = '' } = account.metadata;
  const mountable = new Set(account.secrets?.map((secret) => secret.name ?? ''));
  const volume = spec.volumes?.find(({ secret }) => secret && !mountable.has(secret.secretName ?? ''));
  if (volume) {
    const secret = volume.secret?.secretName ?? '';
    return `volume with secret.secretName="${secret}" is not allowed because service account ${name} does not reference that secret`;
  }
  return (
    ofContainers('init container', spec.initContainers, name, mountable) ??
    ofContainers('container', spec.containers, name, mountable) ??
    ofPulls(account, spec)
  );
}

/** The same for containers that are added for debugging. */
export function checkMountableSecretsOfDebuggers(account: ServiceAccount, spec: PodSpec): string | undefined {
  if (!isEnforced(account)) return undefined;
  const mountable = new Set(account.secrets?.map((secret) => secret.name ?? ''));
  const { name = '' } = account.metadata;
  return ofContainers('ephemeral container', spec.ephemeralContainers, name, mountable);
}

function isEnforced({ metadata }: ServiceAccount): boolean {
  return TRUE.has(metadata.annotations?.[ENFORCE] ?? '');
}

function ofContainers(
  what: string,
  containers: readonly Pick<Container, 'name' | 'env' | 'envFrom'>[] = [],
  account: string,
  mountable: ReadonlySet<string>,
): string | undefined {
  for (const { name, env = [], envFrom = [] } of containers) {
    const uses = [
      ...env.map((one) => [` envVar ${one.name}`, one.valueFrom?.secretKeyRef?.name] as const),
      ...envFrom.map((one) => [' envFrom', one.secretRef?.name] as const),
    ];
    const [how, secret] = uses.find(([, used]) => used !== undefined && !mountable.has(used)) ?? [];
    if (how !== undefined) {
      return `${what} ${name} with${how} referencing secret.secretName="${secret ?? ''}" is not allowed because service account ${account} does not reference that secret`;
    }
  }
  return undefined;
}

function ofPulls({ metadata, imagePullSecrets = [] }: ServiceAccount, spec: PodSpec): string | undefined {
  const known = new Set(imagePullSecrets.map(({ name }) => name));
  const index = spec.imagePullSecrets?.findIndex(({ name }) => !known.has(name)) ?? -1;
  if (index < 0) return undefined;
  const secret = spec.imagePullSecrets?.[index]?.name ?? '';
  return `imagePullSecrets[${String(index)}].name="${secret}" is not allowed because service account ${metadata.name ?? ''} does not reference that imagePullSecret`;
}
