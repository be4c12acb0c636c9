import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { StoredObject } from '../../../../src/embedded/api/stored-object.ts';
import type { Service, ServiceSpec } from '../../../../src/embedded/data/types.ts';
import { allocate, reallocate } from '../../../../src/embedded/kinds/core/service/allocation.ts';
import { defaultService } from '../../../../src/embedded/kinds/core/service/service-defaults.ts';
import { dropTypeDependent } from '../../../../src/embedded/kinds/core/service/type-change.ts';

function service(name: string, spec: ServiceSpec): Service {
  const draft: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { ports: [{ port: 80 }], ...spec },
  };
  defaultService(draft);
  return draft;
}

function created(name: string, spec: ServiceSpec, stored: readonly StoredObject[]): Service {
  const draft = service(name, spec);
  allocate(draft, stored);
  return draft;
}

test('each service gets an address and node ports that no stored one has', () => {
  const one = created('one', { type: 'NodePort' }, []);
  const two = created('two', { type: 'NodePort' }, [one]);
  assert.deepEqual([one.spec?.clusterIP, two.spec?.clusterIP], ['10.96.1.1', '10.96.1.2']);
  assert.deepEqual(
    [one, two].map(({ spec }) => spec?.ports?.[0]?.nodePort),
    [30_086, 30_087],
  );
});

test('what a stored service has cannot be asked for', () => {
  const one = created('one', {}, []);
  assert.throws(() => created('two', { clusterIP: '10.96.1.1' }, [one]), /provided IP is already allocated/);
});

test('another type gives back the address and the ports; the same manifest again keeps them', () => {
  const one = created('one', { type: 'NodePort' }, []);
  const again = service('one', { type: 'NodePort' });
  reallocate(again, one, [one]);
  assert.deepEqual(again.spec, one.spec);
  const alias = structuredClone(one);
  Object.assign(alias.spec ?? {}, { type: 'ExternalName', externalName: 'example.com' });
  reallocate(alias, one, [one]);
  dropTypeDependent(alias, one);
  assert.deepEqual([alias.spec?.clusterIP, alias.spec?.ports?.[0]?.nodePort], [undefined, undefined]);
  assert.equal(created('two', {}, [alias]).spec?.clusterIP, '10.96.1.1');
});
