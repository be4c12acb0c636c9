import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

import { errorCode } from '../lib/error-code.ts';
import { dns1123SubdomainErrors } from '../api/names.ts';
import { UsageError } from '../lib/errors.ts';
import { complaints } from '../workshop/complaints.ts';
import { readYaml } from '../workshop/yaml-document.ts';
import { LANGUAGES, type Project, PROJECT_FILE, SCHEDULER_NAME } from './project.ts';

const shellLine = z.string().regex(/^\s*\S[^\n]*\s*$/, 'must be one line for a shell');

const schema = z.strictObject({
  lang: z.enum(LANGUAGES),
  schedulerName: z
    .string()
    .refine((name) => dns1123SubdomainErrors(name).length === 0, {
      message: 'must be a name of a-z, 0-9, "-" and "." that begins and ends with a letter or digit',
    })
    .default(SCHEDULER_NAME),
  build: shellLine.optional(),
  run: shellLine,
});

/**
 * The project in a folder. Where its `minisched.yaml` is missing or malformed this is a UsageError that names file and line and says
 * in one sentence what is wrong.
 */
export function readProject(folder: string): Project {
  const file = join(folder, PROJECT_FILE);
  return { folder: resolve(folder), ...parseProject(readText(file, folder), file) };
}

/** What the text of one `minisched.yaml` says; `file` is for the complaint. */
export function parseProject(source: string, file: string): Omit<Project, 'folder'> {
  const document = readYaml(source);
  if ('broken' in document) throw malformed(file, document.line, document.broken);
  const { value, lineOf } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(file, 1, 'a project is a map with lang and run');
  const result = schema.safeParse(value);
  if (result.success) {
    const { build, run, ...rest } = result.data;
    return { ...rest, run: run.trim(), ...(build !== undefined && { build: build.trim() }) };
  }
  const [first] = complaints(result.error.issues, value)
    .map(({ path, message }) => ({ line: lineOf(path), message }))
    .toSorted((a, b) => a.line - b.line);
  throw malformed(file, first?.line ?? 1, first?.message ?? 'does not say how the scheduler is run');
}

function malformed(file: string, line: number, message: string): UsageError {
  return new UsageError(`${file}:${line}: ${message}`, {
    next: 'it has lang (ts, go or python), run (the line that starts your scheduler) and, if you like, build and schedulerName',
  });
}

function readText(file: string, folder: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = errorCode(cause);
    throw new UsageError(
      reason === 'ENOENT' || reason === 'ENOTDIR'
        ? `there is no ${PROJECT_FILE} in ${folder}`
        : `${file} cannot be read`,
      { cause, next: 'kubectl minisched init DIR --lang ts|go|python makes a project' },
    );
  }
}
