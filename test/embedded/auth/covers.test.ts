import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import type { Attributes } from '../../../src/embedded/auth/contract.ts';
import { uncovered } from '../../../src/embedded/auth/rbac/covers.ts';
import { describeRules } from '../../../src/embedded/auth/rbac/describe-rules.ts';
import { ruleAllows } from '../../../src/embedded/auth/rbac/rules.ts';
import type { PolicyRule } from '../../../src/embedded/data/types.ts';

const some = (...values: readonly string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

/** Rules as validation lets them pass. `all`: with everything that stands for several. */
function rules(all: boolean): fc.Arbitrary<PolicyRule[]> {
  const star = all ? ['*'] : [];
  const ofResources = fc.record(
    {
      verbs: some('get', 'list', ...star),
      apiGroups: some('', 'apps', ...star),
      resources: some('pods', 'pods/log', 'nodes/log', ...(all ? ['*', '*/log'] : [])),
      resourceNames: some('a', 'b'),
    },
    { requiredKeys: ['verbs', 'apiGroups', 'resources'] },
  );
  const ofPaths = fc.record({
    verbs: some('get', 'list', ...star),
    nonResourceURLs: some('/a', '/a/b', '/c', ...(all ? ['*', '/a*', '/a/*'] : [])),
  });
  return fc.array(fc.oneof(ofResources, ofPaths), { maxLength: 4 });
}

/** Everything that can be asked with these words, and with words that no rule says. */
const ASKED: readonly Attributes[] = ['get', 'list', 'delete'].flatMap((verb) => [
  ...['/a', '/a/b', '/a/b/c', '/ab', '/c', '/d'].map((path) => ({ verb, path })),
  ...['', 'apps', 'other'].flatMap((group) =>
    ['pods', 'nodes', 'others'].flatMap((plural) =>
      ['', 'log', 'other'].flatMap((subresource) =>
        ['', 'a', 'b', 'c'].map((name) => ({
          verb,
          group,
          version: 'v1',
          resource: plural,
          subresource,
          name,
        })),
      ),
    ),
  ),
]);

const isAllowed = (owned: readonly PolicyRule[], asked: Attributes): boolean =>
  owned.some((rule) => ruleAllows(rule, asked));

test('who covers rules may do all that they allow', () => {
  fc.assert(
    fc.property(rules(true), rules(true), (owned, wanted) => {
      const covered = wanted.filter((rule) => uncovered(owned, [rule]).length === 0);
      for (const asked of ASKED) {
        if (isAllowed(covered, asked)) assert.ok(isAllowed(owned, asked), JSON.stringify(asked));
      }
    }),
    { numRuns: 1000 },
  );
});

test('who may do all that plain rules allow covers them; what is missing is not allowed', () => {
  fc.assert(
    fc.property(rules(true), rules(false), (owned, wanted) => {
      const missing = uncovered(owned, wanted);
      const lacking = ASKED.filter((asked) => isAllowed(wanted, asked) && !isAllowed(owned, asked));
      assert.equal(missing.length > 0, lacking.length > 0);
      for (const asked of lacking) assert.ok(isAllowed(missing, asked));
    }),
    { numRuns: 500 },
  );
});

test('each rule covers itself', () => {
  fc.assert(
    fc.property(rules(true), (owned) => {
      assert.deepEqual(uncovered(owned, owned), []);
    }),
  );
});

test('what is missing is told in sorted lines, verbs of the same together', () => {
  const rule = { apiGroups: ['', 'apps'], resources: ['pods'], verbs: ['list', 'get'] };
  const named = { ...rule, apiGroups: [''], resourceNames: ['a', 'b'] };
  const paths = { nonResourceURLs: ['/x'], verbs: ['get', 'post'] };
  assert.deepEqual(describeRules(uncovered([], [paths, rule, named])), [
    '{APIGroups:[""], Resources:["pods"], ResourceNames:["a"], Verbs:["list" "get"]}',
    '{APIGroups:[""], Resources:["pods"], ResourceNames:["b"], Verbs:["list" "get"]}',
    '{APIGroups:[""], Resources:["pods"], Verbs:["list" "get"]}',
    '{APIGroups:["apps"], Resources:["pods"], Verbs:["list" "get"]}',
    '{NonResourceURLs:["/x"], Verbs:["get"]}',
    '{NonResourceURLs:["/x"], Verbs:["post"]}',
  ]);
});

test('a rule that stands for millions is refused whole, at once, unless another covers it whole', () => {
  const words = Array.from({ length: 500 }, (_, index) => `w${String(index)}`);
  const huge = { apiGroups: words, resources: words, resourceNames: words, verbs: words };
  const small = { apiGroups: ['w0'], resources: ['w0'], verbs: ['w0'] };
  const owned = [{ ...small, verbs: ['w0', 'w1'] }];
  assert.deepEqual(uncovered(owned, [huge, small]), [huge]);
  assert.deepEqual(uncovered(owned, [small, huge]), [huge]);
  assert.deepEqual(uncovered([{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }], [huge, small]), []);
  // many that are each within bounds
  const medium = { ...huge, apiGroups: ['w0'], resourceNames: ['w0'], resources: words.slice(0, 10) };
  const started = performance.now();
  assert.ok(
    uncovered(
      owned,
      Array.from({ length: 5000 }, () => medium),
    ).length > 5000,
  );
  assert.ok(performance.now() - started < 5000);
});
