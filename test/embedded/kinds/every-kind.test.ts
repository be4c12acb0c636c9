import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { RESOURCES, type ResourceInfo } from '../../../src/embedded/api/resource-info.ts';
import { StatusError } from '../../../src/embedded/api/status.ts';
import { draftOf, type StoredObject } from '../../../src/embedded/api/stored-object.ts';
import { storedForm } from '../../../src/embedded/kinds/stored-form.ts';
import { strategyOf } from '../../../src/embedded/kinds/strategies.ts';
import type { StrategyContext } from '../../../src/embedded/kinds/strategy.ts';
import { decodeValue } from '../../../src/embedded/schema/decode.ts';
import { shapeNameOf } from '../../../src/embedded/schema/shapes.ts';
import { canonical } from '../../../src/embedded/verbs/save.ts';
import { CORE_KINDS } from '../../parity/sequences/kinds-core.ts';
import { REST_KINDS } from '../../parity/sequences/kinds-rest.ts';
import type { Manifest } from '../../parity/sequences/sample.ts';
import { WORKLOAD_KINDS } from '../../parity/sequences/kinds-workloads.ts';
import { changed, valueOf } from '../http/arbitrary-objects.ts';

const NAMESPACE = 'default';
// where a sequence would name its namespace
const SAMPLES = [...CORE_KINDS, ...WORKLOAD_KINDS, ...REST_KINDS].map(
  ({ groupVersion, kind, minimal, rich }) => ({
    groupVersion,
    kind,
    minimal: inNamespace(minimal),
    rich: inNamespace(rich),
  }),
);
const RUNS = Number(process.env['RANDOM_OBJECT_RUNS'] ?? 40);
const CONTEXT: StrategyContext = {
  now: 0,
  randomSuffix: () => 'abcde',
  stored: () => [],
  warn: () => undefined,
};

const STORED = RESOURCES.filter(({ verbs }) => verbs.includes('create') && verbs.includes('get'));

for (const info of STORED) {
  const strategy = strategyOf(info);
  if (strategy.defaults) {
    test(`${info.qualified}: what was defaulted is not defaulted again`, () => {
      fc.assert(
        fc.property(draftsOf(info), (draft) => {
          strategy.defaults?.(draft);
          const once = draftOf(draft);
          strategy.defaults?.(draft);
          assert.deepEqual(draft, once);
        }),
        { numRuns: RUNS },
      );
    });
  }

  test(`${info.qualified}: what was taken may be written as it is, and that changes nothing`, () => {
    let taken = 0;
    const examples = samplesOf(info)
      .flatMap(({ minimal, rich }) => [minimal, rich])
      .flatMap((manifest): [StoredObject][] => draftOfValue(info, manifest).map((draft) => [draft]));
    fc.assert(
      fc.property(draftsOf(info), (draft) => {
        const stored = created(info, draft);
        if (!stored) return;
        taken += 1;
        const again = draftOf(stored);
        strategy.defaults?.(again);
        strategy.prepareForUpdate?.(again, stored, CONTEXT);
        assert.deepEqual(strategy.validateUpdate?.(again, stored) ?? [], []);
        assert.deepEqual(canonical(again), stored);
      }),
      { numRuns: RUNS, examples },
    );
    assert.ok(taken > 0, 'nothing was taken');
  });
}

test('a type of secrets may be called like something of JavaScript', () => {
  const secrets = strategyOf({ group: '', plural: 'secrets' });
  for (const type of ['__proto__', 'constructor', 'toString'])
    assert.deepEqual(secrets.validateCreate?.(Object.assign({ metadata: {} }, { type })), []);
});

function inNamespace(manifest: Manifest): Manifest {
  return JSON.parse(JSON.stringify(manifest).replaceAll('<ns>', NAMESPACE));
}

function samplesOf({ groupVersion, kind }: ResourceInfo): typeof SAMPLES {
  return SAMPLES.filter((sample) => sample.groupVersion === groupVersion && sample.kind === kind);
}

/** Drafts of a kind in the stored form: by its shape, or what the server takes with a few changes. */
function draftsOf(info: ResourceInfo): fc.Arbitrary<StoredObject> {
  const shape = shapeNameOf(info.groupVersion, info.kind);
  const near = samplesOf(info).flatMap(({ minimal, rich }) => [changed(minimal), changed(rich)]);
  return fc
    .oneof(...(shape === undefined ? [] : [valueOf(shape, 7)]), ...near)
    .map((value) => draftOfValue(info, value))
    .filter((drafts) => drafts.length > 0)
    .map(([draft = { metadata: {} }]) => draft);
}

/** The value as a draft; none when it does not fit its kind. */
function draftOfValue(info: ResourceInfo, value: unknown): StoredObject[] {
  const expected = { apiVersion: info.groupVersion, kind: info.kind };
  try {
    return [storedForm(info, decodeValue({ ...Object(value), ...expected }, expected, 'Ignore').object)];
  } catch (error) {
    if (error instanceof StatusError) return [];
    throw error;
  }
}

/** The object as it is stored; undefined when it is refused. */
function created(info: ResourceInfo, draft: StoredObject): StoredObject | undefined {
  const strategy = strategyOf(info);
  strategy.defaults?.(draft);
  Object.assign(draft.metadata, { name: 'a', uid: 'd3f2e1c0-0000-4000-8000-000000000000' });
  if (info.namespaced) draft.metadata.namespace = NAMESPACE;
  try {
    strategy.prepareForCreate?.(draft, CONTEXT);
  } catch (error) {
    if (error instanceof StatusError) return undefined;
    throw error;
  }
  return (strategy.validateCreate?.(draft) ?? []).length > 0 ? undefined : canonical(draft);
}
