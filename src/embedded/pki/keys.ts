import { KeyObject, webcrypto } from 'node:crypto';

/** P-256 with SHA-256: keys that are made in a millisecond, and that every Kubernetes client takes. */
export const SIGNING = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(SIGNING, true, ['sign', 'verify']);
}

/** PKCS #8. */
export function pemOfPrivateKey({ privateKey }: webcrypto.CryptoKeyPair): string {
  return KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** SPKI. */
export function pemOfPublicKey({ publicKey }: webcrypto.CryptoKeyPair): string {
  return KeyObject.from(publicKey).export({ type: 'spki', format: 'pem' }).toString();
}
