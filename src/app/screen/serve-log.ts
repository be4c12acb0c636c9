import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { join } from 'node:path';
import { systemClock } from '../../lib/clock.ts';
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

/** Lines are gathered for so long before they are written. */
const GATHER_MS = 100;

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
  let isBroken = false;
  let lines = '';
  const write = () => {
    if (lines !== '' && !isBroken) stream.write(lines);
    lines = '';
  };
  const stream = createWriteStream(path, { mode: 0o600 });
  // a disk that is full must not end the scheduler
  stream.on('error', () => {
    isBroken = true;
  });
  return {
    path,
    print(line) {
      // a write for each line would cost more than deciding where the pod goes
      if (lines === '') systemClock.after(GATHER_MS, write);
      lines += `${line}\n`;
    },
    close() {
      write();
      return closed(stream);
    },
  };
}

async function closed(stream: WriteStream): Promise<void> {
  stream.end();
  // what went wrong while writing was taken note of when it did
  await finished(stream).catch(() => undefined);
}
