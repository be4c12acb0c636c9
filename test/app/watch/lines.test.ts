import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { eventually } from '../../helpers/eventually.ts';
import { runProgram, startProgram } from '../../helpers/program.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** Programs run from their sources, on a machine that may be busy. */
const PATIENCE_MS = 40_000;

function project(yaml: string) {
  const folder = tempFolder();
  writeFileSync(folder.file('minisched.yaml'), yaml);
  return {
    path: folder.path,
    file: (name: string) => folder.file(name),
    write: (name: string, text: string) => writeFileSync(folder.file(name), text),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

test('a program that ends at once is told with its last lines, and --once ends with exit code 1', async () => {
  using folder = project("lang: go\nrun: 'echo no cluster for me >&2; exit 3'\n");
  const { code, output } = await runProgram(['workshop', 'watch', folder.path, '--once']);
  assert.equal(code, 1, output);
  assert.match(output, /✗ finds the pod that waited before it started/);
  assert.match(output, /why: it ends as soon as it starts/);
  assert.match(output, /no cluster for me/);
  assert.match(output, /step 2 does not pass yet {2}checked in/);
});

test('without a minisched.yaml, and where it is malformed, one sentence says so before anything is started', async () => {
  using folder = project('lang: cobol\nrun: x\n');
  const malformed = await runProgram(['workshop', 'watch', folder.path]);
  assert.equal(malformed.code, 2);
  assert.match(malformed.output, /minisched.yaml:1: /);
  rmSync(folder.file('minisched.yaml'));
  const none = await runProgram(['workshop', 'watch', folder.path]);
  assert.equal(none.code, 2);
  assert.match(none.output, /there is no minisched.yaml/);
  assert.ok(!existsSync(folder.file('.minisched')));
});

test('lines: a build that fails, a save that mends it, a save in the middle of a run, a minisched.yaml that is deleted, and the end', async () => {
  // builds as long as there is no word "broken"; the program hangs and asks for nothing, and says who it is
  const build = "build: '! grep -n broken a.txt'";
  using folder = project(`lang: go\n${build}\nrun: 'echo $$ > pid.log; cat a.txt; exec sleep 1000'\n`);
  folder.write('a.txt', 'it is broken\n');
  const program = startProgram(['workshop', 'watch', folder.path]);
  await program.says('It does not build', PATIENCE_MS);
  assert.match(program.output(), / {2}1:it is broken/);
  await program.says('waiting for a save', PATIENCE_MS);

  folder.write('a.txt', 'first\n');
  const pid = () =>
    existsSync(folder.file('pid.log')) ? Number(readFileSync(folder.file('pid.log'), 'utf8')) : 0;
  await eventually(() => pid() > 0, 'the program runs', PATIENCE_MS);
  const first = pid();
  assert.ok(isAlive(first));
  folder.write('a.txt', 'second\n');
  await eventually(() => pid() > 0 && pid() !== first, 'it runs anew', PATIENCE_MS);
  assert.ok(!isAlive(first), 'the program of the save before is gone when the next one runs');

  const before = program.output().length;
  rmSync(folder.file('minisched.yaml'));
  await eventually(
    () => program.output().slice(before).includes('there is no minisched.yaml'),
    'it is said',
    PATIENCE_MS,
  );
  const last = pid();
  await program.end('SIGTERM');
  assert.ok(!isAlive(last), 'nothing is left running');
  assert.deepEqual(existsSync(folder.file('.minisched/watch.lock')), false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
