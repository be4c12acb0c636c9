import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { asciiStep } from '../../src/workshop/ascii.ts';
import { loadSteps } from '../../src/workshop/content.ts';
import { textsOf } from '../../src/workshop/texts.ts';
import { languagesOf } from '../../src/workshop/translation.ts';

const CONTENT = join(import.meta.dirname, '..', '..', 'workshop');

for (const lang of languagesOf(CONTENT)) {
  test(`without Unicode every text in ${lang} is ASCII, and the play is the same`, () => {
    for (const step of loadSteps(CONTENT, lang)) {
      const ascii = asciiStep(step);
      // oxlint-disable-next-line no-control-regex -- ASCII is what it asks for
      assert.match(`${JSON.stringify(textsOf(ascii))}${ascii.text}`, /^[\u0000-\u007F]*$/);
      assert.deepEqual(
        ascii.play.map((item) => ('say' in item ? 'say' : item)),
        step.play.map((item) => ('say' in item ? 'say' : item)),
      );
      assert.equal(ascii.original, step.original);
    }
  });
}
