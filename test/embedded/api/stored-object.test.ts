import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { draftOf, typed, type StoredObject } from '../../../src/embedded/api/stored-object.ts';

test('a draft is equal to the object, and changing it leaves the object as it was', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (members) => {
      const text = JSON.stringify({ metadata: { labels: { a: 'b' } }, members });
      const object: StoredObject = JSON.parse(text);
      const draft = draftOf(object);
      assert.deepEqual(draft, object);
      spoil(draft);
      assert.equal(JSON.stringify(object), text);
    }),
  );
});

test('a member called __proto__ is a member', () => {
  const object: StoredObject = typed(JSON.parse('{"metadata":{},"data":{"__proto__":{"a":"b"},"c":"d"}}'));
  const draft = draftOf(object);
  assert.equal(JSON.stringify(draft), JSON.stringify(object));
  assert.equal(Object.getPrototypeOf(draft), Object.prototype);
});

/** Takes everything away, in every object and list. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    spoil(member);
    Reflect.deleteProperty(value, key);
  }
}
