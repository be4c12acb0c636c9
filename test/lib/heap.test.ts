import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Heap } from '../../src/lib/heap.ts';

interface Item {
  readonly key: string;
  readonly rank: number;
}

const command = fc.oneof(
  fc.record({ op: fc.constant('push' as const), key: fc.nat(8).map(String), rank: fc.nat(5) }),
  fc.record({ op: fc.constant('remove' as const), key: fc.nat(8).map(String) }),
  fc.record({ op: fc.constant('pop' as const) }),
);

test('a heap gives what a sorted list would give, whatever was pushed, replaced and removed', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const before = (a: Item, b: Item) => (a.rank === b.rank ? a.key < b.key : a.rank < b.rank);
      const heap = new Heap<Item>(({ key }) => key, before);
      const model = new Map<string, Item>();
      const first = () => [...model.values()].toSorted((a, b) => (before(a, b) ? -1 : 1))[0];
      for (const step of commands) {
        if (step.op === 'push') {
          heap.push({ key: step.key, rank: step.rank });
          model.set(step.key, { key: step.key, rank: step.rank });
        } else if (step.op === 'remove') {
          assert.deepEqual(heap.remove(step.key), model.get(step.key));
          model.delete(step.key);
        } else {
          const expected = first();
          assert.deepEqual(heap.pop(), expected);
          if (expected) model.delete(expected.key);
        }
        assert.deepEqual(heap.peek(), first());
        assert.equal(heap.size, model.size);
        for (const [key, item] of model) assert.deepEqual(heap.get(key), item);
      }
    }),
  );
});
