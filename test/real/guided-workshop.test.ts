import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { shellLine } from '../../src/exec/shell-line.ts';
import { eventually } from '../helpers/eventually.ts';
import { runProgram } from '../helpers/program.ts';
import { findProgram, missing } from '../helpers/require-tools.ts';
import { SCREEN_ENV, screenLine } from '../helpers/screen-program.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { missingTmux, Tmux } from '../helpers/tmux.ts';

/** Programs run from their sources, on a machine that may be busy. */
const PATIENCE_MS = 60_000;
const CLUSTER = ['--name', 'guided', '--provider', 'embedded'];

// One story of one person at a terminal: each test goes on where the one before it ended.
void describe('the guided mode on a real terminal', { skip: missingTmux() || missing('kubectl') }, () => {
  const temp = tempFolder();
  const env = {
    HOME: temp.path,
    KUBECONFIG: temp.file('kubeconfig'),
    XDG_STATE_HOME: temp.file('state'),
    KUBECTL_PATH: findProgram('kubectl') ?? 'kubectl',
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? temp.file('compiled'),
    LANG: 'C.UTF-8',
  };
  after(async () => {
    await runProgram(['workshop', 'reset', '--cluster', ...CLUSTER], env);
    temp[Symbol.dispose]();
  });

  /** A shell that runs the workshop, says how it ended and in which state the terminal is, and waits. */
  const open = (size = { columns: 80, rows: 24 }, ...flags: readonly string[]) => {
    const line = screenLine(['workshop', ...CLUSTER, '--hold', '2s', ...flags]);
    const states = 'stty -a | grep -ow -e "-*icanon" -e "-*echo"';
    const script = `cd ${temp.path}; ${line} & echo $! > pid; fg >/dev/null; echo "ended $?"; ${states}; read x`;
    return new Tmux(size, `sh -mc ${shellLine([script])}`, { ...env, ...SCREEN_ENV });
  };

  const isRestored = async (terminal: Tmux, code = '0') => {
    await terminal.sees(`ended ${code}`);
    await terminal.sees(/^icanon$/m);
    await terminal.sees(/^echo$/m);
    assert.deepEqual(terminal.state(), { alternate: false, cursor: true });
  };

  /** Presses enter whenever the screen says that it does something, until these words are seen. Resolves to how many commands were run so. */
  const enterUntil = async (terminal: Tmux, words: RegExp): Promise<number> => {
    let commands = 0;
    let before = '';
    await eventually(
      () => {
        const text = terminal.text();
        if (words.test(text)) return true;
        const [asked] = /▶ enter (?:reads on|runs it|plays).*$/m.exec(text) ?? [];
        if (asked !== undefined && text !== before) {
          if (asked.includes('runs it')) commands++;
          terminal.press('Enter');
          before = text;
        }
        return false;
      },
      `${String(words)} is seen`,
      PATIENCE_MS,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${terminal.text()}`);
    });
    return commands;
  };

  const journal = () =>
    readFileSync(join(temp.path, 'state', 'minisched', 'embedded-guided', 'journal.jsonl'), 'utf8');

  it('plays nothing before it is asked to, then the first steps, command by command', async () => {
    using terminal = open();
    await terminal.sees('step 0  The mental model');
    await terminal.sees('workshop [·0] ·1  ·2  ·3  ·4  ·5  ·6   0 of 7 done');
    await terminal.sees('▶ enter reads on');
    assert.equal(journal(), '');
    assert.equal(await enterUntil(terminal, /✓ step 0 is done/), 0);
    await enterUntil(terminal, /▶ enter asks 2 questions/);
    terminal.press('Enter');
    await terminal.sees('Who starts the containers of a pod?');
    terminal.press('3');
    await terminal.sees('✔ Right.');
    assert.match(journal(), /"quiz-answered","step":0,.*"choice":3,"right":true,"first":true/);
    terminal.press('Escape');
    await terminal.sees('▶ enter goes to step 1');
    terminal.press('1');
    assert.ok((await enterUntil(terminal, /✓ step 1 is done/)) >= 1);
    await terminal.sees('checks 1 of 1 true');
    terminal.press('2');
    await enterUntil(terminal, /✓ step 2 is done/);
    await terminal.sees('✓ workshop-scheduler noticed the pod');
    await terminal.sees('workshop-scheduler runs (pid');
    await terminal.sees('default/noticed came in');
    terminal.press('q');
    await isRestored(terminal);
    await terminal.sees('The workshop goes on with step 3: kubectl minisched workshop --name guided');
    await terminal.sees('workshop-scheduler goes on in the background');
  });

  it('is there again where it was left, and stops in the middle of a step when it is told to', async () => {
    using terminal = open();
    await terminal.sees('workshop  ✓0  ✓1  ✓2 [·3] ·4  ·5  ·6   3 of 7 done');
    terminal.press('a');
    await terminal.sees('✓ step 3 is done', PATIENCE_MS);
    terminal.press('n');
    await enterUntil(terminal, /▶ \$ kubectl run pod2 /);
    await terminal.sees(/✓ default\/pod1 → guided-worker \(had 0 pods\)/);
    terminal.press('q');
    await terminal.sees('step 4 is being played: q again stops it and quits');
    terminal.press('q');
    await isRestored(terminal);
    assert.doesNotMatch(journal(), /kubectl run pod2/, 'what waited was not run');
  });

  it('plays an interrupted step anew and the others to the end, and collects the evidence', async () => {
    using terminal = open();
    await terminal.sees('✓3 [!4] ·5  ·6   4 of 7 done');
    await terminal.sees('! step 4 was interrupted');
    terminal.press('a');
    await terminal.sees('✓ step 4 is done', PATIENCE_MS);
    await terminal.sees('checks 4 of 4 true');
    terminal.press('n', 'a');
    await terminal.sees(/░ .*of 2 s {2}staying so: orphan is Pending/, PATIENCE_MS);
    await terminal.sees('✓ step 5 is done', PATIENCE_MS);
    terminal.press('n', 'h');
    await terminal.sees('hints for step 6');
    terminal.press('Escape');
    await terminal.sees('▶ step 6');
    terminal.press('a');
    await terminal.sees('✓ all 7 steps are done  ▶ v collects the evidence', PATIENCE_MS);
    terminal.press('v');
    await terminal.sees('why does it score nodes so?');
    terminal.press('so that load is even', 'Enter');
    await terminal.sees('✓ the evidence is in ./evidence', PATIENCE_MS);
    const [folder = ''] = readdirSync(temp.file('evidence'));
    assert.match(
      readFileSync(join(temp.path, 'evidence', folder, 'evidence.json'), 'utf8'),
      /so that load is even/,
    );
    terminal.press('q');
    await terminal.sees('▶ step 6');
    terminal.press('c');
    await terminal.sees('checked');
    terminal.press('Enter');
    await terminal.sees('question 1 of 2 after step 6');
    terminal.press('Escape');
    await terminal.sees('▶ step 6');
    terminal.press('Enter');
    await terminal.sees('▶ step 7  Real resources');
    await terminal.sees(/^more \[·7\] ·8 .*·13 .* 0 of \d+ done/m);
    terminal.press('q');
    await isRestored(terminal);
    await terminal.sees(/The evidence is in\s+\S+/);
    await terminal.sees(/it goes on with\s+step 7: kubectl minisched workshop/);
  });

  it('works on small and large terminals in ASCII without colours, and gives them back when it is ended from outside', async () => {
    using terminal = open({ columns: 60, rows: 15 }, '--ascii', '--no-color');
    await terminal.sees('workshop  +0  +1  +2  +3  +4  +5 [+6]  7 of 7 done');
    // oxlint-disable-next-line no-control-regex -- all that is not ASCII
    assert.doesNotMatch(terminal.text(), /[^\x00-\x7f]/);
    await terminal.sees(/^- checks 3 of 3 true/m);
    terminal.resize(200, 50);
    await terminal.sees(/^> step 6 .* - workshop-scheduler runs/m);
    terminal.press('4', 'r');
    await terminal.sees('> enter runs it');
    process.kill(Number(readFileSync(temp.file('pid'), 'utf8')), 'SIGTERM');
    await isRestored(terminal, '130');
    await terminal.sees('The workshop goes on with step 4');
  });
});
