import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { shellLine } from '../../src/exec/shell-line.ts';
import type { PaletteName } from '../../src/lib/screen-svg.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { Tmux } from '../../test/helpers/tmux.ts';
import { photograph } from './photograph.ts';
import { openShop } from './shop.ts';
import { STEPPED_CLOCK } from './stepped-clock.ts';

const MAIN = fileURLToPath(new URL('../../dist/kubectl-minisched.js', import.meta.url));

/** What comes, what it asks for, and how many seconds pass after it. */
const ORDERS: readonly (readonly [name: string, cpu: string, memory: string, seconds: number])[] = [
  ['web-1', '500m', '1Gi', 0],
  ['web-2', '500m', '1Gi', 0],
  ['web-3', '500m', '1Gi', 2],
  ['cart-1', '250m', '512Mi', 0],
  ['cart-2', '250m', '512Mi', 1],
  ['pay-1', '1', '2Gi', 0],
  ['pay-2', '1', '2Gi', 3],
  ['mail-1', '100m', '256Mi', 1],
];

/** Plays a small story before the screen of `serve` and takes pictures of it: the panels, and the page on a pod that waits. */
export async function photographServe(folder: string, palette: PaletteName): Promise<void> {
  using home = tempFolder();
  await using shop = await openShop(home.path);
  const words = [...STEPPED_CLOCK, MAIN, 'serve', '--theme', palette, '--kubeconfig', shop.kubeconfigPath];
  using terminal = new Tmux({ columns: 100, rows: 32 }, `exec ${shellLine([process.execPath, ...words])}`, {
    CI: 'false',
    HOME: home.path,
    XDG_STATE_HOME: join(home.path, 'state'),
    LANG: 'C.UTF-8',
  });
  let seconds = 0;
  /** One second later on the program's clock. */
  const later = async (count: number) => {
    for (let passed = 0; passed < count; passed++) {
      process.kill(terminal.pid, 'SIGUSR2');
      await terminal.sees(`up ${++seconds}s`);
    }
  };
  await terminal.sees('✓ running');
  for (const [name, cpu, memory, pause] of ORDERS) {
    await shop.order(name, cpu, memory);
    await terminal.sees(`default/${name} →`);
    await later(pause);
  }
  await shop.closeNodes();
  await terminal.sees('✗ cordoned');
  await later(1);
  await shop.order('report-1', '2', '4Gi');
  await terminal.sees('default/report-1 fits nowhere');
  await later(1);
  await photograph(terminal, join(folder, `serve-${palette}.svg`), {
    title: 'kubectl minisched serve',
    palette,
  });
  terminal.press('Enter');
  await terminal.sees('to make it fit');
  const title = 'kubectl minisched serve: why a pod waits';
  await photograph(terminal, join(folder, `pod-${palette}.svg`), { title, palette });
  terminal.press('C-c');
}
