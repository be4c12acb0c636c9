import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, sign, verify, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { connect, createServer } from 'node:tls';

import {
  makeSecrets,
  type CertificateAndKey,
  type ClusterSecrets,
} from '../../../src/embedded/pki/secrets.ts';

const NOW = Date.UTC(2026, 0, 1);
const YEAR_MS = 365 * 24 * 3_600_000;
const secrets = makeSecrets({ now: NOW });

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

test('the authority vouches for server and administrator, and for nothing else', async () => {
  const { ca, server, admin } = await secrets;
  const authority = new X509Certificate(ca.cert);
  assert.ok(authority.ca);
  assert.ok(authority.verify(authority.publicKey), 'signed by itself');
  for (const { cert } of [server, admin]) {
    const certificate = new X509Certificate(cert);
    assert.ok(certificate.checkIssued(authority));
    assert.ok(certificate.verify(authority.publicKey));
    assert.ok(!certificate.ca, 'vouches for nobody');
  }
  const other = await makeSecrets({ now: NOW });
  const stranger = new X509Certificate(other.admin.cert);
  // same names, another key
  assert.equal(stranger.issuer, authority.subject);
  assert.ok(!stranger.verify(authority.publicKey));
});

test('each certificate is for its one purpose and its one name', async () => {
  const { server, admin } = await secrets;
  const ofServer = new X509Certificate(server.cert);
  assert.deepEqual(ofServer.keyUsage, [SERVER_AUTH]);
  assert.equal(ofServer.subject, 'CN=kube-apiserver');
  const ofAdmin = new X509Certificate(admin.cert);
  assert.deepEqual(ofAdmin.keyUsage, [CLIENT_AUTH]);
  assert.equal(ofAdmin.subject, 'O=system:masters\nCN=kubernetes-admin');
  assert.equal(ofAdmin.subjectAltName, undefined);
});

test('the server is good for loopback and the names of the kubernetes service only', async () => {
  const { server } = await secrets;
  const certificate = new X509Certificate(server.cert);
  assert.deepEqual(certificate.subjectAltName?.split(', ').toSorted(), [
    'DNS:kubernetes',
    'DNS:kubernetes.default',
    'DNS:kubernetes.default.svc',
    'DNS:kubernetes.default.svc.cluster.local',
    'DNS:localhost',
    'IP Address:0:0:0:0:0:0:0:1',
    'IP Address:10.96.0.1',
    'IP Address:127.0.0.1',
  ]);
  assert.ok(certificate.checkHost('localhost') && certificate.checkIP('127.0.0.1'));
  for (const name of ['kube-apiserver', 'example.com', 'x.localhost', 'kubernetes.example.com']) {
    assert.equal(certificate.checkHost(name), undefined, name);
  }
  assert.equal(certificate.checkIP('192.168.0.1'), undefined);
});

test('certificates are valid from a little before now for ten years, and have serial numbers of their own', async () => {
  const { ca, server, admin } = await secrets;
  const all = [ca, server, admin].map(({ cert }) => new X509Certificate(cert));
  for (const { validFromDate, validToDate } of all) {
    assert.equal(validFromDate.getTime(), NOW - 300_000);
    assert.equal(validToDate.getTime(), NOW + 10 * YEAR_MS);
  }
  assert.equal(new Set(all.map(({ serialNumber }) => serialNumber)).size, 3);
  for (const { serialNumber } of all) {
    const number = BigInt(`0x${serialNumber}`);
    assert.ok(number > 0n && number < 2n ** 159n, 'positive, and at most 20 bytes (RFC 5280)');
  }
});

test('every key is a P-256 key, and each certificate has its own', async () => {
  const made = await secrets;
  const pairs: [string, string][] = [made.ca, made.server, made.admin].map(({ cert, key }) => [
    key,
    new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  ]);
  pairs.push([made.serviceAccounts.privateKey, made.serviceAccounts.publicKey]);
  for (const [privateKey, publicKey] of pairs) {
    const key = createPrivateKey(privateKey);
    assert.equal(key.asymmetricKeyDetails?.namedCurve, 'prime256v1');
    const signature = sign('sha256', Buffer.from('text'), key);
    assert.ok(verify('sha256', Buffer.from('text'), createPublicKey(publicKey), signature));
  }
  assert.equal(new Set(pairs.map(([, publicKey]) => publicKey)).size, pairs.length);
});

test('no two clusters share a secret', async () => {
  const [one, other] = [await secrets, await makeSecrets({ now: NOW })];
  assert.match(one.token, /^[0-9a-f]{64}$/);
  const values = [one, other].flatMap(({ token, ca, server, admin, serviceAccounts }) => [
    token,
    serviceAccounts.privateKey,
    ...[ca, server, admin].map(({ key }) => key),
  ]);
  assert.equal(new Set(values).size, values.length);
});

test('secrets are plain JSON', async () => {
  const made = await secrets;
  assert.deepEqual(JSON.parse(JSON.stringify(made)), made);
});

/** Shakes hands with a server of `cluster` over TLS: what the client says, '' when all is well, and whether the server knows the client. */
async function shake(
  cluster: ClusterSecrets,
  own: CertificateAndKey,
  ca: string,
  servername = 'localhost',
): Promise<{ readonly client: string; readonly server: boolean }> {
  const options = { ...cluster.server, ca: cluster.ca.cert, requestCert: true, rejectUnauthorized: false };
  const known = Promise.withResolvers<boolean>();
  const server = createServer(options, (socket) => {
    known.resolve(socket.authorized);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const client = connect({ port, host: '127.0.0.1', servername, ca, cert: own.cert, key: own.key });
  try {
    await once(client, 'secureConnect');
    return { client: '', server: await known.promise };
  } catch (error) {
    return { client: error instanceof Error && 'code' in error ? String(error.code) : 'ours', server: false };
  } finally {
    client.destroy();
    server.close();
  }
}

test('a client that trusts the authority takes the server, and the server its administrator', async () => {
  // TLS looks at the clock of this machine
  const [cluster, other] = [await makeSecrets({ now: Date.now() }), await makeSecrets({ now: Date.now() })];
  const { ca, admin, server } = cluster;
  assert.deepEqual(await shake(cluster, admin, ca.cert), { client: '', server: true });
  assert.deepEqual(
    await shake(cluster, server, ca.cert),
    { client: '', server: false },
    'a server is no client',
  );
  assert.deepEqual(await shake(cluster, other.admin, ca.cert), { client: '', server: false });
  const { client } = await shake(cluster, admin, ca.cert, 'example.com');
  assert.equal(client, 'ERR_TLS_CERT_ALTNAME_INVALID');
  assert.notEqual((await shake(cluster, admin, other.ca.cert)).client, '');
  const old = await makeSecrets({ now: Date.now() - 11 * YEAR_MS });
  assert.equal((await shake(old, admin, old.ca.cert)).client, 'CERT_HAS_EXPIRED');
});
