import { writeFileSync } from 'node:fs';
import xterm from '@xterm/headless';
import { screenToSvg, type PictureOptions } from '../../src/lib/screen-svg.ts';
import { terminalCells } from '../../test/helpers/terminal-cells.ts';
import type { Tmux } from '../../test/helpers/tmux.ts';
import { redacted, type Redaction } from './redact.ts';

/** Writes what a person sees on this terminal now as an SVG file, but for what is redacted. */
export async function photograph(
  terminal: Tmux,
  file: string,
  options: PictureOptions,
  redactions: readonly Redaction[] = [],
): Promise<void> {
  const { columns, rows } = terminal.size();
  const reader = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  await new Promise<void>((done) => {
    reader.write(terminal.coloured().replace(/\n$/, ''), done);
  });
  writeFileSync(file, screenToSvg(redacted(terminalCells(reader), redactions), options));
}
