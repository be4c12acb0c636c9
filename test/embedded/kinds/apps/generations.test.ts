import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import type { StoredObject } from '../../../../src/embedded/api/stored-object.ts';
import { resource } from '../../../../src/embedded/api/resource-info.ts';
import { strategyOf } from '../../../../src/embedded/kinds/strategies.ts';
import { decodeValue } from '../../../../src/embedded/schema/decode.ts';
import { createWorld } from '../../../helpers/embedded-verbs.ts';

const MERGE = { type: 'merge', fieldValidation: 'Ignore' } as const;
const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i:1' }] } };
const spec = { selector: { matchLabels: { app: 'a' } }, template };

/** What a merge patch makes of a new object's metadata. */
function patched(plural: string, kind: string, body: object, subresource?: string): StoredObject['metadata'] {
  const { verbs, context } = createWorld({ strategyOf });
  const expected = { apiVersion: 'apps/v1', kind };
  const { object } = decodeValue({ ...expected, metadata: { name: 'a' }, spec }, expected, 'Strict');
  const target = { resource: resource('apps/v1', plural), namespace: 'default' };
  verbs.create(target, object, context);
  const named = { ...target, name: 'a', ...(subresource ? { subresource } : {}) };
  return verbs.patch(named, { ...MERGE, body }, context).object.metadata;
}

void suite('the generation of a workload', () => {
  test('rises with the spec, not with labels and not with the status', () => {
    const generation = (body: object, part?: string): number | undefined =>
      patched('replicasets', 'ReplicaSet', body, part).generation;
    assert.equal(generation({ spec: { replicas: 3 } }), 2);
    assert.equal(generation({ metadata: { labels: { b: 'c' }, annotations: { b: 'c' } } }), 1);
    assert.equal(generation({ spec: { replicas: 3 }, status: { replicas: 1 } }, 'status'), 1);
  });

  test('of a deployment rises with its annotations, which its replica sets copy', () => {
    const body = { metadata: { annotations: { b: 'c' } } };
    assert.equal(patched('deployments', 'Deployment', body).generation, 2);
  });

  test('of a daemon set’s template is counted by the server alone', () => {
    const key = 'deprecated.daemonset.template.generation';
    const named = { metadata: { annotations: { [key]: '9' } } };
    assert.equal(patched('daemonsets', 'DaemonSet', named).annotations?.[key], '1');
    const changed = { spec: { template: { spec: { dnsPolicy: 'Default' } } } };
    assert.equal(patched('daemonsets', 'DaemonSet', changed).annotations?.[key], '2');
  });
});
