import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeFolder } from '../lib/make-folder.ts';
import type { Step } from './content.ts';
import { fill, type Values } from './variables.ts';

/** Writes the step's manifests, filled in, into `folder`. False, and no folder, where the step has none. */
export function renderManifests(step: Step, values: Values, folder: string): boolean {
  const source = join(step.folder, 'manifests');
  if (!existsSync(source)) return false;
  makeFolder(folder, 0o700);
  for (const name of readdirSync(source)) {
    writeFileSync(join(folder, name), readManifest(step, name, values));
  }
  return true;
}

/** One manifest of the step, filled in. */
export function readManifest(step: Step, name: string, values: Values): string {
  return fill(readFileSync(join(step.folder, 'manifests', name), 'utf8'), values);
}
