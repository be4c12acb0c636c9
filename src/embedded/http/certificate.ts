import type { TLSSocket } from 'node:tls';

import type { Credentials } from '../auth/contract.ts';

/** The certificate that a client showed; without a subject when our CA did not sign it. */
export interface ShownCertificate {
  readonly subject?: NonNullable<Credentials['certificate']>;
}

const known = new WeakMap<TLSSocket, { readonly shown: ShownCertificate | undefined }>();

/** Undefined when none was shown. Looked up once for each connection. */
export function certificateOf(socket: TLSSocket): ShownCertificate | undefined {
  const found = known.get(socket) ?? { shown: readCertificate(socket) };
  known.set(socket, found);
  return found.shown;
}

function readCertificate(socket: TLSSocket): ShownCertificate | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return undefined;
  if (!socket.authorized) return {};
  const { CN, O } = certificate.toLegacyObject().subject;
  const fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  return { subject: { commonName: listOf(CN)[0] ?? '', organizations: listOf(O), fingerprint } };
}

function listOf(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
