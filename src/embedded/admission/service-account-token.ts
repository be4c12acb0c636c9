import type { Container, PodSpec, Volume } from '../data/types.ts';
import { generatedName } from '../api/generated-names.ts';

const PREFIX = 'kube-api-access-';
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** An hour and a bit, by which the server knows that nobody asked for a term (`WarnOnlyBoundTokenExpirationSeconds`). */
const EXPIRATION_SECONDS = 3607;

/** Every container that has nothing at the place of the account's token gets it there (`mountServiceAccountToken`). */
export function mountToken(spec: PodSpec, random: () => number): void {
  const present = spec.volumes?.find(({ name }) => name.startsWith(PREFIX))?.name;
  const name = present ?? generatedName(PREFIX, random);
  const without = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].filter(
    (one) => !hasMount(one),
  );
  for (const container of without) {
    (container.volumeMounts ??= []).push({ name, readOnly: true, mountPath: MOUNT_PATH });
  }
  if (present === undefined && without.length > 0) (spec.volumes ??= []).push(tokenVolume(name));
}

function hasMount({ volumeMounts = [] }: Container): boolean {
  return volumeMounts.some(({ mountPath }) => mountPath === MOUNT_PATH);
}

/** `TokenVolumeSource`. */
function tokenVolume(name: string): Volume {
  const fieldRef = { apiVersion: 'v1', fieldPath: 'metadata.namespace' };
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: EXPIRATION_SECONDS, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef }] } },
      ],
      defaultMode: 0o644,
    },
  };
}
