import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { attributesOf, requestInfoOf, splitPath } from '../../../src/embedded/http/requests/request-info.ts';
import { parseQuery } from '../../../src/embedded/http/requests/query.ts';
import { routeOf, type Route } from '../../../src/embedded/http/resources/route.ts';

const WORDS =
  'namespaces watch proxy pods nodes configmaps deployments serviceaccounts status binding finalize token log scale x default';
const word = fc.constantFrom(...WORDS.split(' '), '');
const maybe = (text: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.option(text, { nil: undefined }).map((found) => (found === undefined ? [] : [found]));
/** As paths are made, with any word in each place. */
const usual = fc
  .tuple(
    maybe(fc.constantFrom('watch', 'proxy')),
    fc.constantFrom([], ['namespaces', 'default']),
    fc.constantFrom(
      ...['pods', 'nodes', 'namespaces', 'serviceaccounts'].map((plural) => ['/api/v1', plural] as const),
      ...['deployments', 'daemonsets'].map((plural) => ['/apis/apps/v1', plural] as const),
    ),
    maybe(fc.oneof(fc.constant('x'), word)),
    maybe(fc.oneof(fc.constantFrom('status', 'scale', 'token', 'binding'), word)),
  )
  .map(([first, where, [root, plural], name, part]) => [root, ...first, ...where, plural, ...name, ...part]);
/** As nobody makes them. */
const odd = fc
  .tuple(
    fc.constantFrom('/api/v1', '/apis/apps/v1', '/api', '/apis/apps', '/apis', '/apix/v1', '//api/v1'),
    fc.array(word, { maxLength: 6 }),
  )
  .map(([root, words]) => [root, ...words]);
const path = fc
  .tuple(fc.oneof(odd, { weight: 3, arbitrary: usual }), fc.constantFrom('', '', '', '/', '//'))
  .map(([words, end]) => `${words.join('/')}${end}`);
const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE');
const query = fc.constantFrom(
  '',
  'watch=1',
  'watch=false',
  'fieldSelector=metadata.name%3Dx',
  'watch=true&watch=false',
);

/** The resource that a path is served as, in the way of `serve.ts`; undefined where it is none. */
function servedAs(text: string): Route | undefined {
  const [prefix, ...parts] = splitPath(text);
  if (text.startsWith('/api/') && prefix === 'api') return routeOf(parts[0] ?? '', parts.slice(1));
  if (!text.startsWith('/apis/') || prefix !== 'apis') return undefined;
  return routeOf(parts.slice(0, 2).join('/'), parts.slice(2));
}

test('what is served is what was authorized: resource, place, name and part of it', () => {
  let served = 0;
  fc.assert(
    fc.property(path, method, query, (text, verb, asked) => {
      const route = servedAs(text);
      if (!route) return;
      served += 1;
      const attributes = attributesOf(requestInfoOf(verb, text, parseQuery(asked)), text);
      assert.ok('resource' in attributes, text);
      const { resource, namespace, name, subresource } = route.target;
      assert.equal(attributes.group, resource.group);
      assert.equal(attributes.resource, resource.plural);
      assert.equal(attributes.subresource, subresource);
      // a namespace is also in itself
      const where = resource.plural === 'namespaces' && resource.group === '' ? name : namespace;
      assert.equal(attributes.namespace, where, text);
      const reads = verb === 'GET' || verb === 'HEAD';
      const bySelector = reads && name === undefined && asked.startsWith('fieldSelector') ? 'x' : undefined;
      assert.ok(attributes.name === name || attributes.name === bySelector, text);
    }),
    { numRuns: 20_000 },
  );
  assert.ok(served > 1000, `only ${String(served)} paths are resources`);
});

test('verbs follow from methods, and from the query only for what is read', () => {
  const verbOf = (verb: string, text: string, asked = ''): string =>
    requestInfoOf(verb, text, parseQuery(asked)).verb;
  const all = '/api/v1/namespaces/default/pods';
  assert.equal(verbOf('GET', all), 'list');
  assert.equal(verbOf('GET', all, 'watch=1'), 'watch');
  assert.equal(verbOf('HEAD', all), 'list');
  assert.equal(verbOf('POST', all, 'watch=1'), 'create');
  assert.equal(verbOf('DELETE', all, 'watch=1'), 'deletecollection');
  for (const [verb, expected] of [
    ['GET', 'get'],
    ['HEAD', 'get'],
    ['PUT', 'update'],
    ['PATCH', 'patch'],
    ['DELETE', 'delete'],
  ] as const) {
    assert.equal(verbOf(verb, `${all}/x`, 'watch=1'), expected);
  }
  assert.equal(verbOf('GET', '/version'), 'get');
  assert.equal(verbOf('POST', '/version'), 'post');
});
