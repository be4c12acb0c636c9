import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { damaged, writePrivately } from '../../clusters/embedded-files.ts';
import type { ClusterSecrets } from '../../embedded/pki/secrets.ts';

/**
 * The secrets of a cluster: made where it is new, read back where it is not, so that kubeconfigs and tokens stay good. Rejects with a
 * `UserError` when the file of an old cluster is gone or is not what we wrote.
 */
export async function secretsOf(
  path: string,
  { isNew, now }: { readonly isNew: boolean; readonly now: number },
) {
  if (!isNew || existsSync(path)) return readSecrets(path);
  // a library of certificates, which no later start needs
  const { makeSecrets } = await import('../../embedded/pki/secrets.ts');
  const secrets = await makeSecrets({ now });
  writePrivately(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

function readSecrets(path: string): ClusterSecrets {
  try {
    const secrets: ClusterSecrets = JSON.parse(readFileSync(path, 'utf8'));
    check(secrets);
    return secrets;
  } catch (error) {
    throw damaged(path, error);
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
