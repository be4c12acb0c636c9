import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { LANGUAGES, SCHEDULER_FILES } from '../../src/project/project.ts';
import { putBack, skeletonText, solutionText, solvedText } from '../../src/project/skeleton.ts';
import { templateParts } from '../../src/project/template-parts.ts';

const TEMPLATE = `package main

func isMine(pod Pod) bool {
	// >>> solution
	return pod.SchedulerName == name
	// === skeleton
	//: // TODO (step 2): whose is it?
	//: return false
	// <<<
}

// score is how good a node is.
func score(there []Pod) int {
	// >>> solution
	return -len(there)
	// === skeleton
	//: // TODO (step 3): the fewer, the better
	//:
	//: return 0
	// <<<
}
`;
const PARTS = templateParts(TEMPLATE);
const SKELETON = skeletonText(PARTS);

test('a template is the solved file, and the skeleton of it', () => {
  assert.match(
    solvedText(PARTS),
    /^package main\n\nfunc isMine\(pod Pod\) bool \{\n\treturn pod.SchedulerName == name\n\}\n/,
  );
  assert.match(SKELETON, /\{\n\t\/\/ TODO \(step 3\): the fewer, the better\n\n\treturn 0\n\}\n$/);
});

test('marks out of order are told with their line', () => {
  assert.throws(() => templateParts('a\n// === skeleton\n'), /line 2 .*=== skeleton after text/);
  assert.throws(() => templateParts('// >>> solution\n// === skeleton\nb\n// <<<\n'), /line 3 /);
  assert.throws(() => templateParts('// >>> solution\n'), /ends within a region/);
});

test('the solution of a step is shown with the function that it is part of, and nothing of other steps', () => {
  assert.equal(solutionText(PARTS, 2), 'func isMine(pod Pod) bool {\n\treturn pod.SchedulerName == name\n}');
  assert.equal(solutionText(PARTS, 4), undefined);
});

test("one step's skeleton is put back; what else the person wrote stays", () => {
  const own = SKELETON.replace('return false', 'if a {\n\t\treturn true\n\t}\n\treturn b').replace(
    'return 0',
    'return 7',
  );
  const back = putBack(own, PARTS, 2);
  assert.deepEqual(back, { text: SKELETON.replace('return 0', 'return 7') });
});

test('where the function is gone, or has another head, nothing is guessed', () => {
  const own = SKELETON.replace('func isMine(pod Pod) bool {', 'func ours(pod Pod) bool {');
  assert.deepEqual(putBack(own, PARTS, 2), { problem: 'lost', above: 'func isMine(pod Pod) bool {' });
  assert.deepEqual(putBack(SKELETON, PARTS, 5), { problem: 'nothing-open' });
});

for (const lang of LANGUAGES) {
  test(`the ${lang} template: each step's parts can be put back one after the other, until all is as at the beginning`, () => {
    const file = new URL(`../../workshop/templates/${lang}/${SCHEDULER_FILES[lang]}`, import.meta.url);
    const parts = templateParts(readFileSync(file, 'utf8'));
    const steps = [...new Set(parts.flatMap((part) => ('text' in part ? [] : [part.step])))];
    assert.deepEqual(steps, [2, 3]);
    let own = solvedText(parts);
    for (const step of steps.toReversed()) {
      const back = putBack(own, parts, step);
      assert.ok('text' in back, JSON.stringify(back));
      assert.notEqual(back.text, own);
      own = back.text;
      assert.ok(solutionText(parts, step));
    }
    assert.equal(own, skeletonText(parts));
  });
}
