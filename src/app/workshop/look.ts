import type { CliContext } from '../../app/context.ts';
import type { Style } from '../../workshop/style.ts';

const [NARROW, USUAL, WIDE] = [60, 90, 100];

/** How lines may look on this terminal or pipe: colours only on a terminal that wants them, ASCII where the locale is not UTF-8. */
export function styleOf({ stdout, env }: CliContext, color: boolean): Style {
  const columns = stdout.columns ?? USUAL;
  return {
    width: Math.min(WIDE, Math.max(NARROW, columns - 1)),
    colours: color && stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    unicode: isUtf8(env),
  };
}

/** Whether the locale is UTF-8. */
export function isUtf8(env: CliContext['env']): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  return /utf-?8/i.test(locale ?? '') || env['WT_SESSION'] !== undefined;
}
