import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { UserError } from '../lib/errors.ts';
import { complaints } from './complaints.ts';
import { malformed, readContent } from './content-file.ts';
import { stepSchema } from './step-schema.ts';
import type { StepFile } from './step-schema.ts';
import { ENGLISH, knownLanguage, noneLeftOver, translated } from './translation.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

/** One step, read and validated. */
export interface Step extends StepFile {
  readonly number: number;
  /** The folder's name without its number, e.g. `orphan`. */
  readonly slug: string;
  readonly folder: string;
  /** `step.md`: shown when the step begins. */
  readonly text: string;
  /** The step as `step.yaml` has it, where its texts are in another language: what is written down is the same in all of them. */
  readonly original?: StepFile;
}

const HELP = '"Add a step", names every word of step.yaml';

const FOLDER = /^(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)$/;

/**
 * All steps of a content folder, in order of their numbers. A malformed one is a UserError that names file and line and says in
 * one sentence what is wrong with it. In another language than English the texts are those of `lang/<lang>/`, complete or a
 * UserError; a language that is not there is a UsageError that names those there are.
 */
export function loadSteps(content: string, lang: string = ENGLISH): Step[] {
  if (!existsSync(content)) throw new UserError(`the workshop's content is not there: ${content}`);
  knownLanguage(content, lang);
  const steps = readdirSync(content, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => FOLDER.exec(entry.name))
    .filter((match) => match !== null)
    .map(([name, number, slug]) => loadStep(join(content, name), Number(number), slug ?? ''))
    .toSorted((a, b) => a.number - b.number);
  steps.forEach((step, at) => {
    if (step.number === steps[at - 1]?.number) {
      throw new UserError(`${step.folder}: there is a step ${step.number} already`, {
        next: 'give it another number',
      });
    }
  });
  return lang === ENGLISH ? steps : inLanguage(steps, content, lang);
}

function inLanguage(steps: readonly Step[], content: string, lang: string): Step[] {
  noneLeftOver(content, lang, steps);
  return steps.map((step) => ({ ...translated(step, content, lang), original: step }));
}

function loadStep(folder: string, number: number, slug: string): Step {
  const text = readContent(join(folder, 'step.md'));
  return {
    number,
    slug,
    folder,
    text,
    ...parseStep(readContent(join(folder, 'step.yaml')), join(folder, 'step.yaml')),
  };
}

/** Validates the text of one `step.yaml`; `file` is for the complaint. */
export function parseStep(source: string, file: string): StepFile {
  const document = readYaml(source);
  if ('broken' in document) throw malformed(file, document.line, document.broken, HELP);
  if (typeof document.value !== 'object' || document.value === null || Array.isArray(document.value))
    throw malformed(file, 1, 'a step is a map with title, minutes and play', HELP);
  return validated(document, file);
}

function validated({ value, lineOf }: YamlDocument, file: string): StepFile {
  const result = stepSchema.safeParse(value);
  if (result.success) return result.data;
  const found = complaints(result.error.issues, value)
    .map(({ path, message }) => ({ line: lineOf(path), message }))
    .toSorted((a, b) => a.line - b.line);
  const [first] = found;
  throw malformed(file, first?.line ?? 1, first?.message ?? 'does not match the schema', HELP);
}
