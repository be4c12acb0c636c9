import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';

import fc from 'fast-check';

import type { User } from '../../../src/embedded/api/caller.ts';
import { StatusError } from '../../../src/embedded/api/status.ts';
import { typed } from '../../../src/embedded/api/stored-object.ts';
import type { Credentials } from '../../../src/embedded/auth/contract.ts';
import type { Node, Pod, Secret, ServiceAccount } from '../../../src/embedded/data/types.ts';
import { NODES, PODS } from '../../helpers/embedded-verbs.ts';
import {
  ACCOUNTS,
  ADMINISTRATOR,
  as,
  authWorld,
  makeAccount,
  SECRETS,
  tokenOf,
  type AuthWorld,
} from './world.ts';

const HOUR_MS = 3_600_000;
/** Clocks may differ by so much. */
const LEEWAY_MS = 60_000;

function ask({ auth }: AuthWorld, credentials: Credentials): User | 'refused' | undefined {
  try {
    return auth.authenticator.authenticate(credentials);
  } catch (error) {
    assert.ok(error instanceof StatusError, String(error));
    assert.equal(error.status.code, 401);
    // nothing about why: that would help to guess
    assert.equal(error.message, 'Unauthorized');
    return 'refused';
  }
}

function bearer(world: AuthWorld, token: string): User | 'refused' | undefined {
  return ask(world, { authorization: `Bearer ${token}` });
}

function nameOf(user: User | 'refused' | undefined): string | undefined {
  return typeof user === 'object' ? user.name : user;
}

const ROBOT = 'system:serviceaccount:default:robot';

async function withRobot(): Promise<AuthWorld & { readonly token: string }> {
  const world = await authWorld();
  makeAccount(world, 'robot');
  return { ...world, token: tokenOf(world, 'robot') };
}

test('the administrator is who has the whole token, and nobody who has nearly all of it', async () => {
  const world = await authWorld();
  const { token } = world.secrets;
  assert.deepEqual(bearer(world, token), {
    name: 'kubernetes-admin',
    groups: ['system:masters', 'system:authenticated'],
  });
  for (const wrong of [token.slice(1), token.slice(0, -1), `${token}0`, token.toUpperCase(), 'undefined']) {
    assert.equal(bearer(world, wrong), 'refused');
  }
});

test('what is no bearer token is no credential at all', async () => {
  const world = await authWorld();
  const { token } = world.secrets;
  for (const authorization of ['', 'Bearer', 'Bearer ', `Basic ${token}`, token, `Bearer  ${token}`]) {
    assert.equal(ask(world, { authorization }), undefined, authorization);
  }
  assert.equal(ask(world, {}), undefined);
  assert.equal(nameOf(ask(world, { authorization: ` bEARER ${token} more` })), 'kubernetes-admin');
});

test('an account is who has its token, with the groups of accounts', async () => {
  const world = await withRobot();
  const user = bearer(world, world.token);
  assert.ok(typeof user === 'object');
  assert.equal(user.name, ROBOT);
  assert.deepEqual(user.groups, [
    'system:serviceaccounts',
    'system:serviceaccounts:default',
    'system:authenticated',
  ]);
  assert.equal(user.uid, world.store.get('serviceaccounts', 'default/robot')?.object.metadata.uid);
  assert.match(user.extra?.['authentication.kubernetes.io/credential-id']?.[0] ?? '', /^JTI=[0-9a-f-]{36}$/);
});

test('a token ends when its time is over, and is not good before its time', async () => {
  const world = await withRobot();
  await world.clock.advance(HOUR_MS + LEEWAY_MS);
  assert.equal(nameOf(bearer(world, world.token)), ROBOT);
  await world.clock.advance(1000);
  assert.equal(bearer(world, world.token), 'refused');
  world.clock.jump(-2 * HOUR_MS - 3 * LEEWAY_MS);
  assert.equal(bearer(world, world.token), 'refused');
});

test('a token ends with its account, and is not good for the next one of that name', async () => {
  const world = await withRobot();
  const target = { resource: ACCOUNTS, namespace: 'default', name: 'robot' };
  world.verbs.delete(target, {}, as(ADMINISTRATOR));
  assert.equal(bearer(world, world.token), 'refused');
  makeAccount(world, 'robot');
  assert.equal(bearer(world, world.token), 'refused');
  assert.equal(nameOf(bearer(world, tokenOf(world, 'robot'))), ROBOT);
});

test('a token ends a minute after its account began to be deleted', async () => {
  const world = await authWorld();
  const finalizers = ['a/b'];
  const account: ServiceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'robot', finalizers },
  };
  world.verbs.create({ resource: ACCOUNTS, namespace: 'default' }, account, as(ADMINISTRATOR));
  const token = tokenOf(world, 'robot');
  world.verbs.delete({ resource: ACCOUNTS, namespace: 'default', name: 'robot' }, {}, as(ADMINISTRATOR));
  await world.clock.advance(LEEWAY_MS);
  assert.equal(nameOf(bearer(world, token)), ROBOT);
  await world.clock.advance(1000);
  assert.equal(bearer(world, token), 'refused');
});

test('a token that is bound to a pod, a secret or a node ends with it', async () => {
  const world = await withRobot();
  const containers = [{ name: 'c', image: 'i' }];
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'one' },
    spec: { containers, serviceAccountName: 'robot' },
  };
  const secret: Secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one' } };
  const node: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'one' } };
  for (const [resource, object] of [
    [PODS, pod],
    [SECRETS, secret],
    [NODES, node],
  ] as const) {
    const place = { resource, ...(resource.namespaced ? { namespace: 'default' } : {}) };
    const make = (): void => {
      world.verbs.create(place, structuredClone(object), as(ADMINISTRATOR));
    };
    make();
    const ref = { apiVersion: 'v1', kind: resource.kind, name: 'one' };
    const token = tokenOf(world, 'robot', { boundObjectRef: ref });
    assert.equal(nameOf(bearer(world, token)), ROBOT, resource.kind);
    world.verbs.delete({ ...place, name: 'one' }, { gracePeriodSeconds: 0 }, as(ADMINISTRATOR));
    assert.equal(bearer(world, token), 'refused', resource.kind);
    make();
    assert.equal(bearer(world, token), 'refused', `another ${resource.kind} of that name`);
  }
});

test('a token that is for others is refused here', async () => {
  const world = await withRobot();
  const issuer = 'https://kubernetes.default.svc.cluster.local';
  assert.equal(bearer(world, tokenOf(world, 'robot', { audiences: ['other'] })), 'refused');
  assert.equal(nameOf(bearer(world, tokenOf(world, 'robot', { audiences: ['other', issuer] }))), ROBOT);
});

test('a token of a secret lasts as long as the secret has it and the account is there', async () => {
  const world = await withRobot();
  const entry = world.store.get('serviceaccounts', 'default/robot');
  assert.ok(entry);
  const metadata = { name: 'kept', namespace: 'default', uid: 'u' };
  const secret: Secret = { apiVersion: 'v1', kind: 'Secret', metadata };
  const token = world.auth.signToken(typed<ServiceAccount>(entry.object), secret);
  assert.equal(bearer(world, token), 'refused', 'no such secret yet');
  const data = { token: Buffer.from(token).toString('base64') };
  const stored: Secret = { ...secret, data };
  const created = world.store.create('secrets', 'default/kept', stored);
  assert.equal(nameOf(bearer(world, token)), ROBOT);
  const other: Secret = { ...secret, data: { token: 'b3RoZXI=' } };
  const replaced = world.store.replace('secrets', 'default/kept', other, created?.revision ?? 0);
  assert.equal(bearer(world, token), 'refused', 'another token');
  world.store.replace('secrets', 'default/kept', { ...stored }, replaced?.revision ?? 0);
  assert.equal(nameOf(bearer(world, token)), ROBOT);
  world.store.remove('serviceaccounts', 'default/robot', entry.revision);
  assert.equal(bearer(world, token), 'refused', 'no account');
});

test('a token that another key signed, or none, is refused', async () => {
  const world = await withRobot();
  const [header = '', claims = '', signature = ''] = world.token.split('.');
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const decode = (text: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(text, 'base64url').toString());
  // the same account, even the same uid, in another cluster
  const foreign = await authWorld();
  foreign.store.create('serviceaccounts', 'default/robot', {
    ...structuredClone(world.store.get('serviceaccounts', 'default/robot')?.object ?? { metadata: {} }),
  });
  assert.equal(nameOf(bearer(foreign, tokenOf(foreign, 'robot'))), ROBOT);
  const kept = decode(header);
  const hmacHeader = encode({ ...kept, alg: 'HS256' });
  const text = `${hmacHeader}.${claims}`;
  const hmac = createHmac('sha256', world.secrets.serviceAccounts.publicKey).update(text).digest('base64url');
  const richer = encode({ ...decode(claims), sub: 'system:serviceaccount:kube-system:robot' });
  const wrong = [
    tokenOf(foreign, 'robot'),
    `${encode({ ...kept, alg: 'none' })}.${claims}.`,
    `${encode({ ...kept, alg: 'none' })}.${claims}.${signature}`,
    `${header}.${claims}.`,
    `${header}.${claims}`,
    `${header}.${claims}.${signature}.`,
    `${header}.${claims}.${signature}=`,
    `${header}.${claims}.${signature.slice(0, -1)}`,
    `${header}.${claims}.${'A'.repeat(86)}`,
    `${header}.${claims}.${signature.slice(0, 40)}!${signature.slice(40)}`,
    `${header}.${richer}.${signature}`,
    `${text}.${hmac}`,
    `${encode({ alg: 'ES256' })}.${claims}.${signature}`,
    `${encode({ ...kept, jwk: {} })}.${claims}.${signature}`,
  ];
  for (const token of wrong) assert.equal(bearer(world, token), 'refused', token);
  assert.equal(nameOf(bearer(world, world.token)), ROBOT);
});

test('whatever is sent is refused or nobody’s, and never a failure of ours', async () => {
  const world = await withRobot();
  const parts = world.token.split('.');
  const changed = fc
    .tuple(fc.nat({ max: world.token.length - 3 }), fc.string({ minLength: 1, maxLength: 3 }))
    .map(([at, text]) => `${world.token.slice(0, at)}${text}${world.token.slice(at + text.length)}`)
    .filter((token) => token !== world.token && !token.includes(' '));
  const mixed = fc.array(fc.oneof(fc.constantFrom(...parts), fc.base64String(), fc.string()), {
    maxLength: 5,
  });
  const sent = fc.oneof(
    changed,
    mixed.map((all) => all.join('.')),
    fc.string(),
  );
  fc.assert(
    fc.property(sent, (token) => {
      const whole = token === world.token || token.startsWith(`${world.token} `);
      const user = bearer(world, token);
      assert.ok(whole || user === 'refused' || user === undefined, token);
    }),
    { numRuns: 500 },
  );
});

test('a client certificate names its owner, before any token; without a name it is nobody’s', async () => {
  const world = await withRobot();
  const certificate = { commonName: 'jane', organizations: ['devs', 'devs'], fingerprint: 'ab' };
  assert.deepEqual(ask(world, { certificate, authorization: `Bearer ${world.token}` }), {
    name: 'jane',
    groups: ['devs', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': ['X509SHA256=ab'] },
  });
  const nameless = { ...certificate, commonName: '' };
  assert.equal(ask(world, { certificate: nameless }), undefined);
  assert.equal(nameOf(ask(world, { certificate: nameless, authorization: `Bearer ${world.token}` })), ROBOT);
});
