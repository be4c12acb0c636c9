import assert from 'node:assert/strict';
import { test } from 'node:test';

import { selectorMatches } from '../../../../src/api/label-selector.ts';
import { labelSelectorErrors } from '../../../../src/embedded/kinds/common/label-selector.ts';

test('a missing selector selects nothing, an empty one everything', () => {
  assert.equal(selectorMatches(undefined, { a: 'b' }), false);
  assert.equal(selectorMatches({}, undefined), true);
});

test('labels and expressions must all hold; a label that is missing is never In and always NotIn', () => {
  const labels = { app: 'web', tier: 'front' };
  const holds = (operator: string, key: string, values?: string[]) =>
    selectorMatches(
      { matchLabels: { app: 'web' }, matchExpressions: [{ key, operator, ...(values ? { values } : {}) }] },
      labels,
    );
  assert.equal(holds('In', 'tier', ['front', 'back']), true);
  assert.equal(holds('In', 'missing', ['']), false);
  assert.equal(holds('NotIn', 'tier', ['front']), false);
  assert.equal(holds('NotIn', 'missing', ['x']), true);
  assert.equal(holds('Exists', 'tier'), true);
  assert.equal(holds('DoesNotExist', 'tier'), false);
  assert.equal(holds('DoesNotExist', 'constructor'), true);
  assert.equal(holds('Magic', 'tier'), false);
  assert.equal(selectorMatches({ matchLabels: { app: 'db' } }, labels), false);
});

test('a selector is refused where its operator and its values do not fit', () => {
  const errors = labelSelectorErrors(
    {
      matchExpressions: [
        { key: 'a', operator: 'In' },
        { key: 'a', operator: 'Exists', values: ['x'] },
        { key: 'a', operator: 'Magic', values: [] },
      ],
    },
    'spec.selector',
  );
  assert.deepEqual(
    errors.map(({ field, message }) => `${field}: ${message}`),
    [
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      "spec.selector.matchExpressions[1].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
      'spec.selector.matchExpressions[2].operator: Invalid value: "Magic": not a valid selector operator',
    ],
  );
});
