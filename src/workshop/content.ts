import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isMap, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';

import { UserError } from '../lib/errors.ts';
import { complaints } from './complaints.ts';
import { lineOf } from './line-of.ts';
import { stepSchema } from './step-schema.ts';
import type { StepFile } from './step-schema.ts';

/** One step, read and validated. */
export interface Step extends StepFile {
  readonly number: number;
  /** The folder's name without its number, e.g. `orphan`. */
  readonly slug: string;
  readonly folder: string;
  /** `step.md`: shown when the step begins. */
  readonly text: string;
}

const FOLDER = /^(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)$/;

/**
 * All steps of a content folder, in order of their numbers. A malformed one is a UserError that names file and line and says in
 * one sentence what is wrong with it.
 */
export function loadSteps(content: string): Step[] {
  if (!existsSync(content)) throw new UserError(`the workshop's content is not there: ${content}`);
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
  return steps;
}

function loadStep(folder: string, number: number, slug: string): Step {
  const text = readText(join(folder, 'step.md'));
  return {
    number,
    slug,
    folder,
    text,
    ...parseStep(readText(join(folder, 'step.yaml')), join(folder, 'step.yaml')),
  };
}

/** Validates the text of one `step.yaml`; `file` is for the complaint. */
export function parseStep(source: string, file: string): StepFile {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw malformed(file, lines.linePos(broken.pos[0]).line, firstLine(broken.message));
  if (!isMap(document.contents)) throw malformed(file, 1, 'a step is a map with title, minutes and play');
  return validated(document, file, lines);
}

function validated(document: Document.Parsed, file: string, lines: LineCounter): StepFile {
  const data: unknown = document.toJS();
  const result = stepSchema.safeParse(data);
  if (result.success) return result.data;
  const found = complaints(result.error.issues, data)
    .map(({ path, message }) => ({ line: lineOf(document, lines, path), message }))
    .toSorted((a, b) => a.line - b.line);
  const [first] = found;
  throw malformed(file, first?.line ?? 1, first?.message ?? 'does not match the schema');
}

function malformed(file: string, line: number, message: string): UserError {
  return new UserError(`${file}:${line}: ${message}`, {
    next: 'CONTRIBUTING.md, "Add a step", names every word of step.yaml',
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError(`${file}: a step needs this file, and it cannot be read`, { cause });
  }
}

/** The parser's message goes on with a picture of the place; one sentence is enough. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
