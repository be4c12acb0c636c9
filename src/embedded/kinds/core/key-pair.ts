import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';

const BLOCK = /-----BEGIN ([^\n-]*)-----\r?\n[^-]*-----END \1-----/g;
const CERTIFICATE = 'CERTIFICATE';
const KEY = /(?:^| )PRIVATE KEY$/;

/** What Go's `tls.X509KeyPair` says of a certificate and its key, each a text of PEM blocks; none when they fit. */
export function keyPairErrors(certificate: Buffer, key: Buffer): string[] {
  const certificates = blocksOf(certificate);
  const keys = blocksOf(key);
  const first = certificates.find(({ type }) => type === CERTIFICATE);
  const secret = keys.find(({ type }) => KEY.test(type));
  if (!first) return [`tls: ${noCertificate(certificates.map(({ type }) => type))}`];
  if (!secret) return [`tls: ${noKey(keys.map(({ type }) => type))}`];
  return mismatches(first.text, secret.text);
}

interface Block {
  readonly type: string;
  readonly text: string;
}

function blocksOf(pem: Buffer): Block[] {
  return [...pem.toString('latin1').matchAll(BLOCK)].map(([text, type = '']) => ({ type, text }));
}

function noCertificate(skipped: readonly string[]): string {
  const [only = ''] = skipped;
  if (skipped.length === 0) return 'failed to find any PEM data in certificate input';
  if (skipped.length === 1 && only.endsWith('PRIVATE KEY')) {
    return 'failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
  }
  return `failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${skipped.join(' ')}]`;
}

function noKey(skipped: readonly string[]): string {
  if (skipped.length === 0) return 'failed to find any PEM data in key input';
  if (skipped.length === 1 && skipped[0] === CERTIFICATE) {
    return 'found a certificate rather than a key in the PEM for the private key';
  }
  return `failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${skipped.join(' ')}]`;
}

function mismatches(certificate: string, key: string): string[] {
  const parsed = parsedOr(() => new X509Certificate(certificate));
  if (!parsed) return ['x509: malformed certificate'];
  const secret: KeyObject | undefined = parsedOr(() => createPrivateKey(key));
  if (!secret) return ['tls: failed to parse private key'];
  if (parsed.publicKey.asymmetricKeyType !== secret.asymmetricKeyType) {
    return ['tls: private key type does not match public key type'];
  }
  return parsed.checkPrivateKey(secret) ? [] : ['tls: private key does not match public key'];
}

function parsedOr<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
