import { Readable } from 'node:stream';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { CliContext } from '../../src/app/context.ts';
import { runCli } from '../../src/cli/run.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A command line in this process, with nothing of the machine's own: everything it keeps is in `home`. */
export interface TestCli {
  readonly context: CliContext;
  /** Runs one command line. */
  run(...args: string[]): Promise<{ readonly out: string; readonly err: string; readonly code: number }>;
}

export function testCli(home: string, env: CliContext['env'] = {}): TestCli {
  let out = '';
  let err = '';
  let code = 0;
  const context: CliContext = {
    stdin: Readable.from([]),
    stdout: { write: (text) => void (out += text) },
    stderr: { write: (text) => void (err += text) },
    env: {
      PATH: home,
      HOME: home,
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(home, 'compiled'),
      ...env,
    },
    cwd: home,
    home,
    root: ROOT,
    signal: new AbortController().signal,
    self: [process.execPath, join(ROOT, 'src/launcher.ts')],
    setExitCode: (value) => void (code = value),
  };
  return {
    context,
    async run(...args) {
      out = '';
      err = '';
      code = 0;
      await runCli(context, args);
      return { out, err, code };
    },
  };
}
