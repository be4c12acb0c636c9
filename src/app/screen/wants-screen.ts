import type { CliContext } from '../context.ts';

/** What was said of the screen on the command line. */
export interface ScreenFlags {
  /** False after `--no-tui`. */
  readonly tui: boolean;
  readonly logFormat: 'text' | 'json' | 'yaml';
}

/**
 * Whether the full screen is opened: only where a person sits at a terminal that can draw, and asked for nothing that programs read.
 * Everywhere else (piped, CI, `TERM=dumb`, started by the workshop) lines are printed.
 */
export function wantsScreen({ terminal, env }: CliContext, { tui, logFormat }: ScreenFlags): boolean {
  if (!terminal || !tui || logFormat !== 'text') return false;
  return env['TERM'] !== 'dumb' && !isCi(env) && env['MINISCHED_STARTED_BY'] === undefined;
}

/** Whether this is a build somewhere, where nobody sits. */
export function isCi(env: CliContext['env']): boolean {
  return env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false' && env['CI'] !== '0';
}
