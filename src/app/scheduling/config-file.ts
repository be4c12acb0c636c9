import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode } from '../../lib/error-code.ts';
import { UsageError } from '../../lib/errors.ts';
import { ConfigMistake, pathText } from '../../scheduler/config/given.ts';
import { readYaml } from '../../workshop/yaml-document.ts';

/** A configuration file, and how to say what is wrong with it. */
export interface ConfigFile {
  /** Plain JSON. */
  readonly value: unknown;
  /** What `use` returns; a `ConfigMistake` that it throws becomes one sentence with the path and the line (exit code 2). */
  readonly checked: <T>(use: () => T) => T;
}

/** Reads a YAML or JSON file; `name` is relative to `cwd`. A `UsageError` says why it cannot be read. */
export function readConfigFile(name: string, cwd: string): ConfigFile {
  const document = readYaml(textOf(name, cwd));
  if ('broken' in document) throw wrong(`${name}:${document.line}: ${document.broken}`);
  return {
    value: document.value,
    checked(use) {
      try {
        return use();
      } catch (error) {
        if (!(error instanceof ConfigMistake)) throw error;
        const { path, message } = error;
        const where = path.length === 0 ? '' : `${pathText(path)}: `;
        throw wrong(`${name}:${document.lineOf(path)}: ${where}${message}`);
      }
    },
  };
}

function textOf(name: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, name), 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read the configuration ${name}: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOENT') return 'there is no such file';
  return error instanceof Error ? error.message : String(error);
}

function wrong(message: string): UsageError {
  return new UsageError(message, {
    next: 'kubectl minisched serve --print-config shows a complete one',
  });
}
