import { resource } from '../api/resource-info.ts';
import { typed } from '../api/stored-object.ts';
import type { Pod, PodSpec, ServiceAccount } from '../data/types.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin, AdmissionRequest } from './contract.ts';
import { checkMountableSecrets, checkMountableSecretsOfDebuggers } from './mountable-secrets.ts';
import { referencesSecret } from './pod-references.ts';
import { isAbout, refused } from './request.ts';
import { mountToken } from './service-account-token.ts';

const SERVICE_ACCOUNTS = resource('v1', 'serviceaccounts');
const MIRROR = 'kubernetes.io/config.mirror';

/**
 * Every pod has an account, its token and its pull secrets (plugin/pkg/admission/serviceaccount). Upstream waits a second for the default
 * account of a new namespace; here the controller that makes it has its turn before the next request.
 */
export function serviceAccount(store: Store, random: () => number): AdmissionPlugin {
  return {
    operations: ['CREATE', 'UPDATE'],
    mutate: (request) => {
      if (request.operation !== 'CREATE' || !isAbout(request, 'pods')) return;
      const { metadata, spec } = podOf(request);
      // a mirror pod must stay what its kubelet made it
      if (metadata.annotations?.[MIRROR] === undefined) complete(store, random, request, spec);
      validate(store, request);
    },
    validate: (request) => {
      if (request.operation === 'CREATE' && isAbout(request, 'pods')) validate(store, request);
      if (request.operation === 'UPDATE' && isAbout(request, 'pods', 'ephemeralcontainers')) {
        const { spec } = podOf(request);
        const why = checkMountableSecretsOfDebuggers(accountOf(store, request, spec), spec);
        if (why !== undefined) throw refused(request, why);
      }
    },
  };
}

interface PodWithSpec extends Pod {
  spec: PodSpec;
}

function podOf({ draft = { metadata: {} } }: AdmissionRequest): PodWithSpec {
  const pod = typed<Pod>(draft);
  const spec: PodSpec = (pod.spec ??= { containers: [] });
  return Object.assign(pod, { spec });
}

function complete(store: Store, random: () => number, request: AdmissionRequest, spec: PodSpec): void {
  if (!spec.serviceAccountName) {
    spec.serviceAccountName = 'default';
    spec.serviceAccount = 'default';
  }
  const account = accountOf(store, request, spec);
  if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) {
    mountToken(spec, random);
  }
  if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) {
    spec.imagePullSecrets = account.imagePullSecrets.map(({ name = '' }) => ({ name }));
  }
}

function validate(store: Store, request: AdmissionRequest): void {
  const { metadata, spec } = podOf(request);
  const why =
    metadata.annotations?.[MIRROR] === undefined
      ? checkMountableSecrets(accountOf(store, request, spec), spec)
      : whyNoMirror(spec);
  if (why !== undefined) throw refused(request, why);
}

function whyNoMirror(spec: PodSpec): string | undefined {
  if (spec.serviceAccountName) return 'a mirror pod may not reference service accounts';
  if (referencesSecret(spec)) return 'a mirror pod may not reference secrets';
  const projects = spec.volumes?.some(({ projected }) =>
    projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken !== undefined),
  );
  return projects ? 'a mirror pod may not use ServiceAccountToken volume projections' : undefined;
}

function accountOf(
  store: Store,
  request: AdmissionRequest,
  { serviceAccountName: name = '' }: PodSpec,
): ServiceAccount {
  const { namespace = '' } = request.target;
  if (name === '') {
    const pod = request.draft?.metadata.name ?? '';
    throw refused(request, `no service account specified for pod ${namespace}/${pod}`);
  }
  const entry = store.get(SERVICE_ACCOUNTS.storage, `${namespace}/${name}`);
  if (entry) return typed<ServiceAccount>(entry.object);
  const why = `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
  throw refused(request, why);
}
