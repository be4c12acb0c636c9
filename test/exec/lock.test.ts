import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { describe, it } from 'node:test';

import { UserError } from '../../src/lib/errors.ts';
import { type LockOwner, ownerOf, readLock, takeLock } from '../../src/exec/lock.ts';
import { processStartTime } from '../../src/exec/process-start-time.ts';
import { eventually } from '../helpers/eventually.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const TAKER = new URL('../fixtures/lock-taker.ts', import.meta.url).pathname;

interface Taker {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly ended: Promise<unknown>;
  readonly said: () => string;
}

function taker(lock: string, go: string): Taker {
  const child = spawn(process.execPath, [TAKER, lock, go], { stdio: ['pipe', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.on('data', (chunk) => (told += String(chunk)));
  const ended = new Promise((resolve) => child.once('close', resolve));
  return { child, ended, said: () => told };
}

function me(): LockOwner {
  return ownerOf(process.pid, 'the test');
}

/** A pid that belonged to a process which has ended. */
async function deadPid(): Promise<number> {
  const child = spawn('true');
  await new Promise((resolve) => child.once('close', resolve));
  return child.pid ?? 0;
}

describe('processStartTime', () => {
  it('is the same each time it is asked, and differs between processes', async () => {
    using folder = tempFolder();
    const { child, ended, said } = taker(folder.file('lock'), folder.file('go'));
    await eventually(() => said().includes('ready'), 'the child runs');
    const own = processStartTime(process.pid);
    assert.ok(own);
    assert.equal(processStartTime(process.pid), own);
    assert.notEqual(processStartTime(child.pid ?? 0), own);
    child.kill('SIGKILL');
    await ended;
    assert.equal(processStartTime(child.pid ?? 0), undefined);
  });

  it('is undefined for what is no process', () => {
    for (const pid of [0, -1, 1.5, NaN, 2 ** 31 - 2]) assert.equal(processStartTime(pid), undefined);
  });
});

describe('a lock', () => {
  it('tells who holds it until it is given back', () => {
    using folder = tempFolder();
    const path = folder.file('lock');
    const owner = { ...me(), attached: true, scheduler: 's', mode: 'bind', policy: 'random' };
    const release = takeLock(path, owner);
    assert.deepEqual(readLock(path), owner);
    release();
    assert.equal(readLock(path), undefined);
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('is refused while its owner lives, with a sentence that names it', () => {
    using folder = tempFolder();
    const path = folder.file('lock');
    takeLock(path, me());
    assert.throws(
      () => takeLock(path, { ...me(), what: 'another' }),
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.message, `the test is running already (process ${String(process.pid)})`);
        assert.match(error.next ?? '', /kill/);
        return true;
      },
    );
    assert.equal(readLock(path)?.what, 'the test');
  });

  it('is taken over from a process that is gone', async () => {
    using folder = tempFolder();
    const path = folder.file('lock');
    writeFileSync(path, JSON.stringify({ pid: await deadPid(), startTime: 'x', what: 'a dead one' }));
    assert.equal(readLock(path), undefined);
    takeLock(path, me());
    assert.deepEqual(readLock(path), me());
    assert.deepEqual(readdirSync(folder.path), ['lock']);
  });

  it('is taken over when its pid now belongs to a stranger', () => {
    using folder = tempFolder();
    const path = folder.file('lock');
    writeFileSync(path, JSON.stringify({ pid: process.pid, startTime: 'another time', what: 'a dead one' }));
    assert.equal(readLock(path), undefined);
    takeLock(path, me());
    assert.deepEqual(readLock(path), me());
  });

  for (const [what, text] of [
    ['is empty', ''],
    ['is half a line', '{"pid":1'],
    ['holds something else', '[1,2]'],
  ] as const) {
    it(`is free when the file ${what}`, () => {
      using folder = tempFolder();
      const path = folder.file('lock');
      writeFileSync(path, text);
      assert.equal(readLock(path), undefined);
      takeLock(path, me());
      assert.deepEqual(readLock(path), me());
    });
  }

  it('that was taken over meanwhile is not given back by its former owner', () => {
    using folder = tempFolder();
    const path = folder.file('lock');
    const release = takeLock(path, me());
    const successor = JSON.stringify({ pid: 1, startTime: 'x', what: 'the next one' });
    writeFileSync(path, successor);
    release();
    assert.equal(readFileSync(path, 'utf8'), successor);
  });

  it('is free again after its owner was killed, also where a kill left the guard behind', async () => {
    using folder = tempFolder();
    const path = folder.file('lock');
    const go = folder.file('go');
    writeFileSync(go, '');
    const { child, ended, said } = taker(path, go);
    await eventually(() => said().includes('won'), 'the child holds it');
    assert.throws(() => takeLock(path, me()), /the taker is running already/);
    child.kill('SIGKILL');
    await ended;
    writeFileSync(`${path}.guard`, JSON.stringify({ pid: child.pid, startTime: 'x', what: 'the taker' }));
    takeLock(path, me());
    assert.deepEqual(readLock(path), me());
  });

  it('names the folder when it cannot be written', () => {
    assert.throws(
      () => takeLock('/nowhere/lock', me()),
      /the lock \/nowhere\/lock\S* cannot be written \(ENOENT\)/,
    );
  });
});

describe('several that want the same lock', () => {
  for (const [what, leftBehind] of [
    ['a free lock', undefined],
    ['the lock of a dead process', { pid: 2 ** 22 - 1, startTime: 'x', what: 'a dead one' }],
  ] as const) {
    it(`race for ${what}: exactly one gets it, each time`, async () => {
      for (let round = 0; round < 3; round += 1) {
        using folder = tempFolder();
        const path = folder.file('lock');
        const go = folder.file('go');
        if (leftBehind) writeFileSync(path, JSON.stringify(leftBehind));
        const takers = [1, 2, 3].map(() => taker(path, go));
        await eventually(() => takers.every(({ said }) => said().includes('ready')), 'all are ready');
        writeFileSync(go, '');
        await eventually(() => takers.every(({ said }) => /won|lost/.test(said())), 'all have tried');
        const winners = takers.filter(({ said }) => said().includes('won'));
        assert.equal(winners.length, 1);
        assert.equal(readLock(path)?.pid, winners[0]?.child.pid);
        for (const { child } of takers) child.stdin.end();
        await Promise.all(takers.map(({ ended }) => ended));
        assert.equal(readLock(path), undefined);
      }
    });
  }
});
