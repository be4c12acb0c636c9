import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';

const LAUNCHER = fileURLToPath(new URL('../../src/launcher.ts', import.meta.url));

/** A program as a real process. */
export interface Program {
  readonly child: ChildProcess;
  /** Everything it has written to stdout and stderr. */
  output(): string;
  /** Resolves once the output contains the text; fails with the whole output. */
  says(text: string, limitMs?: number): Promise<void>;
  /** Sends the signal, if any, and resolves to the exit code (null when a signal ended it). */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `kubectl minisched …args`. `env` is added to this process's own. */
export function startProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  return startExecutable(process.execPath, [LAUNCHER, ...args], env);
}

/** The same for any program. It is killed when this process ends. */
export function startExecutable(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Program {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const killed = () => void child.kill('SIGKILL');
  process.once('exit', killed);
  const closed = once(child, 'close').then(() => process.removeListener('exit', killed));
  return {
    child,
    output: () => output,
    says: (text, limitMs) =>
      eventually(
        () => {
          if (output.includes(text)) return true;
          if (child.exitCode !== null) throw new Error(`it ended without saying "${text}":\n${output}`);
          return false;
        },
        `it says "${text}"`,
        limitMs,
      ),
    async end(signal) {
      if (signal) child.kill(signal);
      await closed;
      return child.exitCode;
    },
  };
}

/** Runs `kubectl minisched …args` to its end. */
export async function runProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const program = startProgram(args, env);
  const code = await program.end();
  return { code, output: program.output() };
}
