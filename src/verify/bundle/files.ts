import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { UserError } from '../../lib/errors.ts';
import { MANIFEST } from '../manifest.ts';
import { isLitter } from './litter.ts';

/** What lies in a folder that somebody handed in. */
export interface BundleContent {
  /** Path with `/` → content. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** What is there but is not a plain file of a sensible size: links, sockets, giants. Not read. */
  readonly odd: readonly string[];
}

/** Far more than any honest file of a bundle has. */
const SIZE_LIMIT = 64 * 1024 * 1024;

/** Reads the whole folder without following links. A `UserError` says when it is no bundle at all. */
export function readBundle(folder: string): BundleContent {
  const files = new Map<string, Buffer>();
  const odd: string[] = [];
  for (const entry of entriesOf(folder)) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    if (isLitter(name)) continue;
    if (entry.isFile() && statSync(path).size <= SIZE_LIMIT) files.set(name, readFileSync(path));
    else odd.push(name);
  }
  return { files, odd };
}

/** Looks into the folder itself first: a wrong one may be very deep. */
function entriesOf(folder: string) {
  try {
    const names = readdirSync(folder);
    if (!names.includes(MANIFEST) && !names.includes('evidence.json')) {
      throw new UserError(
        `${folder} is no bundle of evidence: it has neither evidence.json nor ${MANIFEST}`,
        {
          next: 'name the folder itself, e.g. --bundle evidence/2026-01-31T10-00-00Z',
        },
      );
    }
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`the folder ${folder} cannot be read`, {
      next: 'name a folder that `kubectl minisched verify` made',
      cause: error,
    });
  }
}
