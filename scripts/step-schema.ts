// Writes workshop/step.schema.json, which editors use while somebody writes a step: node scripts/step-schema.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { stepJsonSchema } from '../src/workshop/step-schema.ts';

const file = join(import.meta.dirname, '..', 'workshop', 'step.schema.json');
writeFileSync(file, `${JSON.stringify(stepJsonSchema(), null, 2)}\n`);
