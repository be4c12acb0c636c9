import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import {
  canonicalQuantity,
  compareQuantities,
  parseQuantity,
  quantityError,
  quantityMilli,
  quantityThousandths,
  quantityValue,
} from '../../src/api/quantity.ts';

/** What Go's ParseQuantity(...).String() answers (apimachinery v0.37.2). */
const CANONICAL: Readonly<Record<string, string>> = {
  '0': '0',
  '0.5': '500m',
  '.5': '500m',
  '5.': '5.',
  '1.000': '1',
  '1000': '1k',
  '1500': '1500',
  '1024Mi': '1Gi',
  '1536Mi': '1536Mi',
  '100Ki': '100Ki',
  '0.5Ki': '512',
  '0.0001Ki': '102400u',
  '1.1Ki': '1126400m',
  '1e3': '1e3',
  '1E3': '1E3',
  '1e4': '10e3',
  '1e-12': '1e-9',
  '0.1n': '1n',
  '16Ei': '9223372036854775807',
  '-16Ei': '-9223372036854775807',
  '+1': '+1',
  k: '0',
  '12345678901234567890123': '12345678901234567890123',
};

for (const [text, canonical] of Object.entries(CANONICAL)) {
  test(`${text} is written back as ${canonical}`, () => {
    assert.equal(canonicalQuantity(text), canonical);
  });
}

test('what is no quantity is refused in the words of Go', () => {
  const format =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  assert.equal(quantityError(''), format);
  assert.equal(quantityError('abc'), format);
  assert.equal(quantityError('1Mix'), format);
  assert.equal(quantityError('1Mm'), "unable to parse quantity's suffix");
  assert.equal(quantityError('1e99999999999999999999'), "unable to parse quantity's suffix");
  assert.equal(quantityError('.e-10'), 'unable to parse numeric part of quantity');
  assert.equal(quantityError('1'), undefined);
  assert.equal(parseQuantity('1x'), undefined);
});

test('quantities compare by their amount, however they are written', () => {
  assert.equal(compareQuantities('1', '1000m'), 0);
  assert.equal(compareQuantities('1Gi', '1024Mi'), 0);
  assert.ok(compareQuantities('1G', '1Gi') < 0);
  assert.ok(compareQuantities('-1', '0') < 0);
  assert.ok(compareQuantities('-2', '-1') < 0);
});

test('values are rounded up', () => {
  assert.equal(quantityValue('1m'), 1);
  assert.equal(quantityValue('1500m'), 2);
  assert.equal(quantityMilli('0.1m'), 1);
  assert.equal(quantityMilli('2'), 2000);
  assert.equal(quantityValue('64Gi'), 64 * 2 ** 30);
});

test('numbers that nobody could write out are judged at once', () => {
  assert.ok(compareQuantities('1e2000000000', '1e-2000000000') > 0);
  assert.equal(quantityMilli('1e2000000000'), 2 ** 63);
  assert.equal(canonicalQuantity(`1${'0'.repeat(999_999)}`), '1');
  assert.equal(quantityError(`${'0'.repeat(1_000_000)}x`)?.startsWith('quantities must'), true);
});

test('the canonical form is the same amount and canonical itself', () => {
  const suffix = fc.constantFrom('', 'm', 'u', 'n', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'E-3');
  const text = fc
    .tuple(fc.nat({ max: 1_000_000 }), fc.option(fc.nat({ max: 999 })), suffix)
    .map(([whole, fraction, unit]) => `${whole}${fraction === null ? '' : `.${fraction}`}${unit}`);
  fc.assert(
    fc.property(text, (quantity) => {
      const canonical = canonicalQuantity(quantity) ?? '';
      assert.equal(compareQuantities(quantity, canonical), 0);
      assert.equal(canonicalQuantity(canonical), canonical);
    }),
  );
});

test('thousandths are exact as far as whole units go, and bounded beyond', () => {
  const max = 2n ** 63n - 1n;
  assert.equal(quantityThousandths('9007199254740993'), 9007199254740993000n, 'above 2^53');
  assert.equal(quantityThousandths('1500m'), 1500n);
  assert.equal(quantityThousandths('1u'), 1n, 'rounded up');
  assert.equal(quantityThousandths(max.toString()), max * 1000n);
  assert.equal(quantityThousandths('1e30'), max * 1000n);
  assert.equal(quantityThousandths('no quantity'), 0n);
  assert.equal(quantityValue('1e30'), Number(max));
});
