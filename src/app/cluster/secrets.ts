import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { type EmbeddedFiles, notUsable, writePrivately } from '../../clusters/embedded-files.ts';
import type { ClusterSecrets } from '../../embedded/pki/secrets.ts';

/**
 * The secrets of a cluster: made where it is new, read back where it is not, so that kubeconfigs and tokens stay good. Rejects with a
 * `UserError` when the file of an old cluster is gone or is not what we wrote.
 */
export async function secretsOf(
  files: EmbeddedFiles,
  { isNew, now }: { readonly isNew: boolean; readonly now: number },
) {
  if (!isNew || existsSync(files.secrets)) return readSecrets(files);
  // a library of certificates, which no later start needs
  const { makeSecrets } = await import('../../embedded/pki/secrets.ts');
  const secrets = await makeSecrets({ now });
  writePrivately(files.secrets, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

function readSecrets(files: EmbeddedFiles): ClusterSecrets {
  try {
    const secrets: ClusterSecrets = JSON.parse(readFileSync(files.secrets, 'utf8'));
    check(secrets);
    return secrets;
  } catch (error) {
    throw notUsable(files, files.secrets, error);
  }
}

/** Throws when anything is not what it should be. */
function check({ ca, server, admin, serviceAccounts, token }: ClusterSecrets): void {
  for (const { cert, key } of [ca, server, admin]) {
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) throw new Error('not a pair');
  }
  createPrivateKey(serviceAccounts.privateKey);
  createPublicKey(serviceAccounts.publicKey);
  if (typeof token !== 'string' || token.length < 32) throw new Error('no token');
}
