import fc from 'fast-check';

import { RESOURCES } from '../../../src/embedded/api/resource-info.ts';
import type { Call } from '../../parity/http-client.ts';

function oneOf(words: string): fc.Arbitrary<string> {
  return fc.constantFrom(...words.split(' '));
}

const method = oneOf('GET POST PUT PATCH DELETE HEAD OPTIONS TRACE PURGE PROPFIND');

/** No `watch`: that does not end. */
const piece = fc.oneof(
  oneOf('api apis v1 apps namespaces default proxy status scale log exec token binding eviction finalize'),
  oneOf('openapi v2 v3 healthz livez version .. . %2e%2e %00 %2f %zz % %c3%bc %ff * -'),
  fc.constantFrom('', 'a'.repeat(500), ...RESOURCES.map(({ plural }) => plural)),
);

const kindPath = fc
  .constantFrom(...RESOURCES)
  .chain(({ group, groupVersion, namespaced, plural, subresources }) => {
    const root = `${group === '' ? '/api' : '/apis'}/${groupVersion}`;
    const all = `${root}${namespaced ? '/namespaces/default' : ''}/${plural}`;
    const below = Array.from(subresources.keys(), (name) => `/kubernetes/${name}`);
    const parts = ['', '/kubernetes', '/x', ...below];
    return fc.constantFrom(`${root}/${plural}`, ...parts.map((part) => `${all}${part}`));
  });

const path = fc.oneof(
  kindPath,
  fc.array(piece, { maxLength: 7 }).map((parts) => `/${parts.join('/')}`),
);

const parameter = fc
  .tuple(
    fc.oneof(
      oneOf('labelSelector fieldSelector limit continue resourceVersion resourceVersionMatch timeoutSeconds'),
      oneOf('sendInitialEvents allowWatchBookmarks dryRun fieldManager force fieldValidation pretty'),
      oneOf(
        'includeObject gracePeriodSeconds propagationPolicy container orphanDependents exclude verbose hash',
      ),
    ),
    fc.oneof(
      oneOf('0 1 -1 true All NotOlderThan Exact Strict 99999999999999999999 a=b ! %00 %zz eyJ2IjoibWV0YSJ9'),
      oneOf('metadata.name=x spec.nodeName!= a+in+(b a+notin+(,) =,= %28 %2C'),
      fc.string({ maxLength: 12 }).map(encodeURIComponent),
    ),
  )
  .map(([name, value]) => `${name}=${value}`);

const type = fc.oneof(
  fc.constant(''),
  oneOf('application/json application/yaml application/vnd.kubernetes.protobuf text/plain */* ;;=,, x'),
  oneOf('application/merge-patch+json application/strategic-merge-patch+json application/json-patch+json'),
  oneOf('application/apply-patch+yaml application/apply-patch+cbor application/json;stream=watch'),
  oneOf('application/json;as=Table;v=v1;g=meta.k8s.io application/yaml;as=Table;v=v1beta1;g=meta.k8s.io'),
  oneOf('application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io application/json;as=;v=;g='),
  oneOf('application/yaml;as=PartialObjectMetadataList;v=v1beta1;g=meta.k8s.io application/json;as=Nothing'),
  oneOf('application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'),
);

const headers = fc.record(
  {
    accept: type,
    'content-type': type,
    'accept-encoding': oneOf('gzip gzip;q=0 br * ,'),
    'content-encoding': oneOf('gzip identity x'),
    'user-agent': fc.constantFrom('curl/8', '', 'x'.repeat(300), 'kubectl/v1.37.2 (linux/amd64)'),
    'if-none-match': oneOf('"x" *'),
    'impersonate-user': oneOf('somebody system:masters system:serviceaccount:a:b'),
    upgrade: oneOf('SPDY/3.1 websocket'),
    connection: oneOf('Upgrade keep-alive'),
  },
  { requiredKeys: [] },
);

const body = fc.oneof(
  fc.constant(undefined),
  oneOf(
    'null [] "x" { {} [{"op":"add"}] [null] \u0000 k8s\u0000 {"a":1e999} {"metadata":null} {"$patch":"delete"}',
  ),
  oneOf('[{"op":"replace","path":"","value":null}] [{"op":"remove","path":"/metadata"}] - ? :'),
  oneOf('{"metadata":{"name":"x","labels":{"__proto__":"y"}}} {"metadata":{"$patch":"replace"}}'),
  oneOf('{"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":-1} {"spec":[{"$patch":[]}]}'),
  oneOf('{"spec":{"$setElementOrder/ports":[{"port":1}],"ports":[{"$patch":"delete"}]}}'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.json({ maxDepth: 4 }),
);

/** Requests that nobody means, near those that somebody might. */
export const anyCall: fc.Arbitrary<Call> = fc
  .record({ method, path, query: fc.array(parameter, { maxLength: 3 }), headers, body })
  .map(({ query, ...rest }) => ({ ...rest, path: `${rest.path}?${query.join('&')}` }));
