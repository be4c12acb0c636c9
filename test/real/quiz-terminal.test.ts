import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { shellLine } from '../../src/exec/shell-line.ts';
import { readJournal } from '../../src/workshop/journal.ts';
import { runProgram } from '../helpers/program.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { missingTmux, Tmux } from '../helpers/tmux.ts';

const LAUNCHER = fileURLToPath(new URL('../../src/launcher.ts', import.meta.url));
const PATIENCE_MS = 60_000;
const CLUSTER = ['--name', 'quiz', '--provider', 'embedded'];

// One story of one person at a terminal. Nothing here needs a cluster.
void describe('questions on a real terminal', { skip: missingTmux() }, () => {
  const temp = tempFolder();
  const env = {
    HOME: temp.path,
    XDG_STATE_HOME: temp.file('state'),
    KUBECONFIG: temp.file('kubeconfig'),
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? temp.file('compiled'),
    LANG: 'C.UTF-8',
    CI: 'false',
  };
  after(() => temp[Symbol.dispose]());

  const open = (...words: readonly string[]) => {
    const line = shellLine([process.execPath, LAUNCHER, 'workshop', ...words, ...CLUSTER]);
    return new Tmux(
      { columns: 100, rows: 50 },
      `sh -mc ${shellLine([`${line} & fg >/dev/null; echo "ended $?"; read x`])}`,
      env,
    );
  };
  const answers = () =>
    readJournal(temp.file('state/minisched/embedded-quiz/journal.jsonl')).flatMap((entry) =>
      entry.kind === 'quiz-answered' ? [[entry.step, entry.choice, entry.right, entry.first]] : [],
    );

  void it('asks at the end of a step; a number answers, Enter alone skips, and the step is done all the same', async () => {
    using terminal = open('step', '0');
    await terminal.sees('Step 0 is done', PATIENCE_MS);
    await terminal.sees('Who starts the containers of a pod?');
    await terminal.sees('1 to 3:');
    terminal.press('3', 'Enter');
    await terminal.sees('Right.');
    await terminal.sees('All schedulers of a cluster are down');
    terminal.press('Enter');
    await terminal.sees('ended 0');
    assert.deepEqual(answers(), [[0, 3, true, true]]);
  });

  void it('goes on with what was skipped, says the score, and Ctrl-C loses nothing', async () => {
    using terminal = open('quiz', '0');
    await terminal.sees('All schedulers of a cluster are down', PATIENCE_MS);
    terminal.press('2', 'Enter');
    await terminal.sees('No: 1 is right.');
    await terminal.sees('Questions: 1 of 2 right at first try');
    await terminal.sees('ended 0');
    using again = open('quiz', '0', '--again');
    await again.sees('Who starts the containers of a pod?', PATIENCE_MS);
    again.press('1', 'Enter');
    await again.sees('No: 3 is right.');
    again.press('C-c');
    await again.sees('ended 130');
    assert.deepEqual(answers().at(-1), [0, 1, false, false], 'the first answer is the one that counts');
    const { output } = await runProgram(['workshop', 'status', ...CLUSTER], env);
    assert.match(output, /questions +1 of 2 right at first try, \d+ not answered yet/);
  });

  void it('asks nobody who does not want it, or is no person', async () => {
    using terminal = open('step', '0', '--no-quiz');
    await terminal.sees('ended 0', PATIENCE_MS);
    assert.doesNotMatch(terminal.text(), /wonder/);
    const piped = await runProgram(['workshop', 'step', '0', ...CLUSTER], env);
    assert.equal(piped.code, 0);
    assert.doesNotMatch(piped.output, /wonder/);
    const asked = await runProgram(['workshop', 'quiz', ...CLUSTER], env);
    assert.equal(asked.code, 2);
    assert.match(asked.output, /questions are asked on a terminal, and here is none/);
  });
});
