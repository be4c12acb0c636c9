import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import {
  difference,
  hasSelf,
  intersection,
  pathsOf,
  recursiveDifference,
  union,
  type FieldSet,
} from '../../../src/embedded/apply/field-set.ts';

const element = fc.constantFrom('f:a', 'f:b', 'k:{"name":"x"}', 'k:{"port":80}', 'k:{"port":9}', 'v:"y"');
const field = fc.letrec<{ field: FieldSet }>((tie) => ({
  field: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant({}),
    fc
      .tuple(fc.boolean(), fc.dictionary(element, tie('field'), { minKeys: 1, noNullPrototype: true }))
      .map(([self, inside]) => (self ? { '.': {}, ...inside } : inside)),
  ),
})).field;
const set = fc.dictionary(element, field, { noNullPrototype: true });

/** The naive model: the set of paths. */
function model(fields: FieldSet): Set<string> {
  return new Set(pathsOf(fields));
}

test('set operations do what they do on plain sets of paths', () => {
  fc.assert(
    fc.property(set, set, (a, b) => {
      const [x, y] = [model(a), model(b)];
      assert.deepEqual(model(union(a, b)), sorted(x.union(y)), 'union');
      assert.deepEqual(model(intersection(a, b)), sorted(x.intersection(y)), 'intersection');
      assert.deepEqual(model(difference(a, b)), sorted(x.difference(y)), 'difference');
      const outside = [...x].filter(
        (path) => ![...y].some((other) => path === other || isInside(path, other)),
      );
      assert.deepEqual(model(recursiveDifference(a, b)), new Set(outside), 'recursive difference');
    }),
  );
});

function sorted(paths: Set<string>): Set<string> {
  return paths;
}

function isInside(path: string, other: string): boolean {
  return path.startsWith(`${other}.`) || path.startsWith(`${other}[`);
}

test('sets are never changed, and no operation leaves a field without anything in it', () => {
  fc.assert(
    fc.property(set, set, (a, b) => {
      const before = JSON.stringify([a, b]);
      for (const operation of [union, intersection, difference, recursiveDifference]) {
        assertClean(operation(a, b));
      }
      assert.equal(JSON.stringify([a, b]), before);
    }),
  );
});

/** A field that has only itself in it is `{}`. */
function assertClean(fields: FieldSet): void {
  for (const [step, inside] of Object.entries(fields)) {
    if (step === '.') continue;
    assert.ok(hasSelf(inside) || Object.keys(inside).length > 0);
    assert.notDeepEqual(inside, { '.': {} });
    assertClean(inside);
  }
}

test('items stand in the order of their keys, numbers as numbers', () => {
  const ports = union({ 'k:{"port":80}': {}, 'k:{"port":8080}': {} }, { 'k:{"port":9}': {}, 'f:a': {} });
  assert.deepEqual(Object.keys(ports), ['f:a', 'k:{"port":9}', 'k:{"port":80}', 'k:{"port":8080}']);
});
