import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
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
async function arrange(t: TestContext) {
  const temp = tempFolder();
  const clock = new FakeClock();
  const write = (text: string) => writeFileSync(temp.file('sched.yaml'), text);
  write(config(1, 'ours'));
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
  return { write, held, said, until, remove: () => rmSync(temp.file('sched.yaml')) };
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
