import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { StatusError } from '../../../src/embedded/api/status.ts';
import type { StoredObject } from '../../../src/embedded/api/stored-object.ts';
import { decodePatched } from '../../../src/embedded/patch/decode-patched.ts';
import { patched } from '../../../src/embedded/patch/patched.ts';
import type { FieldValidation, PatchRequest } from '../../../src/embedded/api/verbs.ts';
import { recordedAnswers } from '../../helpers/recorded-answers.ts';

interface Row {
  readonly ask: {
    readonly object: string;
    readonly path?: string;
    readonly type: 'json' | 'merge' | 'strategic';
    readonly validation: FieldValidation;
    readonly patch: unknown;
  };
  readonly answer: StoredObject & {
    readonly status?: number;
    readonly body?: StoredObject;
    readonly warnings?: readonly string[];
  };
}

/** Filled in, kept or counted by others than the patch. */
const NOT_OURS: ReadonlySet<string> = new Set(
  'managedFields generation resourceVersion protocol terminationMessagePath terminationMessagePolicy imagePullPolicy defaultMode targetPort'.split(
    ' ',
  ),
);

function comparable(value: unknown): unknown {
  const text = JSON.stringify(value, (key, member: unknown) =>
    NOT_OURS.has(key) || (key === 'status' && typeof member === 'object') ? undefined : member,
  );
  return JSON.parse(text.replaceAll(/Invalid value: \\"\{.*?\}\\": /g, 'Invalid value: …: '));
}

function run(
  live: StoredObject,
  { ask }: Row,
): { readonly object?: StoredObject; readonly warnings?: readonly string[]; readonly refused?: unknown } {
  const kind = { apiVersion: live.apiVersion ?? '', kind: live.kind ?? '' };
  const patch: PatchRequest = { type: ask.type, body: ask.patch, fieldValidation: ask.validation };
  try {
    return decodePatched(live, patched(live, patch, kind), patch, kind);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { refused: error.status };
  }
}

test('patches make of an object what the real server makes of it, and fail as there', () => {
  const objects = new Map<string, StoredObject>();
  for (const row of recordedAnswers<Row>('patches')) {
    const { ask, answer } = row;
    if (ask.path !== undefined) {
      objects.set(ask.object, answer);
      continue;
    }
    const live = objects.get(ask.object);
    assert.ok(live);
    const before = JSON.stringify(live);
    const { object, warnings = [], refused } = run(live, row);
    const what = `${ask.object} ${JSON.stringify(ask.patch)}`;
    if (object && answer.status === 200) {
      if (answer.body) assert.deepEqual(comparable(object), comparable(answer.body), what);
      else assert.deepEqual(warnings, answer.warnings, what);
    } else if (refused) {
      assert.deepEqual(comparable(refused), answer.body, what);
    } else {
      // the real server refused the result, not the patch
      assert.match(
        String(Reflect.get(answer.body ?? {}, 'message')),
        /is invalid: (?!patch:)|does not match|undeterminable/,
        what,
      );
    }
    assert.equal(JSON.stringify(live), before, `${what} changed the live object`);
  }
});

const POD = { apiVersion: 'v1', kind: 'Pod' };
const live: StoredObject & { spec: object } = {
  ...POD,
  metadata: { name: 'p', finalizers: ['a.b/c'] },
  spec: {
    containers: [
      { name: 'a', image: 'x' },
      { name: 'b', image: 'y' },
    ],
  },
};

function refusal(type: PatchRequest['type'], body: unknown): unknown {
  return run(live, {
    ask: { object: 'pod', type: type === 'apply' ? 'merge' : type, validation: 'Strict', patch: body },
    answer: live,
  }).refused;
}

test('a JSON patch with too many steps, or that copies too much, is refused', () => {
  const many = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/kind', value: 'Pod' }));
  assert.match(
    JSON.stringify(refusal('json', many)),
    /allowed maximum operations in a JSON patch is 10000, got 10001/,
  );
  const doubling = [
    { op: 'add', path: '/x', value: ['some text'] },
    ...Array.from({ length: 40 }, () => ({ op: 'copy', from: '/x', path: '/x/-' })),
  ];
  assert.match(JSON.stringify(refusal('json', doubling)), /"code":422/);
});

test('a strategic merge patch names the errors of the library that made it', () => {
  assert.match(
    JSON.stringify(refusal('strategic', { spec: { containers: [{ image: 'z' }] } })),
    /map\[image:z\] does not contain declared merge key: name/,
  );
});

const key = fc.constantFrom('a', 'b', 'c');
const json = fc.letrec<{ value: unknown; map: object }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constant(null), fc.string(), fc.nat(), fc.array(fc.nat()), tie('map')),
  map: fc.dictionary(key, tie('value'), { noNullPrototype: true }),
})).map;

test('a merge patch twice is the same as once', () => {
  fc.assert(
    fc.property(json, json, (annotations, change) => {
      const object = { ...live, metadata: { ...live.metadata, annotations } };
      const patch: PatchRequest = {
        type: 'merge',
        body: { metadata: { annotations: change } },
        fieldValidation: 'Ignore',
      };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- not decoded: any JSON may stand there
      const once = patched(object as StoredObject, patch, POD) as StoredObject;
      assert.deepEqual(patched(once, patch, POD), once);
    }),
  );
});

const containers = fc.uniqueArray(
  fc.record({ name: key, image: fc.option(fc.string(), { nil: undefined }) }, { requiredKeys: ['name'] }),
  { selector: ({ name }) => name },
);
const change = fc.record(
  {
    containers: fc.uniqueArray(
      fc.oneof(
        fc.record({ name: key, image: fc.oneof(fc.string(), fc.constant(null)) }),
        fc.record({ name: key, $patch: fc.constant('delete') }),
      ),
      { selector: ({ name }) => name },
    ),
    nodeSelector: fc.dictionary(key, fc.oneof(fc.string(), fc.constant(null)), { noNullPrototype: true }),
    activeDeadlineSeconds: fc.oneof(fc.nat(), fc.constant(null)),
  },
  { requiredKeys: [] },
);

test('a strategic merge patch twice is the same as once, and names its items in its own order', () => {
  fc.assert(
    fc.property(containers, change, (before, spec) => {
      const object = { ...live, spec: { containers: before } };
      const patch: PatchRequest = { type: 'strategic', body: { spec }, fieldValidation: 'Ignore' };
      const once = decodePatched(object, patched(object, patch, POD), patch, POD).object;
      const twice = decodePatched(once, patched(once, patch, POD), patch, POD).object;
      assert.deepEqual(twice, once);
      const listed: { name: string }[] = Reflect.get(Reflect.get(once, 'spec'), 'containers') ?? [];
      const wanted = (spec.containers ?? []).flatMap((item) => ('$patch' in item ? [] : [item.name]));
      assert.deepEqual(
        listed.map((item) => item.name).filter((name) => new Set<string>(wanted).has(name)),
        wanted,
      );
    }),
  );
});
