import { Readable } from 'node:stream';

import { verifySettled } from '../../verify.ts';
import type { Style } from '../../../workshop/style.ts';
import type { CliContext } from '../../context.ts';
import type { SettledOptions } from '../options.ts';

/** Wider lines are hard to read. */
const [NARROW, WIDE] = [58, 98];

/** What the report is to say, and how. */
interface ReportWishes extends Pick<Style, 'unicode' | 'colours'> {
  readonly note: string;
  /** Told what of the person's own program is being tried. */
  readonly trying: (what: string) => void;
}

/**
 * Collects the evidence into `./evidence` as `verify` does, and returns what that prints instead of printing it. Asks nothing: the reason
 * is `note`, or is said later.
 */
export async function reportOf(
  cli: CliContext,
  options: SettledOptions,
  { note, trying, ...look }: ReportWishes,
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
  const ok = await verifySettled(quiet, {
    ...options,
    trying: (what) => trying(what.trim()),
    out: 'evidence',
    ...(note === '' ? {} : { note }),
    style: { ...look, width },
  });
  return { ok, text };
}
