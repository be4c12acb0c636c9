import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelMatcher, matcherOf, requirementsOf, selectorMatches } from '../../src/api/label-selector.ts';
import { holds, int64Of } from '../../src/api/requirement.ts';

const WEB = { app: 'web', tier: 'front', size: '7' };

for (const [what, selector, labels, expected] of [
  ['a missing selector matches nothing', undefined, WEB, false],
  ['an empty selector matches everything', {}, WEB, true],
  ['an empty selector matches an object without labels', {}, undefined, true],
  ['empty lists are an empty selector', { matchLabels: {}, matchExpressions: [] }, undefined, true],
  ['all of matchLabels', { matchLabels: { app: 'web', tier: 'front' } }, WEB, true],
  ['one of matchLabels differs', { matchLabels: { app: 'web', tier: 'back' } }, WEB, false],
  ['a label that is missing', { matchLabels: { app: 'web' } }, undefined, false],
  ['In', { matchExpressions: [{ key: 'app', operator: 'In', values: ['db', 'web'] }] }, WEB, true],
  ['In, another value', { matchExpressions: [{ key: 'app', operator: 'In', values: ['db'] }] }, WEB, false],
  ['NotIn', { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, WEB, false],
  [
    'NotIn, label missing',
    { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] },
    WEB,
    true,
  ],
  ['Exists', { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, WEB, true],
  ['Exists, label missing', { matchExpressions: [{ key: 'zone', operator: 'Exists' }] }, WEB, false],
  ['DoesNotExist', { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, WEB, false],
  [
    'DoesNotExist, label missing',
    { matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] },
    WEB,
    true,
  ],
  [
    'an operator that is none',
    { matchExpressions: [{ key: 'app', operator: 'Is', values: ['web'] }] },
    WEB,
    false,
  ],
  [
    'labels and expressions, one of them does not hold',
    { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['back'] }] },
    WEB,
    false,
  ],
  [
    'a key that is a name of every JavaScript object',
    { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] },
    WEB,
    false,
  ],
] as const) {
  test(`label selector: ${what}`, () => {
    assert.equal(labelMatcher(selector).matches(labels), expected);
    assert.equal(selectorMatches(selector, labels), expected);
  });
}

test('a selector is read once', () => {
  const selector = { matchLabels: { app: 'web' } };
  assert.equal(labelMatcher(selector), labelMatcher(selector));
  assert.equal(labelMatcher(selector).isEmpty, false);
  assert.equal(labelMatcher({}).isEmpty, true);
  assert.equal(labelMatcher(undefined).isEmpty, false);
});

test('conditions can be added to a selector', () => {
  const more = [...requirementsOf({ matchLabels: { app: 'web' } }), { key: 'size', operator: 'Exists' }];
  assert.equal(matcherOf(more).matches(WEB), true);
  assert.equal(matcherOf(more).matches({ app: 'web' }), false);
});

for (const [operator, values, expected] of [
  ['Gt', ['6'], true],
  ['Gt', ['7'], false],
  ['Lt', ['8'], true],
  ['Lt', ['7'], false],
  ['Gt', [], false],
  ['Gt', ['6', '5'], false],
  ['Gt', ['six'], false],
] as const) {
  test(`7 ${operator} [${values.join(', ')}] is ${String(expected)}`, () => {
    assert.equal(holds({ key: 'size', operator, values }, WEB), expected);
  });
}

test('Gt and Lt do not hold for a label that is no integer, or is not there', () => {
  for (const operator of ['Gt', 'Lt']) {
    assert.equal(holds({ key: 'app', operator, values: ['1'] }, WEB), false);
    assert.equal(holds({ key: 'zone', operator, values: ['1'] }, WEB), false);
    assert.equal(holds({ key: 'size', operator, values: ['1'] }, { size: '1.5' }), false);
  }
});

test('integers are compared exactly, up to 64 bits', () => {
  const most = '9223372036854775807';
  assert.equal(holds({ key: 'n', operator: 'Gt', values: ['9223372036854775806'] }, { n: most }), true);
  assert.equal(holds({ key: 'n', operator: 'Lt', values: [most] }, { n: '5' }), true);
  assert.equal(int64Of('9223372036854775808'), undefined);
  assert.equal(int64Of('-9223372036854775808'), -(2n ** 63n));
  assert.equal(int64Of('+5'), 5);
  assert.equal(int64Of(''), undefined);
  assert.equal(int64Of('0x5'), undefined);
});
