import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import type { ListParams, ListResult } from '../../../src/embedded/api/verbs.ts';
import {
  at,
  CONFIG_MAPS,
  configMap,
  createWorld,
  pod,
  PODS,
  refusal,
  type World,
} from '../../helpers/embedded-verbs.ts';

function namesOf({ entries }: ListResult): string[] {
  return entries.map(({ object }) => object.metadata.name ?? '');
}

function withConfigMaps(...names: string[]): World {
  const world = createWorld();
  for (const name of names) world.verbs.create(at(CONFIG_MAPS), configMap(name), world.context);
  return world;
}

void suite('a list', () => {
  test('is sorted by namespace and name and carries the newest version', () => {
    const { verbs } = withConfigMaps('b', 'a', 'a-b');
    const list = verbs.list(at(CONFIG_MAPS), {});
    assert.deepEqual([namesOf(list), list.resourceVersion], [['a', 'a-b', 'b'], '3']);
    assert.equal('continue' in list, false);
  });

  test('is of one namespace, or of all', () => {
    const { verbs, context } = withConfigMaps('a');
    verbs.create({ resource: CONFIG_MAPS, namespace: 'other' }, configMap('b'), context);
    assert.deepEqual(namesOf(verbs.list(at(CONFIG_MAPS), {})), ['a']);
    assert.deepEqual(namesOf(verbs.list({ resource: CONFIG_MAPS }, {})), ['a', 'b']);
    const selected = verbs.list({ resource: CONFIG_MAPS }, { fieldSelector: 'metadata.namespace=other' });
    assert.deepEqual(namesOf(selected), ['b']);
  });

  test('selects by labels and by fields', () => {
    const { verbs, context } = createWorld();
    verbs.create(at(PODS), pod('a', { metadata: { labels: { app: 'x' } } }), context);
    verbs.create(
      at(PODS),
      pod('b', { metadata: { labels: { app: 'x' } }, spec: { nodeName: 'n1' } }),
      context,
    );
    verbs.create(at(PODS), pod('c', { spec: { nodeName: 'n1' } }), context);
    const selected = (params: ListParams): string[] => namesOf(verbs.list(at(PODS), params));
    assert.deepEqual(selected({ labelSelector: 'app=x' }), ['a', 'b']);
    assert.deepEqual(selected({ fieldSelector: 'spec.nodeName=n1' }), ['b', 'c']);
    assert.deepEqual(selected({ labelSelector: 'app=x', fieldSelector: 'spec.nodeName=n1' }), ['b']);
    assert.deepEqual(selected({ fieldSelector: 'metadata.name=c' }), ['c']);
    assert.deepEqual(selected({ fieldSelector: 'metadata.name=c,metadata.namespace=other' }), []);
  });

  test('in pages shows the state of the first page, whatever happens in between', () => {
    const { verbs, context } = withConfigMaps('a', 'b', 'c', 'd');
    const first = verbs.list(at(CONFIG_MAPS), { limit: 2 });
    assert.deepEqual([namesOf(first), first.remainingItemCount, first.resourceVersion], [['a', 'b'], 2, '4']);
    verbs.delete(at(CONFIG_MAPS, 'c'), {}, context);
    verbs.create(at(CONFIG_MAPS), configMap('bb'), context);
    const second = verbs.list(at(CONFIG_MAPS), { limit: 1, continue: first.continue ?? '' });
    assert.deepEqual([namesOf(second), second.remainingItemCount, second.resourceVersion], [['c'], 1, '4']);
    const third = verbs.list(at(CONFIG_MAPS), { limit: 1, continue: second.continue ?? '' });
    assert.deepEqual(
      [namesOf(third), third.continue, third.remainingItemCount],
      [['d'], undefined, undefined],
    );
  });

  test('in pages does not tell how much remains when something is selected', () => {
    const { verbs, context } = createWorld();
    for (const name of ['a', 'b', 'c']) {
      verbs.create(at(CONFIG_MAPS), configMap(name, { metadata: { name, labels: { x: name } } }), context);
    }
    const page = verbs.list(at(CONFIG_MAPS), { limit: 1, labelSelector: 'x!=b' });
    assert.deepEqual([namesOf(page), 'remainingItemCount' in page], [['a'], false]);
    const rest = verbs.list(at(CONFIG_MAPS), {
      limit: 2,
      labelSelector: 'x!=b',
      continue: page.continue ?? '',
    });
    assert.deepEqual([namesOf(rest), rest.continue], [['c'], undefined]);
  });

  test('writes continue tokens as the real server does', () => {
    const { verbs } = withConfigMaps('a', 'b');
    const { continue: token = '' } = verbs.list(at(CONFIG_MAPS), { limit: 1 });
    const text = Buffer.from(token, 'base64url').toString();
    assert.equal(text, '{"v":"meta.k8s.io/v1","rv":2,"start":"a\\u0000"}');
    const all = verbs.list({ resource: CONFIG_MAPS }, { limit: 1 }).continue ?? '';
    assert.match(Buffer.from(all, 'base64url').toString(), /"start":"default\/a\\u0000"/);
  });

  test('with an expired token is 410, with a token that goes on without consistency', () => {
    const { verbs, store } = withConfigMaps('a', 'b');
    const { continue: token = '' } = verbs.list(at(CONFIG_MAPS), { limit: 1 });
    store.create('configmaps', 'default/c', configMap('c'));
    store.compact();
    const status = refusal(() => verbs.list(at(CONFIG_MAPS), { limit: 1, continue: token }));
    assert.deepEqual([status.code, status.reason], [410, 'Expired']);
    assert.match(
      status.message ?? '',
      /^The provided continue parameter is too old to display a consistent list/,
    );
    const rest = verbs.list(at(CONFIG_MAPS), { continue: status.metadata.continue ?? '' });
    assert.deepEqual([namesOf(rest), rest.resourceVersion], [['b', 'c'], '3']);
  });

  test('at version 0 comes in one piece', () => {
    const { verbs } = withConfigMaps('a', 'b');
    const list = verbs.list(at(CONFIG_MAPS), { limit: 1, resourceVersion: '0' });
    assert.deepEqual([namesOf(list), list.continue], [['a', 'b'], undefined]);
  });

  test('at an exact version shows the past', () => {
    const { verbs } = withConfigMaps('a', 'b');
    const exact = verbs.list(at(CONFIG_MAPS), { resourceVersion: '1', resourceVersionMatch: 'Exact' });
    assert.deepEqual([namesOf(exact), exact.resourceVersion], [['a'], '1']);
    const limited = verbs.list(at(CONFIG_MAPS), { resourceVersion: '1', limit: 5 });
    assert.deepEqual(namesOf(limited), ['a']);
    const newer = verbs.list(at(CONFIG_MAPS), { resourceVersion: '1' });
    assert.deepEqual([namesOf(newer), newer.resourceVersion], [['a', 'b'], '2']);
  });

  test('at an exact version that is forgotten is 410', () => {
    const { verbs, store } = withConfigMaps('a', 'b');
    store.compact();
    const status = refusal(() =>
      verbs.list(at(CONFIG_MAPS), { resourceVersion: '1', resourceVersionMatch: 'Exact' }),
    );
    assert.deepEqual(
      [status.code, status.message],
      [410, 'The resourceVersion for the provided list is too old.'],
    );
  });

  test('at a version that is still to come is 504, with the cause that clients look for', () => {
    const { verbs } = withConfigMaps('a');
    const status = refusal(() => verbs.list(at(CONFIG_MAPS), { resourceVersion: '99' }));
    assert.deepEqual(status, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Timeout: Too large resource version: 99, current: 1',
      reason: 'Timeout',
      details: {
        causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
        retryAfterSeconds: 1,
      },
      code: 504,
    });
  });

  const token = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const V = 'meta.k8s.io/v1';
  const REFUSED: readonly (readonly [ListParams, number, string])[] = [
    [
      { resourceVersion: 'abc' },
      400,
      'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    ],
    [
      { continue: 'abc' },
      400,
      "invalid continue token: continue key is not valid: invalid character 'i' looking for beginning of value",
    ],
    [
      { continue: token({ v: V, rv: 0, start: 'a' }) },
      400,
      'invalid continue token: continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
    ],
    [
      { continue: token({ v: V, rv: 1, start: '' }) },
      400,
      'invalid continue token: continue key is not valid: encoded start key empty (version meta.k8s.io/v1)',
    ],
    [
      { continue: token({ v: 'v1', rv: 1, start: '' }) },
      400,
      'invalid continue token: continue key is not valid: server does not recognize this encoded version v1',
    ],
    [
      { continue: token({ v: V, rv: 1, start: '../a' }) },
      400,
      'invalid continue token: continue key is not valid: ../a',
    ],
    [
      { continue: token({ v: V, rv: 1, start: 'a' }), resourceVersion: '5' },
      400,
      'specifying resource version is not allowed when using continue',
    ],
    [
      { resourceVersionMatch: 'Exact' },
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ],
    [
      { resourceVersionMatch: 'Foo', resourceVersion: '1' },
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "Foo": supported values: "Exact", "NotOlderThan", ""',
    ],
    [
      { resourceVersionMatch: 'Exact', resourceVersion: '0' },
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    [
      { resourceVersionMatch: 'NotOlderThan', resourceVersion: '1', continue: 'abc' },
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided',
    ],
  ];
  for (const [params, code, message] of REFUSED) {
    test(`with ${JSON.stringify(params)} is refused in the words of the real server`, () => {
      const { verbs } = withConfigMaps('a');
      const status = refusal(() => verbs.list(at(CONFIG_MAPS), params));
      assert.deepEqual([status.code, status.message], [code, message]);
    });
  }
});

void suite('a get', () => {
  test('answers with what is stored', () => {
    const { verbs, store } = withConfigMaps('a');
    assert.equal(verbs.get(at(CONFIG_MAPS, 'a')), store.get('configmaps', 'default/a'));
    assert.equal(verbs.get(at(CONFIG_MAPS, 'a'), { resourceVersion: '1' }).revision, 1);
  });

  test('of nothing is 404', () => {
    const status = refusal(() => createWorld().verbs.get(at(CONFIG_MAPS, 'a')));
    assert.deepEqual([status.code, status.message], [404, 'configmaps "a" not found']);
  });

  test('at a version that is still to come is 504, at none a plain 500', () => {
    const { verbs } = withConfigMaps('a');
    assert.equal(refusal(() => verbs.get(at(CONFIG_MAPS, 'a'), { resourceVersion: '9' })).code, 504);
    const { code, reason } = refusal(() => verbs.get(at(CONFIG_MAPS, 'a'), { resourceVersion: 'x' }));
    assert.deepEqual([code, reason], [500, undefined]);
  });

  test('of a name that cannot be one is 400', () => {
    const { message } = refusal(() => createWorld().verbs.get(at(CONFIG_MAPS, '..')));
    assert.equal(message, `Name parameter invalid: "..": may not be '..'`);
  });
});
