import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { followConfig } from '../../../src/app/scheduling/follow-config.ts';
import { loadScheduling } from '../../../src/app/scheduling/scheduling.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { eventually } from '../../helpers/eventually.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

function config(parallelism: number, ...names: readonly string[]): string {
  const profiles = names.map((name) => `  - schedulerName: ${name}\n`).join('');
  return `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
parallelism: ${parallelism}
profiles:
${profiles}`;
}

/** A scheduler that follows its file, as far as it shows: what holds, and what it said. */
async function arrange(t: TestContext, { mounted = false } = {}) {
  const temp = tempFolder();
  const clock = new FakeClock();
  const write = (text: string) => writeFileSync(temp.file('sched.yaml'), text);
  if (mounted) mount(temp.file('.'), config(1, 'ours'));
  else write(config(1, 'ours'));
  const load = () =>
    loadScheduling(
      { policy: 'least-pods', plugins: [], schedulerName: 'ours', config: 'sched.yaml' },
      temp.path,
    );
  const held: number[] = [];
  const said: string[] = [];
  const ending = new AbortController();
  const done = followConfig({
    file: 'sched.yaml',
    cwd: temp.path,
    now: await load(),
    load,
    onChanged: ({ configuration }) => void held.push(configuration.parallelism),
    onRefused: (message) => void said.push(message),
    clock,
    signal: ending.signal,
  });
  t.after(async () => {
    ending.abort();
    await done;
    temp[Symbol.dispose]();
  });
  // files are read in real time, between looks that the clock allows
  const until = (condition: () => boolean, what: string) =>
    eventually(async () => {
      if (condition()) return true;
      await clock.advance(500);
      return false;
    }, what);
  await until(() => clock.monotonic() > 2000, 'it has begun to look');
  return {
    write,
    held,
    said,
    until,
    remove: () => rmSync(temp.file('sched.yaml')),
    remount: (text: string) => mount(temp.file('.'), text),
  };
}

/**
 * As a kubelet writes a ConfigMap (upstream: pkg/volume/util/atomic_writer.go): the file is a link into `..data`, which is a link to a folder
 * that is replaced by another.
 */
function mount(folder: string, text: string): void {
  const version = `..${process.hrtime.bigint()}`;
  mkdirSync(join(folder, version));
  writeFileSync(join(folder, version, 'sched.yaml'), text);
  symlinkSync(version, join(folder, '..data_tmp'));
  const [link, file] = [join(folder, '..data'), join(folder, 'sched.yaml')];
  const before = existsSync(link) ? readlinkSync(link) : undefined;
  renameSync(join(folder, '..data_tmp'), link);
  if (before === undefined) symlinkSync(join('..data', 'sched.yaml'), file);
  else rmSync(join(folder, before), { recursive: true });
}

test('a file that is changed holds, once for each change; one that is not changed is left alone', async (t) => {
  const { write, held, said, until } = await arrange(t);
  assert.deepEqual(held, []);
  write(config(2, 'ours'));
  await until(() => held.length > 0, 'it was read again');
  write(config(3, 'ours'));
  await until(() => held.length > 1, 'it was read once more');
  assert.deepEqual(held, [2, 3]);
  assert.deepEqual(said, []);
});

test('a file that is wrong is told once, with the line, and changes nothing until it is mended', async (t) => {
  const { write, held, said, until } = await arrange(t);
  write(config(2, 'ours').replace('parallelism', 'paralellism'));
  await until(() => said.length > 0, 'it was told');
  write(config(4, 'ours'));
  await until(() => held.length > 0, 'it holds again');
  assert.deepEqual(held, [4]);
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /^sched\.yaml:3: .*paralellism.*; the configuration of before stays in force$/);
});

test('a file that is gone changes nothing', async (t) => {
  const { remove, held, said, until } = await arrange(t);
  remove();
  await until(() => said.length > 0, 'it was told');
  assert.match(said[0] ?? '', /there is no such file; the configuration of before stays in force/);
  assert.deepEqual(held, []);
});

test('other names are refused: pods of theirs were never noticed', async (t) => {
  const { write, held, said, until } = await arrange(t);
  write(config(2, 'ours', 'another'));
  await until(() => said.length > 0, 'it was told');
  assert.match(said[0] ?? '', /serves ours, and other names need a new start; the configuration of before/);
  assert.deepEqual(held, []);
});

test('a ConfigMap that is mounted into a pod is followed: its links are replaced, its file never is', async (t) => {
  const { remount, held, said, until } = await arrange(t, { mounted: true });
  remount(config(2, 'ours'));
  await until(() => held.length > 0, 'it was read again');
  remount(config(3, 'ours'));
  await until(() => held.length > 1, 'it was read once more');
  assert.deepEqual(held, [2, 3]);
  assert.deepEqual(said, []);
});

test('another leader election is refused: it is the process that is elected', async (t) => {
  const { write, held, said, until } = await arrange(t);
  write(`${config(2, 'ours')}leaderElection: {leaderElect: true}\n`);
  await until(() => said.length > 0, 'it was told');
  assert.match(said[0] ?? '', /: another leaderElection needs a new start; the configuration of before/);
  assert.deepEqual(held, []);
});
