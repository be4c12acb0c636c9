import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import { UsageError, UserError } from '../lib/errors.ts';
import { malformed, readContent } from './content-file.ts';
import type { StepFile } from './step-schema.ts';
import { textFaults } from './text-faults.ts';
import { textsOf, withTexts } from './texts.ts';
import { textsSchema } from './texts-schema.ts';
import { readYaml } from './yaml-document.ts';

/** The language of `step.yaml` and `step.md`, which is the default. */
export const ENGLISH = 'en';

const HELP = '"Translate the workshop", says what a language needs';

/** A step with its text and its folder, as far as translating it needs to know. */
export type Translatable = StepFile & { readonly folder: string; readonly text: string };

/** The languages that the content can be read in: English, and the folders of `lang/`, in order. */
export function languagesOf(content: string): string[] {
  return [ENGLISH, ...foldersIn(join(content, 'lang')).toSorted()];
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** Refuses a language that is not there; says which are. */
export function knownLanguage(content: string, lang: string): void {
  const known = languagesOf(content);
  if (known.includes(lang)) return;
  throw new UsageError(`there is no language "${lang}"`, { next: `there are: ${known.join(', ')}` });
}

/** Texts of a step that is not there any more, or not under this name, help nobody. */
export function noneLeftOver(content: string, lang: string, steps: readonly Translatable[]): void {
  const folder = join(content, 'lang', lang);
  const known = new Set(steps.map((step) => basename(step.folder)));
  const left = foldersIn(folder).find((name) => !known.has(name));
  if (left === undefined) return;
  throw new UserError(`${join(folder, left)}: there is no such step`, { next: 'rename it, or remove it' });
}

/** Where the texts of a step's folder are in another language. */
export function translationFolder(content: string, lang: string, step: string): string {
  return join(content, 'lang', lang, basename(step));
}

/**
 * The step in another language: its texts are those of `lang/<lang>/<its folder>`, all else is its own, so that a translation cannot
 * change what is played. The first thing that is missing, or too much, is a UserError that names file, line and key.
 */
export function translated<T extends Translatable>(step: T, content: string, lang: string): T {
  const folder = translationFolder(content, lang, step.folder);
  const text = textIn(join(folder, 'step.md'), step.text);
  return { ...step, ...withTexts(step, textsIn(join(folder, 'texts.yaml'), step)), text };
}

function textIn(file: string, original: string): string {
  const text = readContent(file, 'a language');
  const [fault] = textFaults(original, text.trim());
  if (fault) throw malformed(file, 1, fault.message, HELP);
  return text;
}

function textsIn(file: string, step: StepFile) {
  const document = readYaml(readContent(file, 'a language'));
  if ('broken' in document) throw malformed(file, document.line, document.broken, HELP);
  const [fault, ...others] = textFaults(textsOf(step), document.value ?? {});
  if (!fault) return textsSchema.parse(document.value);
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  throw malformed(file, document.lineOf(fault.path), `${fault.message}${more}`, HELP);
}
