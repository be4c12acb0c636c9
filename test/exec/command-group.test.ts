import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { type CommandGroup, startGroup } from '../../src/exec/command-group.ts';
import type { Env } from '../../src/exec/env.ts';
import { processStartTime } from '../../src/exec/process-start-time.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { UserError } from '../../src/lib/errors.ts';
import { eventually } from '../helpers/eventually.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

interface Started {
  readonly group: CommandGroup;
  readonly stdout: string[];
  readonly stderr: string[];
}

function started(line: string, { cwd = '/', env = {} }: Partial<{ cwd: string; env: Env }> = {}): Started {
  const told = { stdout: new Array<string>(), stderr: new Array<string>() };
  const group = startGroup(line, {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    onLine: (text, stream) => told[stream].push(text),
  });
  return { group, ...told };
}

function never(): AbortSignal {
  return new AbortController().signal;
}

function aborted(): AbortSignal {
  const controller = new AbortController();
  controller.abort();
  return controller.signal;
}

describe('a shell line in a process group of its own', () => {
  it('ends with its exit code when all that it said was told, the last line without a newline, too', async () => {
    const { group, stdout, stderr } = started("echo one; printf 'two\\r\\nthree'; echo four >&2; exit 7");
    assert.equal(group.exitCode(), undefined);
    assert.equal(await group.ended, 7);
    assert.equal(group.exitCode(), 7);
    assert.deepEqual({ stdout, stderr }, { stdout: ['one', 'two', 'three'], stderr: ['four'] });
  });

  it('is given its folder and nothing but its environment', async () => {
    using folder = tempFolder();
    const { group, stdout } = started('pwd; echo $WHO-$HOME', { cwd: folder.path, env: { WHO: 'me' } });
    await group.ended;
    assert.deepEqual(stdout, [folder.path, 'me-']);
  });

  it('tells a flood, each line whole, and a line without an end in pieces', async () => {
    const lines = started('seq 1 200000');
    const endless = started("head -c 1000000 /dev/zero | tr '\\0' x");
    await Promise.all([lines.group.ended, endless.group.ended]);
    assert.equal(lines.stdout.length, 200_000);
    assert.equal(lines.stdout.at(-1), '200000');
    assert.equal(endless.stdout.join('').length, 1_000_000);
    assert.ok(endless.stdout.every((piece) => piece.length <= 2 * 64 * 1024 + 1));
  });

  it('ends with its children', async () => {
    const { group, stdout } = started('sleep 300 & echo $!; wait');
    await eventually(() => stdout.length > 0, 'the child runs');
    const child = Number(stdout[0]);
    assert.ok(processStartTime(child));
    await group.end(systemClock, never());
    assert.equal(processStartTime(child), undefined);
    assert.equal(await group.ended, 128 + 15);
  });

  it('waits for a child that outlives the shell', async () => {
    const { group, stdout } = started(
      `(trap 'sleep 0.2; echo tidied; exit' TERM; echo ready; while :; do sleep 0.05; done) & trap 'exit 3' TERM; wait`,
    );
    await eventually(() => stdout.includes('ready'), 'the child runs');
    await group.end(systemClock, never());
    assert.deepEqual(stdout, ['ready', 'tidied']);
    assert.equal(group.exitCode(), 3);
  });

  it('is killed when it ignores SIGTERM, at once when nobody can wait', async () => {
    const { group, stdout } = started(`trap '' TERM; echo ready; while :; do sleep 0.05; done`);
    await eventually(() => stdout.includes('ready'), 'it runs');
    const begun = performance.now();
    await group.end(systemClock, aborted());
    assert.ok(performance.now() - begun < 3000);
    assert.equal(await group.ended, 128 + 9);
  });

  it('is killed after 5 s when it ignores SIGTERM', async () => {
    const { group, stdout } = started(`trap '' TERM; echo ready; while :; do sleep 0.05; done`);
    await eventually(() => stdout.includes('ready'), 'it runs');
    // a clock on which 5 s are over at once
    let time = 0;
    const quick = { ...systemClock, monotonic: () => (time += 2000) };
    await group.end(quick, never());
    assert.equal(await group.ended, 128 + 9);
  });

  it('may end twice, and after it has ended by itself', async () => {
    const { group } = started('true');
    assert.equal(await group.ended, 0);
    await Promise.all([group.end(systemClock, never()), group.end(systemClock, never())]);
    assert.equal(group.exitCode(), 0);
  });

  it('does not wait for one that left the group and holds the output open', async () => {
    const { group, stdout } = started('setsid sleep 300 & echo $!; wait');
    await eventually(() => stdout.length > 0, 'the child runs');
    await group.end(systemClock, never());
    assert.notEqual(group.exitCode(), undefined);
    // setsid may have forked: whoever it is has the sleep's command line
    spawn('kill', [stdout[0] ?? '']);
  });

  it('tells what the shell says of a program that does not exist', async () => {
    const { group, stderr } = started('./no-such-program');
    assert.equal(await group.ended, 127);
    assert.match(stderr.join('\n'), /no-such-program/);
  });

  it('refuses a folder that does not exist', () => {
    assert.throws(() => started('true', { cwd: '/no/such/folder' }), UserError);
  });

  it('ends when we are killed', async () => {
    using folder = tempFolder();
    const pidFile = folder.file('pid');
    const module = new URL('../../src/exec/command-group.ts', import.meta.url).href;
    const script = `import { startGroup } from '${module}';
      startGroup('sleep 300 & echo $! > ${pidFile}; wait', { cwd: '/', env: process.env, onLine() {} });`;
    const us = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
    const pid = (): number => Number(readFileSync(pidFile, { encoding: 'utf8', flag: 'a+' }));
    await eventually(() => pid() > 0, 'the program runs');
    us.kill('SIGKILL');
    await once(us, 'exit');
    await eventually(() => processStartTime(pid()) === undefined, 'the program ended, too');
  });
});
