import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { groupRuns } from '../../src/exec/process-group.ts';
import { shellLine } from '../../src/exec/shell-line.ts';
import { readEvidence } from '../../src/verify/evidence-json.ts';
import { runProgram } from '../helpers/program.ts';
import { findProgram, missing } from '../helpers/require-tools.ts';
import { SCREEN_ENV, screenLine } from '../helpers/screen-program.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { missingTmux, Tmux } from '../helpers/tmux.ts';

/** Programs run from their sources, on a machine that may be busy. */
const PATIENCE_MS = 60_000;
const FIXTURE = fileURLToPath(new URL('../fixtures/own-scheduler.ts', import.meta.url));
const programWith = (...faults: string[]) => [process.execPath, FIXTURE, ...faults].join(' ');

/** A person with a home and an embedded cluster of this name. */
function person(name: string) {
  const temp = tempFolder();
  const env = {
    HOME: temp.path,
    KUBECONFIG: temp.file('kubeconfig'),
    XDG_STATE_HOME: temp.file('state'),
    KUBECTL_PATH: findProgram('kubectl') ?? 'kubectl',
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? temp.file('compiled'),
    LANG: 'C.UTF-8',
  };
  const cluster = ['--name', name, '--provider', 'embedded', '--no-color'];
  return {
    temp,
    run: (...args: string[]) => runProgram([...args, ...cluster], env),
    terminal: (...args: string[]) => {
      const line = screenLine([...args, ...cluster]);
      const script = `cd ${shellLine([temp.path])}; ${line}; echo "ended $?"; read x`;
      return new Tmux({ columns: 100, rows: 90 }, script, { ...env, ...SCREEN_ENV });
    },
    state: (file: string) => join(temp.path, 'state', 'minisched', `embedded-${name}`, file),
    [Symbol.asyncDispose]: async () => {
      await runProgram(['workshop', 'reset', '--cluster', ...cluster], env);
      temp[Symbol.dispose]();
    },
  };
}

// one person each: they do not wait for one another
void describe(
  "a scheduler of the person's own on an embedded cluster",
  { concurrency: true, skip: missing('kubectl') },
  () => {
    void describe('that is right', { concurrency: 1 }, () => {
      const me = person('own-right');
      after(() => me[Symbol.asyncDispose]());
      const flags = ['--scheduler-cmd', programWith()];

      it('plays the workshop, and nothing claims that it said what was only seen', async () => {
        const { code, output } = await me.run('workshop', 'run', '--hold', '2s', ...flags);
        assert.equal(code, 0, output);
        assert.match(output, /it says: noticed noticed/);
        assert.match(output, /the cluster shows default\/pod1 -> own-right-worker \(had 0 pods\)/);
        assert.doesNotMatch(output, /says that it bound/);
      });

      it('hands in evidence of whose it was and what it can do, which holds as a bundle', async () => {
        const out = me.temp.file('evidence');
        const { code, output } = await me.run('verify', '--out', out, '--note', 'fewest', ...flags);
        assert.equal(code, 0, output);
        const [folder = ''] = readdirSync(out).filter((name) => name.endsWith('Z'));
        const read = readEvidence(readFileSync(join(out, folder, 'evidence.json'), 'utf8'));
        assert.ok(read.ok, read.ok ? '' : read.problem);
        assert.equal(read.evidence.note.program, programWith());
        const { trials } = read.evidence;
        assert.equal(trials?.results.find(({ id }) => id === 'binds')?.ok, true);
        assert.ok(trials.results.some(({ ok, mistake }) => ok === false && mistake !== undefined));
        const bundle = await runProgram(['verify', '--bundle', join(out, folder)]);
        assert.equal(bundle.code, 0, bundle.output);
      });

      it('is tried at the key for the evidence, too, and the screen says what is tried', async (context) => {
        const reason = missingTmux();
        if (reason !== false) return context.skip(reason);
        using terminal = me.terminal('workshop', ...flags);
        await terminal.sees('all 7 steps are done', PATIENCE_MS);
        terminal.press('v');
        await terminal.sees('why does it score nodes so?');
        terminal.press('Enter');
        await terminal.sees(/^[a-z ,]+ …$/m, PATIENCE_MS);
        await terminal.sees(/^What your scheduler can do: \d+ of 16 passed/m, PATIENCE_MS);
        terminal.press('q', 'q');
        await terminal.sees('ended 0');
      });

      it('is gone after reset', async () => {
        const { pid } = JSON.parse(readFileSync(me.state('program.lock'), 'utf8'));
        assert.ok(groupRuns(Number(pid)));
        const { code, output } = await me.run('workshop', 'reset');
        assert.equal(code, 0, output);
        assert.ok(!groupRuns(Number(pid)));
      });
    });

    void describe('that has the usual mistakes', { concurrency: 1 }, () => {
      const me = person('own-wrong');
      after(() => me[Symbol.asyncDispose]());
      const step = (number: string, ...faults: string[]) =>
        me.run('workshop', 'step', number, '--hold', '1s', '--scheduler-cmd', programWith(...faults));

      it('has them named: all pods on one node, no event Scheduled', async () => {
        const { code, output } = await step('4', 'one-node', 'no-event');
        assert.equal(code, 1, output);
        const text = output.replaceAll(/\s+/g, ' ');
        assert.match(text, /usual mistake: it does not choose by how many pods the nodes have/);
        assert.match(text, /usual mistake: it tells nobody: there is no event Scheduled/);
      });

      it('has it named: it forgets what was there before', async () => {
        const { code, output } = await step('5', 'forgets');
        assert.equal(code, 1, output);
        assert.match(
          output.replaceAll(/\s+/g, ' '),
          /usual mistake: it forgets pods that were there before it started/,
        );
      });

      it('has it named: it watches only Added', async () => {
        const { code, output } = await step('6', 'added-only');
        assert.equal(code, 1, output);
        assert.match(
          output.replaceAll(/\s+/g, ' '),
          /blocked was refused, and is on no node; usual mistake: it watches only Added, and so never tries again/,
        );
      });
    });
  },
);
