import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { amountText } from '../../src/api/amounts.ts';
import { quantityValue } from '../../src/api/quantity.ts';

test('cpu is exact, bytes have a unit that fits them, the rest is a number', () => {
  assert.equal(amountText('cpu', 250, 'up'), '250m');
  assert.equal(amountText('cpu', 2000, 'up'), '2');
  assert.equal(amountText('cpu', 1500, 'up'), '1500m');
  assert.equal(amountText('nvidia.com/gpu', 3, 'up'), '3');
  assert.deepEqual(
    [0, 1023, 512 * 1024 ** 2, 3968 * 1024 ** 2, 92 * 1024 ** 3, 1024 ** 3].map((bytes) =>
      amountText('memory', bytes, 'up'),
    ),
    ['0', '1023', '512Mi', '3968Mi', '92Gi', '1Gi'],
  );
});

test('what is needed is rounded up, what is there down', () => {
  assert.equal(amountText('memory', 8_218_738_689, 'up'), '7.7Gi');
  assert.equal(amountText('hugepages-2Mi', 8_218_738_689, 'down'), '7.6Gi');
});

test('rounded or not, it is within a tenth of its unit, and on the right side', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31 - 1), fc.nat(2 ** 16), (low, high) => {
      const bytes = high * 2 ** 31 + low;
      const [up = 0, down = 0] = (['up', 'down'] as const).map((side) =>
        quantityValue(amountText('memory', bytes, side)),
      );
      assert.ok(up >= bytes);
      // a quantity is read rounded up
      assert.ok(down <= bytes + 1);
      assert.ok(up - down <= bytes * 0.11 + 2);
    }),
  );
});
