import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { User } from '../../../src/embedded/api/caller.ts';
import { StatusError } from '../../../src/embedded/api/status.ts';
import type { Attributes, Authorizer } from '../../../src/embedded/auth/contract.ts';
import { Impersonator } from '../../../src/embedded/auth/impersonation/impersonator.ts';
import { wantedUser } from '../../../src/embedded/http/requests/impersonation.ts';

const ROBOT: User = { name: 'system:serviceaccount:default:robot', groups: [] };
const LIST = { verb: 'list', group: '', version: 'v1', resource: 'pods', namespace: 'default' };

/** `verb resource[/subresource][ name]`, or `verb path`. */
function short(attributes: Attributes): string {
  if ('path' in attributes) return `${attributes.verb} ${attributes.path}`;
  const { verb, group, resource, subresource, namespace, name } = attributes;
  const what = [group, resource, subresource].filter((part) => part).join('/');
  return [verb, what, namespace, name].filter((part) => part).join(' ');
}

/** Allows what is listed, and tells what was asked. */
function allowing(...allowed: readonly string[]): {
  readonly asked: string[];
  readonly impersonator: Impersonator;
} {
  const asked: string[] = [];
  const authorizer: Authorizer = {
    authorize(_user, attributes) {
      asked.push(short(attributes));
      return { allowed: allowed.includes(short(attributes)), reason: '' };
    },
  };
  return { asked, impersonator: new Impersonator(authorizer) };
}

function named(name: string, more: Partial<User> = {}): User {
  return { name, groups: [], ...more };
}

function userOf(outcome: ReturnType<Impersonator['userFor']>): User {
  assert.ok('user' in outcome, 'refused' in outcome ? outcome.refused.message : '');
  return outcome.user;
}

function refusalOf(outcome: ReturnType<Impersonator['userFor']>): string {
  assert.ok('refused' in outcome);
  assert.equal(outcome.refused.status.code, 403);
  return outcome.refused.message;
}

test('nothing is allowed: the refusal is that of the first mode that fits, after all were asked', () => {
  const { asked, impersonator } = allowing();
  const message = refusalOf(impersonator.userFor(named('somebody'), ROBOT, LIST));
  assert.match(message, /cannot impersonate-on:user-info:list resource "pods"/);
  assert.deepEqual(asked, ['impersonate-on:user-info:list pods default', 'impersonate users somebody']);
});

test('the old right is enough for every request', () => {
  const { impersonator } = allowing('impersonate users somebody');
  for (const request of [LIST, { verb: 'get', path: '/version' }]) {
    const user = userOf(impersonator.userFor(named('somebody'), ROBOT, request));
    assert.deepEqual(user, named('somebody', { groups: ['system:authenticated'] }));
  }
});

test('every part of who somebody wants to be must be allowed', () => {
  const wanted = named('somebody', { uid: '7', groups: ['some'], extra: { 'a/b': ['c'] } });
  const all = [
    'impersonate users somebody',
    'impersonate authentication.k8s.io/uids 7',
    'impersonate groups some',
    'impersonate authentication.k8s.io/userextras/a/b c',
  ];
  assert.deepEqual(userOf(allowing(...all).impersonator.userFor(wanted, ROBOT, LIST)), {
    ...wanted,
    groups: ['some', 'system:authenticated'],
  });
  for (const missing of all) {
    const { impersonator } = allowing(...all.filter((one) => one !== missing));
    refusalOf(impersonator.userFor(wanted, ROBOT, LIST));
  }
});

test('the constrained right needs both: to be somebody, and to do this as somebody', () => {
  const both = [
    'impersonate-on:user-info:list pods default',
    'impersonate:user-info authentication.k8s.io/users somebody',
  ];
  userOf(allowing(...both).impersonator.userFor(named('somebody'), ROBOT, LIST));
  for (const one of both) {
    refusalOf(allowing(one).impersonator.userFor(named('somebody'), ROBOT, LIST));
  }
  const { impersonator } = allowing(...both);
  refusalOf(impersonator.userFor(named('somebody'), ROBOT, { ...LIST, verb: 'delete' }));
});

test('masters are never reached by the constrained right', () => {
  const { impersonator } = allowing(
    'impersonate-on:user-info:list pods default',
    'impersonate:user-info authentication.k8s.io/users somebody',
    'impersonate:user-info authentication.k8s.io/groups system:masters',
    'impersonate:user-info authentication.k8s.io/groups *',
  );
  const groups = ['system:masters', 'a', 'b', 'c', 'd'];
  const message = refusalOf(impersonator.userFor(named('somebody', { groups }), ROBOT, LIST));
  assert.match(message, /impersonating the system:masters group is not allowed$/);
});

test('nodes and service accounts are not in the way of other users', () => {
  for (const name of ['system:node:one', 'system:serviceaccount:default:robot']) {
    const { impersonator } = allowing(
      'impersonate-on:user-info:list pods default',
      `impersonate:user-info authentication.k8s.io/users ${name}`,
    );
    refusalOf(impersonator.userFor(named(name), ROBOT, LIST));
  }
});

test('an account becomes the node of its own pod, whichever it is, and no other', () => {
  const extra = { 'authentication.kubernetes.io/node-name': ['one'] };
  const agent: User = { ...ROBOT, extra };
  const { asked, impersonator } = allowing(
    'impersonate-on:associated-node:list pods default',
    'impersonate:associated-node authentication.k8s.io/nodes *',
  );
  const user = userOf(impersonator.userFor(named('system:node:one'), agent, LIST));
  assert.deepEqual(user, named('system:node:one', { groups: ['system:nodes', 'system:authenticated'] }));
  assert.equal(asked.length, 2);
  refusalOf(impersonator.userFor(named('system:node:two'), agent, LIST));
  refusalOf(impersonator.userFor(named('system:node:one'), ROBOT, LIST));
  refusalOf(impersonator.userFor(named('system:node:one'), { name: 'agent', groups: [], extra }, LIST));
});

test('many groups are asked about at once, by the constrained right only', () => {
  const groups = ['a', 'b', 'c', 'd'];
  const { asked, impersonator } = allowing(
    'impersonate-on:user-info:list pods default',
    'impersonate:user-info authentication.k8s.io/users somebody',
    'impersonate:user-info authentication.k8s.io/groups *',
  );
  userOf(impersonator.userFor(named('somebody', { groups }), ROBOT, LIST));
  assert.equal(asked.length, 3);
  const old = allowing('impersonate users somebody', 'impersonate groups *');
  refusalOf(old.impersonator.userFor(named('somebody', { groups }), ROBOT, LIST));
});

test('what was good last is tried first', () => {
  const { asked, impersonator } = allowing('impersonate users somebody');
  impersonator.userFor(named('somebody'), ROBOT, LIST);
  asked.length = 0;
  impersonator.userFor(named('somebody'), ROBOT, LIST);
  assert.deepEqual(asked, ['impersonate users somebody']);
  const message = refusalOf(impersonator.userFor(named('other'), ROBOT, LIST));
  assert.match(message, /^users "other" is forbidden: .* cannot impersonate resource "users"/);
});

test('headers: each group is one header, keys are unescaped, text is UTF-8', () => {
  const latin1 = (text: string): string => Buffer.from(text).toString('latin1');
  const wanted = wantedUser({
    headersDistinct: {
      'impersonate-user': [latin1('jürgen'), 'ignored'],
      'impersonate-group': ['a, b', latin1('é')],
      'impersonate-extra-acme.io%2fkey': ['v', 'w'],
      'impersonate-extra-acme.io/key': ['x'],
      'impersonate-extra-__proto__': ['y'],
    },
  });
  assert.deepEqual(wanted, {
    name: 'jürgen',
    groups: ['a, b', 'é'],
    extra: Object.fromEntries([
      ['acme.io/key', ['v', 'w', 'x']],
      ['__proto__', ['y']],
    ]),
  });
  assert.equal(wantedUser({ headersDistinct: { 'impersonate-user': [''] } }), undefined);
  const incomplete = wantedUser({ headersDistinct: { 'impersonate-extra-': ['v'] } });
  assert.ok(incomplete instanceof StatusError && incomplete.status.code === 400);
});
