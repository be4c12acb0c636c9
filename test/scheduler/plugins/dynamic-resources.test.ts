import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dynamicResources } from '../../../src/scheduler/plugins/dynamic-resources.ts';
import { node, pod } from '../../helpers/builders.ts';
import { ask } from '../ask.ts';
import { worthATry } from '../hints.ts';
import { cacheOf } from '../node-info.ts';

const cache = cacheOf([node('n').build()]);
const plain = pod('p').build();
const claiming = { ...plain, spec: { ...plain.spec, resourceClaims: [{ name: 'gpu' }] } };

test('a pod with resource claims waits and is told why, others are not touched', () => {
  const asked = ask(dynamicResources, claiming, cache);
  assert.deepEqual(asked.rejection('n')?.rejection, {
    reasons: ['pod has resourceClaims, which this scheduler does not allocate'],
    unresolvable: true,
  });
  assert.equal(worthATry(dynamicResources, claiming, { event: 'node-added' }), false);
  assert.deepEqual(ask(dynamicResources, plain, cache).feasible, ['n']);
  assert.deepEqual(
    ask(dynamicResources, { ...plain, spec: { ...plain.spec, resourceClaims: [] } }, cache).feasible,
    ['n'],
  );
});
