import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { drawRecord } from '../../src/app/screen/recorded-screen.ts';
import { DOUBTS } from '../../src/verify/bundles/handed-in.ts';
import { judgeBundle } from '../../src/verify/bundles/judge.ts';
import { findingsOf } from '../../src/verify/checks/index.ts';
import { LESSONS } from '../../src/verify/lessons/index.ts';
import { evidenceSchema } from '../../src/verify/evidence-schema.ts';
import { journalEntrySchema } from '../../src/verify/journal-schema.ts';
import { bundleContent, bundleParts, PROGRAM } from '../helpers/bundle.ts';
import { factsOf, goodStory } from '../helpers/story.ts';

const text = readFileSync(new URL('../../workshop/EVIDENCE.md', import.meta.url), 'utf8');
const words = new Set([...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.split(/[.[\]\s]+/)));

describe('workshop/EVIDENCE.md', () => {
  test('documents every field of evidence.json', () => {
    assert.deepEqual(undocumented(evidenceSchema), []);
  });

  test('documents every field and kind of journal.jsonl', () => {
    assert.deepEqual(undocumented(journalEntrySchema), []);
  });

  test('names every check of the evidence and of a bundle', () => {
    const judging = { program: PROGRAM, draw: drawRecord, now: 0, expect: 'kind' } as const;
    const ids = [
      ...findingsOf(factsOf(goodStory())),
      ...LESSONS,
      ...judgeBundle(bundleContent(bundleParts()), judging).findings,
      ...DOUBTS.map((id) => ({ id })),
    ];
    assert.deepEqual(
      ids.map(({ id }) => id).filter((id) => !words.has(id)),
      [],
    );
  });
});

function undocumented(schema: z.ZodType): string[] {
  return [...namesIn(z.toJSONSchema(schema))].filter((name) => !words.has(name));
}

/** Property names and constants anywhere in a JSON schema. */
function namesIn(value: unknown): Set<string> {
  const names = new Set<string>();
  JSON.stringify(value, (key, inner: unknown) => {
    if (key === 'properties' && typeof inner === 'object' && inner !== null) {
      for (const name of Object.keys(inner)) names.add(name);
    }
    if (key === 'const' && typeof inner === 'string') names.add(inner);
    return inner;
  });
  return names;
}
