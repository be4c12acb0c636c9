import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import fc from 'fast-check';

import { labelsMatch, parseLabelSelector } from '../../../src/embedded/verbs/label-selector.ts';
import { refusal } from '../../helpers/embedded-verbs.ts';

/** Selector, labels that fulfil it, labels that do not. */
const SELECTORS: readonly (readonly [string, Record<string, string>, Record<string, string>])[] = [
  ['a', { a: '' }, { b: '1' }],
  ['!a', { b: '1' }, { a: '' }],
  ['a=1', { a: '1' }, { a: '2' }],
  ['a==1', { a: '1' }, {}],
  ['a!=1', {}, { a: '1' }],
  ['a=', { a: '' }, { a: '1' }],
  ['a in (1, 2)', { a: '2' }, { a: '3' }],
  ['a in ()', { a: '' }, { a: '1' }],
  ['a in (,1)', { a: '' }, { a: '2' }],
  ['a notin (1,2)', { b: '1' }, { a: '1' }],
  ['a>5', { a: '10' }, { a: '5' }],
  ['a<5', { a: '-10' }, { a: 'x' }],
  ['a=1,!b,c in (2)', { a: '1', c: '2' }, { a: '1', b: '', c: '2' }],
  ['in in (in,notin)', { in: 'notin' }, { in: 'x' }],
  ['example.com/role=x', { 'example.com/role': 'x' }, { role: 'x' }],
  ['toString!=1', {}, { toString: '1' }],
];

/** What the real server says, each after `unable to parse requirement: ` unless it begins with `=`. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['x in', "found '' expected: '('"],
  ['x in a', "found 'a' expected: '('"],
  ['x in (', "found '', expected: ',', ')' or identifier"],
  ['x in (a,b', "found '', expected: ',' or ')'"],
  ['!', "found '', expected: identifier"],
  ['x=!', "found '!', expected: identifier"],
  ['x===y', "found '=', expected: identifier"],
  ['a b', "found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['x>y', `values[0]: Invalid value: "y": for 'Gt', 'Lt' operators, the value must be an integer`],
  ['=', "=found '=', expected: !, identifier, or 'end of string'"],
  ['x==y,,', "=found ',', expected: identifier after ','"],
  ['!x=1', "=found '=', expected: ',' or 'end of string'"],
  [
    'x=+',
    `values[0][x]: Invalid value: "+": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
  ],
  [
    'a/b/c',
    `<nil>: Invalid value: "a/b/c": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
  ],
];

void suite('a label selector', () => {
  for (const [selector, yes, no] of SELECTORS) {
    test(`${selector} tells ${JSON.stringify(yes)} from ${JSON.stringify(no)}`, () => {
      const requirements = parseLabelSelector(selector);
      assert.equal(labelsMatch(requirements, yes), true);
      assert.equal(labelsMatch(requirements, no), false);
    });
  }

  for (const [selector, words] of REFUSED) {
    test(`${selector} is refused in the words of the real server`, () => {
      const { code, message } = refusal(() => parseLabelSelector(selector));
      const expected = words.startsWith('=') ? words.slice(1) : `unable to parse requirement: ${words}`;
      assert.deepEqual({ code, message }, { code: 400, message: expected });
    });
  }

  test('an empty one matches everything', () => {
    assert.equal(labelsMatch(parseLabelSelector(''), undefined), true);
  });

  test('any text is read or refused with 400, and reading ends', () => {
    const piece = fc.constantFrom('a', 'b', 'in', 'notin', '=', '!', '<', '>', '(', ')', ',', ' ', '1');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          labelsMatch(parseLabelSelector(pieces.join('')), { a: '1' });
        } catch {
          assert.equal(refusal(() => parseLabelSelector(pieces.join(''))).code, 400);
        }
      }),
    );
  });
});
