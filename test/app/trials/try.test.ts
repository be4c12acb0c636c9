import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { type TestCli, testCli } from '../../helpers/cli-context.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { smallScheduler } from '../../helpers/trials.ts';

function cliOf(home: string, mistake = ''): TestCli {
  return testCli(home, { PATH: process.env['PATH'], MISTAKE: mistake, LANG: 'C.UTF-8' });
}

function ownFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`minisched-trials-${String(process.pid)}-`));
}

describe('workshop try', () => {
  it('says on which cluster, what passed, and leaves no folder behind', async () => {
    using home = tempFolder();
    const line = smallScheduler().run;
    const cli = cliOf(home.path);
    const { out, code } = await cli.run(
      'workshop',
      'try',
      '--scheduler-cmd',
      line,
      '--scheduler-name',
      'mine',
      '--only',
      'binds',
    );
    assert.equal(code, 0, out);
    assert.match(out.replaceAll(/\s+/g, ' '), /for pods of mine, on an embedded cluster of its own/);
    assert.match(out, /✔ binds each pod once\n {4}passed/);
    assert.match(out, /1 of 1 passed/);
    assert.deepEqual(ownFolders(), []);
  });

  it('names the mistake and what to do, and ends with 1', async () => {
    using home = tempFolder();
    const cli = cliOf(home.path, 'no-scheduled-event');
    const { out, code } = await cli.run(
      'workshop',
      'try',
      '--scheduler-cmd',
      smallScheduler().run,
      '--only',
      'says-scheduled',
    );
    assert.equal(code, 1);
    assert.match(
      out.replaceAll(/\s+/g, ' '),
      /not yet: told was placed, and there is no event .* - it tells nobody: .*: Create an event with reason Scheduled/,
    );
  });

  it('takes a project from its folder, builds it, and prints JSON', async () => {
    using home = tempFolder();
    const run = smallScheduler().run;
    const project = {
      lang: 'ts',
      schedulerName: 'theirs',
      build: 'touch built',
      run: `test -e built && ${run}`,
    };
    writeFileSync(home.file('minisched.yaml'), JSON.stringify(project));
    const { out, code, err } = await cliOf(home.path).run('workshop', 'try', '-o', 'json', '--only', 'binds');
    assert.equal(code, 0, out + err);
    const told: {
      ok: boolean;
      program: { schedulerName: string };
      trials: { trial: { id: string }; ok: boolean }[];
    } = JSON.parse(out);
    assert.equal(told.ok, true);
    assert.equal(told.program.schedulerName, 'theirs');
    assert.deepEqual(
      told.trials.map(({ trial, ok }) => [trial.id, ok]),
      [['binds', true]],
    );
  });

  it('ends with 1 and the last words of a build that fails', async () => {
    using home = tempFolder();
    writeFileSync(
      home.file('minisched.yaml'),
      'lang: go\nbuild: echo undefined is not defined; exit 2\nrun: ./x\n',
    );
    const { err, code } = await cliOf(home.path).run('workshop', 'try');
    assert.equal(code, 1);
    assert.match(err, /undefined is not defined/);
    assert.match(err, /does not build/);
  });

  it('of a program that does not run says how to find out why, in lines that fit', async () => {
    using home = tempFolder();
    const { out, code } = await cliOf(home.path).run(
      'workshop',
      'try',
      '--scheduler-cmd',
      'echo no such package; exit 3',
      '--only',
      'finds-waiting',
    );
    assert.equal(code, 1);
    assert.match(out, /│ no such package/);
    assert.match(out, /→ Next: Run it by hand in its folder/, 'and no hint about pods');
    assert.ok(
      out.split('\n').every((line) => line.length <= 90),
      out,
    );
  });

  it('refuses a command line that names no program, two, or no such trial', async () => {
    using home = tempFolder();
    const cli = cliOf(home.path);
    for (const [args, message] of [
      [[], /there is no minisched\.yaml here/],
      [['x', '--scheduler-cmd', 'y'], /two programs/],
      [['--scheduler-cmd', 'y', '--only', 'nothing'], /there is no trial "nothing"/],
      [['--scheduler-cmd', ''], /one line for a shell/],
    ] as const) {
      const { err, code } = await cli.run('workshop', 'try', ...args);
      assert.equal(code, 2, err);
      assert.match(err, message);
    }
  });

  it('says that nobody answers where the named cluster does not', async () => {
    using home = tempFolder();
    const server = 'http://127.0.0.1:1';
    const kubeconfig = join(home.path, 'kc');
    writeFileSync(
      kubeconfig,
      `clusters: [{name: c, cluster: {server: ${server}}}]\ncontexts: [{name: c, context: {cluster: c, user: u}}]\nusers: [{name: u}]\n`,
    );
    const { code, err } = await cliOf(home.path).run(
      'workshop',
      'try',
      '--kubeconfig',
      kubeconfig,
      '--context',
      'c',
      '--scheduler-cmd',
      'true',
    );
    assert.equal(code, 3);
    assert.match(err, /127\.0\.0\.1:1/);
  });
});
