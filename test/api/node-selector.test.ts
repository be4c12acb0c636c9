import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowsNode, readRequiredNodeAffinity, requiredNodeAffinity } from '../../src/api/node-affinity.ts';
import { errorsText, matchesAnyTerm, nodeTerm, nodeTerms } from '../../src/api/node-selector.ts';

const NODE = { metadata: { name: 'worker-1', labels: { zone: 'a', cores: '8' } } };
const ZONE_A = { key: 'zone', operator: 'In', values: ['a'] };
const ZONE_B = { key: 'zone', operator: 'In', values: ['b'] };
const nameIs = (operator: string, ...values: readonly string[]) => ({
  key: 'metadata.name',
  operator,
  values,
});

for (const [what, nodeSelectorTerms, expected] of [
  ['no term matches nothing', [], false],
  ['an empty term matches nothing', [{}], false],
  ['an empty term beside one that matches', [{}, { matchExpressions: [ZONE_A] }], true],
  ['terms are alternatives', [{ matchExpressions: [ZONE_B] }, { matchExpressions: [ZONE_A] }], true],
  ['conditions of a term must all hold', [{ matchExpressions: [ZONE_A, ZONE_B] }], false],
  ['Gt', [{ matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['7'] }] }], true],
  ['Lt', [{ matchExpressions: [{ key: 'cores', operator: 'Lt', values: ['8'] }] }], false],
  ['the name', [{ matchFields: [nameIs('In', 'worker-1')] }], true],
  ['another name', [{ matchFields: [nameIs('In', 'worker-2')] }], false],
  ['not this name', [{ matchFields: [nameIs('NotIn', 'worker-1')] }], false],
  ['not another name', [{ matchFields: [nameIs('NotIn', 'worker-2')] }], true],
  ['name and labels', [{ matchFields: [nameIs('In', 'worker-1')], matchExpressions: [ZONE_B] }], false],
  ['two names at once are an error', [{ matchFields: [nameIs('In', 'worker-1', 'worker-2')] }], false],
  ['a field must be compared', [{ matchFields: [nameIs('Exists')] }], false],
  [
    'a bound that is no label value',
    [{ matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['-1'] }] }],
    false,
  ],
  [
    'a broken term beside one that matches',
    [{ matchFields: [nameIs('Is')] }, { matchExpressions: [ZONE_A] }],
    true,
  ],
] as const) {
  test(`node selector: ${what}`, () => {
    assert.equal(matchesAnyTerm(nodeTerms({ nodeSelectorTerms }), NODE), expected);
  });
}

for (const [term, ...errors] of [
  [
    { matchExpressions: [{ key: 'size', operator: 'Gt', values: ['-1'] }] },
    `[0].matchExpressions[0].values[0][size]: Invalid value: "-1": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
  ],
  [
    { matchExpressions: [ZONE_A, { key: 'size', operator: 'Lt', values: ['x'] }] },
    `[0].matchExpressions[1].values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`,
  ],
  [
    { matchExpressions: [{ key: 'size', operator: 'Lt', values: [] }] },
    `[0].matchExpressions[0].values: Invalid value: []: for 'Gt', 'Lt' operators, exactly one value is required`,
  ],
  [
    { matchExpressions: [{ key: 'size', operator: 'In' }] },
    `[0].matchExpressions[0].values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty`,
  ],
  [
    { matchExpressions: [{ key: 'size', operator: 'Exists', values: ['1'] }] },
    `[0].matchExpressions[0].values: Invalid value: ["1"]: values set must be empty for exists and does not exist`,
  ],
  [
    { matchExpressions: [{ key: 'size', operator: 'Is', values: ['1'] }] },
    `[0].matchExpressions[0].operator: Unsupported value: "Is": supported values: "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"`,
  ],
  [
    { matchFields: [nameIs('In', 'a', 'b'), nameIs('Gt', '1')] },
    `[0].matchFields[0].values: Invalid value: ["a","b"]: must have one element`,
    `[0].matchFields[1].operator: Unsupported value: "Gt": supported values: "In", "NotIn"`,
  ],
] as const) {
  test(`what is wrong with a term: ${errors[0].slice(0, 70)}`, () => {
    assert.deepEqual(nodeTerm(term, '[0]')?.errors, errors);
  });
}

test('several errors are told once each, in brackets', () => {
  assert.equal(errorsText(['a']), 'a');
  assert.equal(errorsText(['a', 'b', 'a']), '[a, b]');
});

test('a pod asks for both: its node selector and its required affinity', () => {
  const allows = (nodeSelector?: Record<string, string>, term?: typeof ZONE_A) =>
    allowsNode(
      readRequiredNodeAffinity({
        ...(nodeSelector && { nodeSelector }),
        ...(term && {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [{ matchExpressions: [term] }],
              },
            },
          },
        }),
      }),
      NODE,
    );
  assert.equal(allows(), true);
  assert.equal(allows({ cores: '8' }), true);
  assert.equal(allows({ cores: '9' }), false);
  assert.equal(allows({ cores: '8' }, ZONE_A), true);
  assert.equal(allows({ cores: '8' }, ZONE_B), false);
  assert.equal(allows({ cores: '9' }, ZONE_A), false);
});

test('what a pod asks for is read once', () => {
  const pod = { spec: { nodeSelector: { zone: 'a' } } };
  assert.equal(requiredNodeAffinity(pod), requiredNodeAffinity(pod));
});
