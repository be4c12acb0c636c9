import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import type { Env } from './env.ts';

/** The file that a shell would run for this name: the first on PATH; undefined where there is none. */
export function findProgram(name: string, env: Env): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = delimiter === ';' ? ['.exe', '.cmd', ''] : [''];
  return folders
    .flatMap((folder) => endings.map((ending) => join(folder, `${name}${ending}`)))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // not in this folder
    return false;
  }
}
