import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { projectText } from '../../src/project/project-text.ts';
import { skeletonText, solvedText } from '../../src/project/skeleton.ts';
import { templateParts } from '../../src/project/template-parts.ts';
import { progressText, type Progress } from '../../src/watch/progress.ts';
import { eventually } from '../helpers/eventually.ts';
import { SCREEN_ENV, screenLine } from '../helpers/screen-program.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { missingTmux, Tmux } from '../helpers/tmux.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const PARTS = templateParts(readFileSync(at('workshop/templates/ts/scheduler.ts'), 'utf8'));
/** A line that no other program of this machine has. */
const RUN = `node scheduler.ts ${String(process.pid)}`;
/** Programs run from their sources, on a machine that may be busy. */
const PATIENCE_MS = 60_000;

// One story of one person who writes a scheduler: each test goes on where the one before it ended.
void describe('workshop watch on a real terminal', { skip: missingTmux() }, () => {
  const temp = tempFolder();
  const env = {
    HOME: temp.path,
    XDG_STATE_HOME: temp.file('state'),
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? temp.file('compiled'),
    LANG: 'C.UTF-8',
    ...SCREEN_ENV,
  };
  const project = temp.file('my-scheduler');
  const write = (text: string): void => writeFileSync(`${project}/scheduler.ts`, text);
  mkdirSync(project);
  symlinkSync(at('node_modules'), `${project}/node_modules`);
  writeFileSync(`${project}/package.json`, '{"type": "module"}\n');
  writeFileSync(
    `${project}/minisched.yaml`,
    projectText({ lang: 'ts', schedulerName: 'workshop-scheduler', run: RUN }),
  );
  write(skeletonText(PARTS));
  after(() => {
    temp[Symbol.dispose]();
  });

  /** Says how it ended, and waits. */
  const open = (): Tmux => {
    const words = screenLine(['workshop', 'watch']);
    return new Tmux({ columns: 100, rows: 30 }, `cd ${project}; ${words}; echo "ended $?"; read x`, env);
  };
  const kept = (): Progress => JSON.parse(readFileSync(`${project}/.minisched/progress.json`, 'utf8'));

  void it('the skeleton fails; a hint and the solution are there for who asks', async () => {
    using terminal = open();
    await terminal.sees('✗ finds the pod that waited before it started', PATIENCE_MS);
    await terminal.sees('▶ change it, and save', PATIENCE_MS);
    await terminal.sees(/TODO \(step 2\): lines \d+, \d+/);
    terminal.press('n');
    await terminal.sees(/step 2 does not pass yet, \d of 2 trials fail/);
    terminal.press('h');
    await terminal.sees('h shows the next hint');
    terminal.press('Escape');
    await terminal.sees('━ step 2: Watch');
    terminal.press('s');
    await terminal.sees('y shows the solution');
    terminal.press('y');
    await terminal.sees('export function isMine');
    terminal.press('Escape');
    await terminal.sees('━ step 2: Watch');

    write(solvedText(PARTS));
    await terminal.sees('▶ step 2 passes: n goes on  checked in', PATIENCE_MS);
    terminal.press('n');
    await terminal.sees('━ step 3: Decide');
    // killed in the middle of a run, and with it the person's program
    await terminal.sees('▶ trying: takes the node with the fewest pods', PATIENCE_MS);
    const ours = childOf(terminal.pid);
    await eventually(() => processesCalled(RUN).length === 1, 'one program runs', PATIENCE_MS);
    process.kill(ours, 'SIGKILL');
    await terminal.sees('ended 137');
    await eventually(() => processesCalled(RUN).length === 0, 'the program ends with us', PATIENCE_MS);
    assert.deepEqual([kept().step, kept().passed, kept().hints], [3, [2], { 'finds-waiting': 1 }]);
  });

  void it('started again it goes on there; what was put back breaks the step, and is kept', async () => {
    using terminal = open();
    await terminal.sees('━ step 3: Decide', PATIENCE_MS);
    await terminal.sees(/2✓ +\[3/);
    terminal.press('r');
    await terminal.sees('put the skeleton of step 3 back?');
    terminal.press('y');
    await terminal.sees('yours is in scheduler.ts.1.bak');
    assert.equal(readFileSync(`${project}/scheduler.ts.1.bak`, 'utf8'), solvedText(PARTS));
    await terminal.sees('✗ keeps off the control plane', PATIENCE_MS);
    terminal.press('q');
    await terminal.sees('ended 0');
    await terminal.sees('It goes on with step 3: kubectl minisched workshop watch');
  });

  void it('after the last step it says that it is finished, and what comes next', async () => {
    write(solvedText(PARTS));
    // the steps between are as the first
    writeFileSync(
      `${project}/.minisched/progress.json`,
      progressText({ ...kept(), step: 6, passed: [2, 3, 4, 5] }),
    );
    using terminal = open();
    await terminal.sees('▶ step 6 passes: n finishes', PATIENCE_MS);
    await eventually(
      () => {
        terminal.press('n');
        return terminal.text().includes('Finished: you have written a scheduler');
      },
      'it says that it is finished',
      PATIENCE_MS,
    );
    await terminal.sees('kubectl minisched workshop run --scheduler-cmd . --verify');
    assert.ok(kept().finished);
    terminal.press('q');
    await terminal.sees('All steps pass: your scheduler is finished.');
  });
});

/** The person's programs that run now: the processes with these words as their command line. */
function processesCalled(words: string): readonly number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args=', 'ww'], { encoding: 'utf8' }).split('\n');
  return lines
    .filter((line) => /^\s*\d+ (.*)$/.exec(line)?.[1] === words)
    .map((line) => Number.parseInt(line, 10));
}

function childOf(pid: number): number {
  return Number.parseInt(execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }), 10);
}
