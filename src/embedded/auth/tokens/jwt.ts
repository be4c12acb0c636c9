import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** 64 bytes. */
const SIGNATURE = /^[\w-]{86}$/;

/** Signs and checks JSON Web Tokens with one key pair: ES256, as kube-apiserver with a P-256 key (pkg/serviceaccount/jwt.go). */
export class TokenSigner {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #header: string;

  /** Both keys as PEM. */
  constructor(keys: { readonly privateKey: string; readonly publicKey: string }) {
    this.#privateKey = createPrivateKey(keys.privateKey);
    this.#publicKey = createPublicKey(keys.publicKey);
    this.#header = encode({ alg: 'ES256', kid: keyId(this.#publicKey) });
  }

  sign(claims: object): string {
    const text = `${this.#header}.${encode(claims)}`;
    const key = { key: this.#privateKey, dsaEncoding: 'ieee-p1363' as const };
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  }

  /** What was signed; undefined for what this key did not sign. */
  verify(token: string): Readonly<Record<string, unknown>> | undefined {
    const [header, claims, signature, ...more] = token.split('.');
    // no other header is ever signed by us, so that no other algorithm can be asked for
    if (header !== this.#header || claims === undefined || more.length > 0) return undefined;
    // Node skips over what is no base64
    if (signature === undefined || !SIGNATURE.test(signature)) return undefined;
    const key = { key: this.#publicKey, dsaEncoding: 'ieee-p1363' as const };
    const signed = Buffer.from(signature, 'base64url');
    if (!verify('sha256', Buffer.from(`${header}.${claims}`), key, signed)) return undefined;
    return JSON.parse(Buffer.from(claims, 'base64url').toString());
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** `keyIDFromPublicKey` */
function keyId(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
}
