import assert from 'node:assert/strict';
import { it } from 'node:test';

import { askedBy, boundBy } from '../../../src/trials/proxy/request.ts';

/** verb resource/subresource namespace/name */
function shown(method: string, path: string): string {
  const { verb, resource, subresource, namespace, name } = askedBy(method, path);
  return `${verb} ${resource}/${subresource} ${namespace}/${name}`;
}

it('a request is read as the API server reads it', () => {
  const expected: Readonly<Record<string, string>> = {
    'GET /version': 'list / /',
    'GET /api/v1/pods': 'list pods/ /',
    'GET /api/v1/pods?watch=true&fieldSelector=spec.nodeName%3D': 'watch pods/ /',
    'GET /api/v1/pods?watch=1': 'watch pods/ /',
    'GET /api/v1/pods?watch=false': 'list pods/ /',
    'GET /api/v1/watch/pods': 'watch pods/ /',
    'GET /api/v1/namespaces/a/pods/b': 'get pods/ a/b',
    'GET /api/v1/namespaces': 'list namespaces/ /',
    'GET /api/v1/namespaces/a': 'get namespaces/ /a',
    'POST /api/v1/namespaces/a/pods/b/binding': 'create pods/binding a/b',
    'PATCH /api/v1/namespaces/a/pods/b/status': 'patch pods/status a/b',
    'POST /apis/events.k8s.io/v1/namespaces/a/events': 'create events/ a/',
    'PUT /apis/coordination.k8s.io/v1/namespaces/a/leases/b': 'update leases/ a/b',
    'DELETE /api/v1/nodes/n': 'delete nodes/ /n',
  };
  for (const [line, text] of Object.entries(expected)) {
    const [method = '', path = ''] = line.split(' ');
    assert.equal(shown(method, path), text, line);
  }
});

it('a binding names its pod in the path, or in the body where it is made in the old way', () => {
  const bound = (method: string, path: string, body = ''): string | undefined =>
    boundBy(askedBy(method, path), body);
  assert.equal(bound('POST', '/api/v1/namespaces/a/pods/b/binding'), 'b');
  assert.equal(bound('POST', '/api/v1/namespaces/a/bindings', '{"metadata":{"name":"b"}}'), 'b');
  assert.equal(bound('GET', '/api/v1/namespaces/a/pods/b'), undefined);
  assert.equal(bound('POST', '/api/v1/namespaces/a/pods', '{"metadata":{"name":"b"}}'), undefined);
});
