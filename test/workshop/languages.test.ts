import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { loadSteps, type Step } from '../../src/workshop/content.ts';
import { textsOf } from '../../src/workshop/texts.ts';
import { ENGLISH, languagesOf } from '../../src/workshop/translation.ts';

const CONTENT = join(import.meta.dirname, '..', '..', 'workshop');
const ORIGINAL = loadSteps(CONTENT);

/** Words that are the same elsewhere. */
const SAME: Readonly<Record<string, readonly string[]>> = { de: ['Taints', 'Preemption'] };

test('German is there', () => {
  assert.deepEqual(languagesOf(CONTENT), [ENGLISH, 'de']);
});

for (const lang of languagesOf(CONTENT).filter((each) => each !== ENGLISH)) {
  describe(`the workshop in ${lang}`, () => {
    const steps = loadSteps(CONTENT, lang);

    test('has every text of every step', () => {
      assert.deepEqual(
        steps.map(({ number, slug }) => [number, slug]),
        ORIGINAL.map(({ number, slug }) => [number, slug]),
      );
      for (const step of steps) assert.deepEqual(keysOf(step), keysOf(step.original));
    });

    test('has no text that nobody translated', () => {
      const same = pairs(steps).filter(
        ([original, text]) => original === text && !SAME[lang]?.includes(text),
      );
      assert.deepEqual(same, []);
    });

    test('says the same commands, fields and names as the original', () => {
      for (const [original, text] of pairs(steps)) assert.deepEqual(codeIn(text), codeIn(original), text);
    });
  });
}

/** Each text beside its original. */
function pairs(steps: readonly Step[]): readonly (readonly [string, string])[] {
  return steps.flatMap((step) => {
    const { original } = step;
    assert.ok(original);
    const [before, now] = [leaves(textsOf(original)), leaves(textsOf(step))];
    const english = ORIGINAL.find(({ number }) => number === step.number);
    const told = before.map((text, at) => [text, now[at] ?? ''] as const);
    return [[english?.text ?? '', step.text] as const, ...told];
  });
}

/** All texts in a structure of texts, in order. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

/** The structure of a step's texts, without what they say. */
function keysOf(step: Parameters<typeof textsOf>[0] | undefined): unknown {
  return (
    step &&
    JSON.parse(JSON.stringify(textsOf(step)), (_, value: unknown) => (typeof value === 'string' ? '' : value))
  );
}

/** What stands in backticks, sorted: a translation may need another order. */
function codeIn(text: string): string[] {
  return (text.match(/```[^]*?```|`[^`]+`/g) ?? []).toSorted();
}
