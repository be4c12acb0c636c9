import { randomBytes } from 'node:crypto';

import { MASTERS } from '../api/caller.ts';
import { ADMIN, SERVICE_ADDRESS } from './names.ts';
import { authority, clientExtensions, serverExtensions, signedBy } from './certificates.ts';
import { newKeys, pemOfPrivateKey, pemOfPublicKey } from './keys.ts';

/** PEM; the private key as PKCS #8. */
export interface CertificateAndKey {
  readonly cert: string;
  readonly key: string;
}

/** Whatever a cluster must keep for itself: plain JSON, for a file that only its owner reads. */
export interface ClusterSecrets {
  readonly ca: CertificateAndKey;
  /** For 127.0.0.1, localhost and the names of the `kubernetes` service. */
  readonly server: CertificateAndKey;
  /** The administrator's client certificate: `kubernetes-admin` in `system:masters`. */
  readonly admin: CertificateAndKey;
  /** What the tokens of service accounts are signed and checked with (P-256). PEM. */
  readonly serviceAccounts: { readonly privateKey: string; readonly publicKey: string };
  /** The administrator's bearer token. */
  readonly token: string;
}

export interface SecretsOptions {
  /** Milliseconds since the epoch: the certificates are valid from then on. */
  readonly now: number;
}

const SERVER_NAMES = [
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];
const SERVER_ADDRESSES = ['127.0.0.1', '::1', SERVICE_ADDRESS];

/** Makes new ones: a CA of its own, ten years valid, as are the certificates. Takes some milliseconds. */
export async function makeSecrets({ now }: SecretsOptions): Promise<ClusterSecrets> {
  const ca = await authority([{ CN: ['kubernetes'] }], now);
  const accounts = await newKeys();
  return {
    ca: { cert: ca.certificate.toString('pem'), key: pemOfPrivateKey(ca.keys) },
    server: await signedBy(ca, {
      subject: [{ CN: ['kube-apiserver'] }],
      extensions: serverExtensions(SERVER_NAMES, SERVER_ADDRESSES),
      now,
    }),
    admin: await signedBy(ca, {
      subject: [{ O: [MASTERS] }, { CN: [ADMIN] }],
      extensions: clientExtensions(),
      now,
    }),
    serviceAccounts: {
      privateKey: pemOfPrivateKey(accounts),
      publicKey: pemOfPublicKey(accounts),
    },
    token: randomBytes(32).toString('hex'),
  };
}
