import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findProgram, missing } from '../helpers/require-tools.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

void suite('as a kubectl plugin', { skip: missing('kubectl') }, () => {
  let bin: string;
  const run = (command: string, ...args: string[]) => {
    const path = [bin, dirname(findProgram('kubectl') ?? ''), '/usr/bin', '/bin'].join(':');
    const { stdout, stderr, status } = spawnSync(command, args, {
      encoding: 'utf8',
      env: { PATH: path, HOME: bin },
      cwd: bin,
    });
    return { stdout, stderr, status };
  };

  before(() => {
    bin = mkdtempSync(join(tmpdir(), 'minisched-bin-'));
    const built = spawnSync(process.execPath, [join(ROOT, 'scripts/build.ts')], { encoding: 'utf8' });
    assert.equal(built.status, 0, built.stderr);
    const installed = run(join(ROOT, 'scripts/install.sh'), bin);
    assert.equal(installed.status, 0, installed.stderr);
    assert.match(installed.stdout, /^installed .*kubectl-minisched\ntry: kubectl minisched --help\n$/);
  });

  after(() => {
    rmSync(bin, { recursive: true });
  });

  test('kubectl plugin list shows it without a warning', () => {
    const { stdout, stderr } = run('kubectl', 'plugin', 'list');
    assert.match(stdout, /kubectl-minisched$/m);
    assert.doesNotMatch(stdout + stderr, /warning|error/i);
  });

  test('kubectl minisched runs it, with its help and its exit codes', () => {
    const help = run('kubectl', 'minisched', '--help');
    assert.match(help.stdout, /^Usage: kubectl minisched/);
    assert.equal(help.status, 0);
    assert.equal(run('kubectl', 'minisched', 'nonsense').status, 2);
  });

  test('install.sh --remove takes it away again', () => {
    assert.equal(run(join(ROOT, 'scripts/install.sh'), '--remove', bin).status, 0);
    assert.notEqual(run('kubectl', 'minisched', '--help').status, 0);
    run(join(ROOT, 'scripts/install.sh'), bin);
  });

  test('an older Node is told which one it needs', () => {
    // the launcher looks at the version only: let it see an older one
    const older = 'Object.defineProperty(process.versions,"node",{value:"20.20.2"})';
    const { stderr, status } = spawnSync(
      process.execPath,
      [
        '--import',
        `data:text/javascript,${encodeURIComponent(older)}`,
        join(ROOT, 'dist/kubectl-minisched.js'),
        '--help',
      ],
      { encoding: 'utf8' },
    );
    assert.match(
      stderr,
      /^error: kubectl minisched needs Node\.js 22\.19 or newer; this is v[\d.]+ \(.*\)\nnext: /,
    );
    assert.equal(status, 3);
  });
});
