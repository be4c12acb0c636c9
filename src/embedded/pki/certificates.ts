import { randomBytes, webcrypto } from 'node:crypto';

// oxlint-disable-next-line import/no-unassigned-import -- it only prepares the ground for the next one
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type Extension,
  type X509Certificate,
} from '@peculiar/x509';

import { newKeys, pemOfPrivateKey, SIGNING } from './keys.ts';

/** What a certificate is to say. */
export interface Wish {
  /** The parts of the name, outermost first. */
  readonly subject: Record<string, string[]>[];
  readonly extensions: readonly Extension[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Who can sign others. */
export interface Issuer {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

const YEARS = 10;
const YEAR_MS = 365 * 24 * 3_600_000;
/** A clock that runs a little behind must not find it not yet valid. */
const EARLIER_MS = 300_000;

/** New keys, and a certificate that vouches for itself and may vouch for others. */
export async function authority(name: Record<string, string[]>[], now: number): Promise<Issuer> {
  const keys = await newKeys();
  const usages = KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment | KeyUsageFlags.keyCertSign;
  const extensions = [
    new KeyUsagesExtension(usages, true),
    new BasicConstraintsExtension(true, undefined, true),
    await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
  ];
  const wish = { ...common(now), name, keys, extensions };
  return { certificate: await X509CertificateGenerator.createSelfSigned(wish, webcrypto), keys };
}

/** A certificate of new keys that `issuer` vouches for, and its private key: PEM. */
export async function signedBy(
  { certificate, keys: { privateKey: signingKey, publicKey: issuerKey } }: Issuer,
  { subject, extensions, now }: Wish,
): Promise<{ readonly cert: string; readonly key: string }> {
  const keys = await newKeys();
  const signed = await X509CertificateGenerator.create(
    {
      ...common(now),
      subject,
      issuer: certificate.subjectName.toJSON(),
      publicKey: keys.publicKey,
      signingKey,
      extensions: [
        ...extensions,
        new BasicConstraintsExtension(false, undefined, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        await AuthorityKeyIdentifierExtension.create(issuerKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { cert: signed.toString('pem'), key: pemOfPrivateKey(keys) };
}

/** For who is asked under these names and addresses. */
export function serverExtensions(names: readonly string[], addresses: readonly string[]): Extension[] {
  const alternatives = [
    ...names.map((value) => ({ type: 'dns' as const, value })),
    ...addresses.map((value) => ({ type: 'ip' as const, value })),
  ];
  return [...usage(ExtendedKeyUsage.serverAuth), new SubjectAlternativeNameExtension(alternatives)];
}

/** For who asks. */
export function clientExtensions(): Extension[] {
  return usage(ExtendedKeyUsage.clientAuth);
}

function usage(purpose: ExtendedKeyUsage): Extension[] {
  return [
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([purpose]),
  ];
}

function common(now: number) {
  return {
    // positive, as a serial number must be
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    notBefore: new Date(now - EARLIER_MS),
    notAfter: new Date(now + YEARS * YEAR_MS),
    signingAlgorithm: SIGNING,
  };
}
