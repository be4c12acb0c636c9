import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testCli } from '../helpers/cli-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { type ExecBlock, execBlocks } from '../helpers/exec-blocks.ts';
import { findProgram, missing, missingOnPath } from '../helpers/require-tools.ts';
import { startExecutable } from '../helpers/program.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const MINUTE = 60_000;
const LAUNCHER = fileURLToPath(new URL('../../src/launcher.ts', import.meta.url));

/** What the step's checks do not notice. */
const SHORTCUTS = [
  { step: '02-watch', pod: 'noticed', refused: 'in Tab 2 no scheduler runs in mode watch' },
  { step: '05-orphan', pod: 'orphan', refused: 'seconds for its scheduler, and not 5' },
] as const;

interface Index {
  readonly details: {
    readonly steps: readonly { readonly title: string; readonly text: string; readonly verify?: string }[];
    readonly assets: { readonly host01: readonly { readonly file: string }[] };
  };
}

// What a person on a Killercoda machine does: one click after the other, in two tabs of a shell.
void describe(
  'the exported Killercoda scenario',
  { skip: missing('kubectl') || missingOnPath('bash') },
  async () => {
    const temp = tempFolder();
    const home = temp.file('home');
    const bin = temp.file('bin');
    for (const folder of [home, bin]) mkdirSync(folder);
    writeFileSync(
      join(bin, 'kubectl-minisched'),
      `#!/bin/sh\nexec '${process.execPath}' '${LAUNCHER}' "$@"\n`,
      { mode: 0o755 },
    );
    const path = [bin, dirname(findProgram('kubectl') ?? ''), process.env['PATH'] ?? ''].join(delimiter);
    const env = {
      HOME: home,
      PATH: path,
      KUBECONFIG: join(home, 'config'),
      XDG_STATE_HOME: join(home, 'state'),
      LANG: 'C.UTF-8',
    };
    const scenario = temp.file('scenario');
    const exported = await testCli(temp.path, { PATH: path }).run(
      'workshop',
      'export',
      scenario,
      '--format',
      'killercoda',
      '--all',
      '--source',
      'https://example.org/me/scheduler.git',
    );
    assert.equal(exported.code, 0, exported.err);
    const index: Index = JSON.parse(readFileSync(join(scenario, 'index.json'), 'utf8'));
    for (const { file } of index.details.assets.host01)
      copyFileSync(join(scenario, 'assets', file), join(home, file));
    const second = secondTab(home, env);

    const bash = async (script: string) => {
      const program = spawn('bash', ['-c', script], {
        cwd: home,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [program.stdout, program.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      const [code]: unknown[] = await once(program, 'close');
      return { code, output };
    };
    const verify = (script: string) => bash(`exec bash '${join(scenario, script)}'`);

    after(async () => {
      await second.interrupt();
      await bash('kubectl minisched cluster delete --provider embedded');
      temp[Symbol.dispose]();
    });

    for (const step of index.details.steps) {
      it(
        `${step.text}: the script fails before, and passes after what the text says was typed`,
        { timeout: 5 * MINUTE },
        async () => {
          const script = step.verify ?? '';
          const before = await verify(script);
          assert.equal(before.code, 1, before.output);
          await hurry(step.text, script);
          for (const block of execBlocks(readFileSync(join(scenario, step.text), 'utf8'))) await click(block);
          let last = before;
          await eventually(
            async () => {
              last = await verify(script);
              return last.code === 0;
            },
            `it passes`,
            MINUTE,
          ).catch((error: unknown) => assert.fail(`${String(error)}:\n${last.output}\n${second.output()}`));
        },
      );
    }

    /** Who makes the pod and nothing else has what the checks ask for; the script wants more, and says what. */
    async function hurry(text: string, script: string): Promise<void> {
      const shortcut = SHORTCUTS.find(({ step }) => text.startsWith(step));
      if (!shortcut) return;
      const [made] = execBlocks(readFileSync(join(scenario, text), 'utf8')).filter(({ line }) =>
        line.startsWith('kubectl run'),
      );
      assert.ok(made);
      await click(made);
      await eventually(
        async () => (await verify(script)).output.includes(shortcut.refused),
        shortcut.refused,
        MINUTE,
      );
      assert.equal((await verify(script)).code, 1);
      await bash(`kubectl delete pod ${shortcut.pod} --now`);
    }

    async function click({ line, interrupts, before }: ExecBlock): Promise<void> {
      // a person waits where the text says so, until nothing more happens
      if (before.includes('Wait a moment')) await second.isQuiet();
      if (line.startsWith('kubectl minisched serve') || line.startsWith('#')) {
        if (interrupts) await second.interrupt();
        if (!line.startsWith('#')) await second.type(line);
        return;
      }
      const { code, output } = await bash(
        line.replace(/^sleep (\d+)$/, (_, seconds) => `sleep ${Math.min(6, Number(seconds) - 2)}`),
      );
      // of these a failure is part of the lesson
      if (!/^kubectl (?:minisched|patch pod)/.test(line)) assert.equal(code, 0, `${line}\n${output}`);
    }
  },
);

/** A shell in which one program runs at a time until somebody presses Ctrl-C. */
function secondTab(cwd: string, env: Readonly<Record<string, string>>) {
  let running: ChildProcess | undefined;
  let output = '';
  const kill = (signal: NodeJS.Signals) => running?.pid !== undefined && process.kill(-running.pid, signal);
  process.once('exit', () => kill('SIGKILL'));
  return {
    output: () => output,
    async type(line: string) {
      assert.equal(running, undefined, `something runs in Tab 2 already where "${line}" is typed`);
      const from = output.length;
      const started = spawn('bash', ['-c', `exec ${line}`], {
        cwd,
        env: { ...process.env, ...env },
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [started.stdout, started.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      running = started;
      await eventually(() => output.slice(from).includes('running'), `${line} runs:\n${output.slice(from)}`);
    },
    async interrupt() {
      const stopped = running;
      if (!stopped) return;
      kill('SIGINT');
      running = undefined;
      if (stopped.exitCode === null && stopped.signalCode === null) await once(stopped, 'close');
    },
    /** A moment without a word. */
    async isQuiet() {
      let [length, since] = [-1, 0];
      await eventually(() => {
        if (length !== output.length) [length, since] = [output.length, performance.now()];
        return performance.now() - since > 400;
      }, 'Tab 2 is quiet');
    },
  };
}

void describe('the setup script of the scenario', { skip: missingOnPath('bash', 'tar') }, () => {
  it(
    'installs a packed copy, and the terminal says so; or says what went wrong',
    { timeout: MINUTE },
    async () => {
      using temp = tempFolder();
      const packed = temp.file('package');
      mkdirSync(join(packed, 'dist'), { recursive: true });
      writeFileSync(join(packed, 'dist', 'kubectl-minisched.js'), 'console.log(`it is ${process.argv[2]}`);');
      const run = async (file: string, args: readonly string[], env: Record<string, string> = {}) => {
        const program = startExecutable(file, args, {
          HOME: temp.path,
          TMPDIR: temp.path,
          MINISCHED_HOME: temp.file('opt'),
          MINISCHED_BIN: temp.file('bin'),
          PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
          ...env,
        });
        const code = await program.end();
        return { code, output: program.output() };
      };
      await run('tar', ['-czf', temp.file('mine.tgz'), '-C', temp.path, 'package']);
      const { code, err } = await testCli(temp.path).run(
        'workshop',
        'export',
        'k',
        '--format',
        'killercoda',
        '--source',
        'mine.tgz',
      );
      assert.equal(code, 0, err);
      assert.ok(readdirSync(temp.file('k/assets')).includes('kubectl-minisched.tgz'));
      const [background, foreground] = ['background', 'foreground'].map((name) =>
        temp.file(`k/intro/${name}.sh`),
      );
      assert.ok(background !== undefined && foreground !== undefined);
      // without the file that Killercoda uploads
      assert.notEqual((await run('bash', [background])).code, 0);
      assert.match(
        (await run('bash', [foreground])).output,
        /could not be installed[\s\S]*kubectl-minisched\.tgz/,
      );
      copyFileSync(temp.file('k/assets/kubectl-minisched.tgz'), temp.file('kubectl-minisched.tgz'));
      assert.equal((await run('bash', [background])).code, 0);
      assert.match((await run('bash', [foreground])).output, /Installing .*\.*\nReady\./);
      assert.equal((await run(temp.file('bin/kubectl-minisched'), ['there'])).output, 'it is there\n');
    },
  );
});
