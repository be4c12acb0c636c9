import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a program that came out of a kit knows about that: a file in its folder. */
export interface Installed {
  readonly format: 1;
  /** What it was packed from, and when: for people. */
  readonly from: string;
  /** The node image that the kit brought: clusters are made of it, and no registry is asked. */
  readonly nodeImage?: string;
}

/** The file, in the program's folder. */
export const INSTALLED_FILE = 'kit.json';

/** Undefined where the program in this folder did not come out of a kit, or the file is not ours. */
export function readInstalled(root: string): Installed | undefined {
  const file = join(root, INSTALLED_FILE);
  if (!existsSync(file)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return installedOf(value);
  } catch {
    return undefined;
  }
}

function installedOf(value: unknown): Installed | undefined {
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== 1)
    return undefined;
  const from = 'from' in value && typeof value.from === 'string' ? value.from : '';
  const image = 'nodeImage' in value && typeof value.nodeImage === 'string' ? value.nodeImage : undefined;
  return { format: 1, from, ...(image === undefined ? {} : { nodeImage: image }) };
}
