import { Readable } from 'node:stream';

import { verifySettled } from '../../verify.ts';
import type { Style } from '../../../workshop/style.ts';
import type { CliContext } from '../../context.ts';
import type { SettledOptions } from '../options.ts';

/** Wider lines are hard to read. */
const [NARROW, WIDE] = [58, 98];

/**
 * Collects the evidence into `./evidence` as `verify` does, and returns what that prints instead of printing it. Asks nothing: the reason
 * is `note`, or is said later.
 */
export async function reportOf(
  cli: CliContext,
  options: SettledOptions,
  { note, ...look }: { readonly note: string } & Pick<Style, 'unicode' | 'colours'>,
): Promise<{ readonly ok: boolean; readonly text: string }> {
  let text = '';
  const sink = { write: (part: string) => void (text += part) };
  const { terminal: _closed, stdin: _asksNobody, ...rest } = cli;
  const quiet: CliContext = {
    ...rest,
    stdin: Object.assign(Readable.from([]), { isTTY: false }),
    stdout: sink,
    stderr: sink,
  };
  const width = Math.min(WIDE, Math.max(NARROW, (cli.stdout.columns ?? WIDE) - 2));
  // trying what a program can do takes a minute, in which a screen would stand still: the report says how to do it
  const { own: _untried, ...settled } = options;
  const ok = await verifySettled(quiet, {
    ...settled,
    out: 'evidence',
    ...(note === '' ? {} : { note }),
    style: { ...look, width },
  });
  return { ok, text };
}
