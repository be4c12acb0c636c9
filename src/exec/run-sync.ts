import { execaSync } from 'execa';

/**
 * What a quick, harmless program (`ps`) prints to stdout, trimmed; undefined when it is not there or fails.
 * Blocks: only for questions that must be answered at once and take a few milliseconds.
 */
export function runSync(argv: readonly string[], env: Readonly<Record<string, string>>): string | undefined {
  const [file = '', ...args] = argv;
  const result = execaSync(file, args, { reject: false, stdin: 'ignore', env, timeout: 5000 });
  return result.exitCode === 0 ? result.stdout.trim() : undefined;
}
