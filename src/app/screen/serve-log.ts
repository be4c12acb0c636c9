import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { join } from 'node:path';
import { UserError } from '../../lib/errors.ts';
import { prepareStateFolder, stateFolder } from '../../workshop/state.ts';
import type { CliContext } from '../context.ts';

/** Where lines go while the screen is the scheduler's. */
export interface ServeLog {
  /** Undefined where the state folder cannot be written: the scheduler runs all the same. */
  readonly path?: string;
  print(line: string): void;
  close(): Promise<void>;
}

/** Begins the log of a run in the context's state folder; the log of the run before goes. */
export function serveLog({ env, home }: CliContext, context: string): ServeLog {
  const folder = stateFolder(context, env, home);
  try {
    prepareStateFolder(folder);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { print() {}, async close() {} };
  }
  const path = join(folder.path, 'serve.log');
  const stream = createWriteStream(path, { mode: 0o600 });
  let isBroken = false;
  // a disk that is full must not end the scheduler
  stream.on('error', () => {
    isBroken = true;
  });
  return {
    path,
    print(line) {
      if (!isBroken) stream.write(`${line}\n`);
    },
    close: () => closed(stream),
  };
}

async function closed(stream: WriteStream): Promise<void> {
  stream.end();
  // what went wrong while writing was taken note of when it did
  await finished(stream).catch(() => undefined);
}
