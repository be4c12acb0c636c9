import assert from 'node:assert/strict';
import { request } from 'node:https';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, test } from 'node:test';

import { GROUPS } from '../../../src/embedded/api/resource-info.ts';
import {
  authority,
  clientExtensions,
  serverExtensions,
  signedBy,
} from '../../../src/embedded/pki/certificates.ts';
import { makeSecrets, type CertificateAndKey } from '../../../src/embedded/pki/secrets.ts';
import { startEmbedded, type EmbeddedServer } from '../../helpers/embedded-cluster.ts';
import { ask, type Call } from '../../parity/http-client.ts';

const YEAR_MS = 365 * 24 * 3_600_000;
/** What everybody may ask, who shows nothing or something good. */
const OPEN: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz', '/version', '/version/']);

let cluster: EmbeddedServer;
/** The cluster's own authority, to make certificates that are wrong in one way only. */
let issuer: Awaited<ReturnType<typeof authority>>;

before(async () => {
  const now = Date.now();
  issuer = await authority([{ CN: ['kubernetes'] }], now);
  const made = await makeSecrets({ now });
  const server = await signedBy(issuer, {
    subject: [{ CN: ['kube-apiserver'] }],
    extensions: serverExtensions(['localhost'], ['127.0.0.1']),
    now,
  });
  const secrets = { ...made, ca: { cert: issuer.certificate.toString('pem'), key: made.ca.key }, server };
  cluster = await startEmbedded({ secrets, run: { controllers: false, kubelets: false, scheduler: false } });
});
after(() => cluster.close());

async function answer(call: Partial<Call>): Promise<{ readonly status: number; readonly body: unknown }> {
  const target = { name: '', server: cluster.server, token: cluster.token, kubectl: '', patienceMs: 10_000 };
  return ask({ ...target, stop: () => Promise.resolve() }, { method: 'GET', path: '/', ...call });
}

/** Every address that there is, and some that there are not. */
function everyPath(): readonly string[] {
  const fixed = [
    '/',
    '/api',
    '/apis',
    '/openapi/v2',
    '/openapi/v3',
    '/metrics',
    '/nothing',
    '/healthz/ping',
    '/readyz/etcd',
  ];
  const paths = new Set([
    ...OPEN,
    ...fixed,
    '/livez/ping',
    '/logs',
    '/debug/pprof',
    '/configz',
    '/.well-known/openid-configuration',
    '/openid/v1/jwks',
  ]);
  for (const { name: group, versions } of GROUPS) {
    if (group !== '') paths.add(`/apis/${group}`);
    for (const { version, resources } of versions) {
      const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
      paths.add(root).add(`/openapi/v3${root}`).add(`${root}/nothing`);
      for (const { plural, namespaced, subresources } of resources) {
        const all = `${root}/${namespaced ? 'namespaces/kube-system/' : ''}${plural}`;
        paths
          .add(`${root}/${plural}`)
          .add(all)
          .add(`${all}/x`)
          .add(`${all}?watch=1`)
          .add(`${root}/watch/${plural}`);
        for (const { name } of subresources.values()) paths.add(`${all}/x/${name}`);
      }
    }
  }
  return [...paths];
}

/** The telling ones for every path, all of them for some. */
function methodsFor(path: string, index: number): readonly string[] {
  if (OPEN.has(path)) return ['GET'];
  const rest = index % 7 === 0 ? ['HEAD', 'PUT', 'PATCH', 'OPTIONS'] : [];
  return ['GET', 'POST', 'DELETE', ...rest];
}

test('nobody gets anything but health and version without a credential, by whatever method', async () => {
  const paths = everyPath();
  assert.ok(paths.length > 300, `only ${String(paths.length)} paths`);
  const { revision } = cluster.store;
  for (const [index, path] of paths.entries()) {
    for (const method of methodsFor(path, index)) {
      const { status, body } = await answer({ method, path, as: '' });
      assert.equal(status, OPEN.has(path) ? 200 : 403, `${method} ${path}`);
      if (status === 403 && method !== 'HEAD') {
        assert.match(JSON.stringify(body), /User \\"system:anonymous\\" cannot /, `${method} ${path}`);
      }
    }
  }
  assert.equal(cluster.store.revision, revision);
});

test('odd ways to write a path lead nowhere either', async () => {
  const odd = [
    '//api/v1/nodes',
    '/healthz/../api/v1/nodes',
    '/version/..%2fapi',
    '/healthz%2f..%2fapi',
    '/%61pi/v1/nodes',
    '/api/v1/nodes/',
    '/healthz//',
    '/VERSION',
    '/healthz;/api',
    '/api/v1/proxy/nodes/x',
    '/version?/api',
  ];
  for (const path of odd) {
    const { status, body } = await answer({ path, as: '' });
    const isOpen = path.startsWith('/version?');
    assert.equal(status, isOpen ? 200 : 403, path);
    if (!isOpen) assert.match(JSON.stringify(body), /forbidden/, path);
  }
});

test('a wrong credential is worse than none: not even health and version', async () => {
  for (const path of ['/version', '/healthz', '/api', '/api/v1/nodes', '/nothing']) {
    for (const as of ['nonsense', 'a.b.c', `${cluster.token}x`]) {
      assert.equal((await answer({ path, as })).status, 401, path);
    }
  }
});

test('who shows nothing becomes nobody else by asking for it', async () => {
  for (const path of ['/version', '/api/v1/nodes']) {
    for (const user of [
      'kubernetes-admin',
      'system:node:x',
      'system:serviceaccount:kube-system:default',
      'system:anonymous',
    ]) {
      const headers = { 'impersonate-user': user, 'impersonate-group': 'system:masters' };
      assert.equal((await answer({ path, as: '', headers })).status, 403, `${user} ${path}`);
    }
  }
});

test('the administrator is also who the headers name: then with no more than their rights', async () => {
  const as = (user: string) => answer({ path: '/api/v1/nodes', headers: { 'impersonate-user': user } });
  assert.equal((await as('somebody')).status, 403);
  assert.equal((await as('')).status, 200);
  assert.equal((await answer({ path: '/api/v1/nodes', headers: { 'impersonate-group': 'x' } })).status, 400);
});

/** The status of a request on a connection of its own that shows this certificate. */
async function withCertificate({ cert, key }: CertificateAndKey, path: string): Promise<number> {
  const { port } = cluster;
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path, cert, key, rejectUnauthorized: false, agent: false };
    request(options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

test('client certificates: ours, in time, for clients, with a name; all others are refused', async () => {
  const now = Date.now();
  const subject: Record<string, string[]>[] = [{ O: ['system:masters'] }, { CN: ['somebody'] }];
  const wish = { subject, extensions: clientExtensions(), now };
  const good = await signedBy(issuer, wish);
  assert.equal(await withCertificate(good, '/api/v1/nodes'), 200);
  const limited = await signedBy(issuer, { ...wish, subject: [{ CN: ['somebody'] }] });
  assert.equal(await withCertificate(limited, '/api'), 200);
  assert.equal(await withCertificate(limited, '/api/v1/nodes'), 403);
  const nameless = await signedBy(issuer, { ...wish, subject: [{ O: ['system:masters'] }] });
  assert.equal(await withCertificate(nameless, '/api/v1/nodes'), 403);
  const bad = {
    'of another authority': await signedBy(await authority([{ CN: ['kubernetes'] }], now), wish),
    expired: await signedBy(issuer, { ...wish, now: now - 11 * YEAR_MS }),
    'not yet valid': await signedBy(issuer, { ...wish, now: now + YEAR_MS }),
    'for servers': await signedBy(issuer, { ...wish, extensions: serverExtensions(['localhost'], []) }),
    'of one that may not sign': await signedBy(
      { ...issuer, keys: (await authority(subject, now)).keys },
      wish,
    ),
  };
  for (const [what, certificate] of Object.entries(bad)) {
    for (const path of ['/version', '/api/v1/nodes']) {
      assert.equal(await withCertificate(certificate, path), 401, `${what} ${path}`);
    }
  }
});

test('nobody reaches the server but by loopback', async (t) => {
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  if (others.length === 0) {
    t.skip('this machine has no other address');
    return;
  }
  for (const host of others) {
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect({ port: cluster.port, host, timeout: 2000 });
      const end = (text: string): void => {
        socket.destroy();
        resolve(text);
      };
      socket
        .on('connect', () => {
          end('connected');
        })
        .on('timeout', () => {
          end('silent');
        })
        .on('error', () => {
          end('refused');
        });
    });
    assert.notEqual(outcome, 'connected', host);
  }
});
