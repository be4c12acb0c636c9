import { createReadStream } from 'node:fs';

import type { Env } from './env.ts';
import { findProgram } from './find-program.ts';

/** A name is at most so long; two pieces of a file overlap by that. */
const OVERLAP = 256;
const NAME = /kindest\/node:v\d+\.\d+\.\d+@sha256:[0-9a-f]{64}/;

/**
 * The node image that the kind on PATH takes when none is named: kind tells it to nobody, but its program holds the whole name
 * (pkg/apis/config/defaults/image.go). Undefined where there is no kind, or it is a script that calls it.
 */
export async function kindImage(env: Env): Promise<string | undefined> {
  const file = findProgram('kind', env);
  if (file === undefined) return undefined;
  let last = '';
  try {
    for await (const piece of createReadStream(file, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
      const text = last + String(piece);
      const name = NAME.exec(text)?.[0];
      if (name !== undefined) return name;
      last = text.slice(-OVERLAP);
    }
  } catch {
    // may be run and not read
  }
  return undefined;
}
