import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processStartTime } from '../../src/exec/process-start-time.ts';
import { shellLine } from '../../src/exec/shell-line.ts';
import type { PaletteName } from '../../src/lib/screen-svg.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { Tmux } from '../../test/helpers/tmux.ts';
import { photograph } from './photograph.ts';
import type { Redaction } from './redact.ts';

const MAIN = fileURLToPath(new URL('../../dist/kubectl-minisched.js', import.meta.url));
/** The step that is photographed: its text, what was run, what the scheduler thought of each node, its checks. */
const STEP = 3;

/** Several processes take part, each with a clock and a pid of its own, and kubectl tells ages by its own clock. */
const REDACTIONS: readonly Redaction[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-01-31T10:00:00.000Z'],
  [/\d\d:\d\d:\d\d(?= )/g, '10:00:00'],
  [/(?<=pid )\d+/g, '4711'],
  [/(?<=is done \()[\d.]+(?= s)/g, '3'],
  [/(?<=\(after )[\d.]+(?= s)/g, '0'],
  [/(?<= )\d+s(?= +<none>)/g, '0s'],
];

/** Plays the guided workshop up to a step on an embedded cluster of its own, and takes a picture of it. */
export async function photographGuided(folder: string, palette: PaletteName): Promise<void> {
  using home = tempFolder();
  const env = {
    HOME: home.path,
    XDG_STATE_HOME: home.file('state'),
    KUBECONFIG: home.file('kubeconfig'),
    LANG: 'C.UTF-8',
  };
  const provider = ['--provider', 'embedded'];
  const line = shellLine([process.execPath, MAIN, 'workshop', ...provider, '--theme', palette]);
  try {
    using terminal = new Tmux({ columns: 112, rows: 36 }, `cd ${shellLine([home.path])} && exec ${line}`, {
      ...env,
      CI: 'false',
      PATH: process.env['PATH'] ?? '',
    });
    for (let step = 0; step <= STEP; step++) {
      await terminal.sees(`▶ step ${step}`);
      terminal.press('a');
      await terminal.sees(`✓ step ${step} is done`, 60_000);
      if (step < STEP) terminal.press('Enter');
    }
    const title = 'kubectl minisched workshop';
    await photograph(terminal, join(folder, `workshop-${palette}.svg`), { title, palette }, REDACTIONS);
    const { pid } = terminal;
    terminal.press('q');
    await eventually(() => processStartTime(pid) === undefined, 'it has ended');
  } finally {
    const args = [MAIN, 'cluster', 'delete', ...provider];
    execFileSync(process.execPath, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  }
}
