import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { NODES, PODS } from '../../src/api/resources.ts';
import { createLocalApi } from '../../src/embedded/local-api.ts';
import { shellLine } from '../../src/exec/shell-line.ts';
import { pod } from '../helpers/builders.ts';
import { type EmbeddedServer, startEmbedded } from '../helpers/embedded-cluster.ts';
import { eventually } from '../helpers/eventually.ts';
import { SCREEN_ENV, screenLine } from '../helpers/screen-program.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { missingTmux, Tmux } from '../helpers/tmux.ts';

/** Throws where nobody catches, when told to. */
const CRASH = 'data:text/javascript,process.once("SIGUSR2",()=>{throw new Error("a crash")})';

void describe('serve on a real terminal', { skip: missingTmux() }, () => {
  let cluster: EmbeddedServer;
  before(async () => {
    cluster = await startEmbedded({ workers: 2 });
  });
  after(() => cluster.close());

  /** A shell that runs serve, says how it ended and in which state the terminal is, and waits. */
  const serve = (home: string, flags: readonly string[] = [], size = { columns: 80, rows: 24 }) => {
    const line = screenLine(['serve', ...flags, '--kubeconfig', cluster.kubeconfigPath], ['--import', CRASH]);
    const script = `${line} & echo $! > ${home}/pid; fg >/dev/null; echo "ended $?"; stty -a | grep -ow -e '-*icanon' -e '-*echo'; read x`;
    return new Tmux(size, `sh -mc ${shellLine([script])}`, {
      HOME: home,
      XDG_STATE_HOME: join(home, 'state'),
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(home, 'compiled'),
      ...SCREEN_ENV,
      LANG: 'C.UTF-8',
    });
  };
  const pidOf = (home: string) => Number(readFileSync(join(home, 'pid'), 'utf8'));

  /** The terminal is as it was: the first screen, a cursor, lines and echo. */
  const isRestored = async (terminal: Tmux, code: string) => {
    await terminal.sees(`ended ${code}`);
    await terminal.sees(/^icanon$/m);
    await terminal.sees(/^echo$/m);
    assert.deepEqual(terminal.state(), { alternate: false, cursor: true });
    assert.ok(!terminal.text().includes('▶ decisions'), terminal.text());
  };

  it('shows a pod that comes, and after q the terminal is as it was, with how it ended and where the log is', async () => {
    using temp = tempFolder();
    using terminal = serve(temp.path);
    await terminal.sees('✓ running');
    assert.deepEqual(terminal.state(), { alternate: true, cursor: false });
    const api = createLocalApi(cluster.verbs, {
      user: { name: 'admin', groups: ['system:masters'] },
      manager: 'test',
    });
    await api.create(PODS, pod('p1').scheduler('workshop-scheduler').build());
    await terminal.sees(/✓ default\/p1 → \S+ \(had 0 pods\)/);
    terminal.press('Enter');
    await terminal.sees('nodes fit, as decided at');
    terminal.press('Escape');
    await terminal.sees('? help  q end');
    terminal.press('q');
    await isRestored(terminal, '0');
    await terminal.sees('workshop-scheduler stopped after');
    const log = join(temp.path, 'state', 'minisched');
    assert.match(terminal.text().replaceAll('\n', ''), new RegExp(`log: ${log}/[^/]+/serve.log`));
    await api.delete(PODS, { namespace: 'default', name: 'p1' }, { gracePeriodSeconds: 0 });
  });

  it('does what keys ask for on the cluster', async () => {
    using temp = tempFolder();
    using terminal = serve(temp.path);
    await terminal.sees('✓ running');
    const api = createLocalApi(cluster.verbs, {
      user: { name: 'admin', groups: ['system:masters'] },
      manager: 'test',
    });
    const [name = ''] = (await api.list(NODES)).items.map(({ metadata }) => metadata.name);
    const cordoned = async () => (await api.get(NODES, { name })).spec?.unschedulable ?? false;
    terminal.press('BTab', 'u');
    await eventually(cordoned, 'it is cordoned');
    await terminal.sees('✗ cordoned');
    terminal.press('u');
    await eventually(async () => !(await cordoned()), 'it takes pods again');
    terminal.press('s');
    await terminal.sees('PAUSED');
    terminal.press('s', 'p');
    await terminal.sees('policy most-pods');
    terminal.resize(60, 15);
    await terminal.sees(/^─ queue 0/m);
    terminal.press('C-c');
    await isRestored(terminal, '0');
  });

  for (const [signal, code] of [
    ['SIGTERM', '0'],
    ['SIGINT', '0'],
    ['SIGHUP', '129'],
  ] as const)
    it(`gives the terminal back on ${signal}`, async () => {
      using temp = tempFolder();
      using terminal = serve(temp.path);
      await terminal.sees('✓ running');
      process.kill(pidOf(temp.path), signal);
      await isRestored(terminal, code);
    });

  it('gives the terminal back when it crashes, and says why', async () => {
    using temp = tempFolder();
    using terminal = serve(temp.path);
    await terminal.sees('✓ running');
    process.kill(pidOf(temp.path), 'SIGUSR2');
    await isRestored(terminal, '1');
    await terminal.sees('Error: a crash');
  });

  it('prints lines with --no-tui', async () => {
    using temp = tempFolder();
    using terminal = serve(temp.path, ['--no-tui']);
    await terminal.sees(/^workshop-scheduler running$/m);
    assert.ok(!terminal.state().alternate);
    terminal.press('C-c');
    await terminal.sees('ended 0');
  });
});
