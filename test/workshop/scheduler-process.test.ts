import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { systemClock } from '../../src/lib/clock.ts';
import { UserError } from '../../src/lib/errors.ts';
import { readLock } from '../../src/exec/lock.ts';
import { processStartTime } from '../../src/exec/process-start-time.ts';
import { type SchedulerProcess, schedulerProcess } from '../../src/workshop/scheduler-process.ts';
import { prepareStateFolder, type StateFolder, stateFolder } from '../../src/workshop/state.ts';
import { eventually } from '../helpers/eventually.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const SCRIPT = new URL('../fixtures/fake-scheduler.ts', import.meta.url).pathname;

let temporary: ReturnType<typeof tempFolder>;
let folder: StateFolder;
let clock: FakeClock;

beforeEach(() => {
  temporary = tempFolder();
  folder = stateFolder('kind-test', {}, temporary.path);
  prepareStateFolder(folder);
  clock = new FakeClock();
});

afterEach(async () => {
  const left = readLock(folder.schedulerLock);
  if (left) {
    process.kill(left.pid, 'SIGKILL');
    await eventually(() => processStartTime(left.pid) === undefined, 'the last scheduler is gone');
  }
  temporary[Symbol.dispose]();
});

function scheduler(way = 'well', more: { clock?: FakeClock; command?: string[] } = {}): SchedulerProcess {
  return schedulerProcess({
    command: [process.execPath, SCRIPT],
    context: 'kind-test',
    kubeconfig: '/private/kubeconfig',
    scheduler: 'workshop-scheduler',
    folder,
    env: { ...process.env, FAKE_WAY: way, FAKE_LOCK: folder.schedulerLock },
    ...more,
    clock: more.clock ?? systemClock,
  });
}

const never = new AbortController().signal;

describe('starting the scheduler', () => {
  it('resolves when it runs, and any later run finds it by its lock', async () => {
    const { pid } = await scheduler().start({ mode: 'bind', signal: never });
    const found = scheduler().find();
    assert.equal(found?.pid, pid);
    assert.equal(found?.attached, false, 'it knows that the workshop started it');
    assert.ok(
      scheduler()
        .eventsSince(0)
        .events.some(({ type }) => type === 'running'),
    );
  });

  it('passes on the cluster, the name, the mode, and what it is told beside', async () => {
    await scheduler().start({ mode: 'decide', flags: ['--policy', 'random'], signal: never });
    const [told] = scheduler().eventsSince(0).events;
    assert.equal(
      told?.type === 'warning' && told.message,
      '--context kind-test --kubeconfig /private/kubeconfig --scheduler-name workshop-scheduler --mode decide --log-format json --details --policy random',
    );
  });

  it('refuses a second one', async () => {
    const { pid } = await scheduler().start({ mode: 'bind', signal: never });
    await assert.rejects(
      scheduler().start({ mode: 'bind', signal: never }),
      new RegExp(`the fake scheduler is running already \\(process ${String(pid)}\\)`),
    );
  });

  it('tells the last words of one that ended at once', async () => {
    await assert.rejects(scheduler('crash').start({ mode: 'bind', signal: never }), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /ended at once \(exit code 3\).*cannot reach the API server/);
      assert.match(error.next ?? '', /scheduler\.log/);
      return true;
    });
  });

  it('gives up on one that does not run after 20 s, and ends it', async () => {
    const starting = scheduler('silent', { clock }).start({ mode: 'bind', signal: never });
    const outcome = assert.rejects(starting, /was not running after 20 s/);
    await eventually(() => readLock(folder.schedulerLock) !== undefined, 'it has its lock');
    await clock.advance(19_000);
    assert.ok(scheduler().find(), 'before its time is over it is left alone');
    await clock.advance(2000);
    await outcome;
    await eventually(() => scheduler().find() === undefined, 'it is gone');
  });

  it('ends with the reason of an abort and leaves none behind', async () => {
    const stop = new AbortController();
    const outcome = assert.rejects(
      scheduler('silent').start({ mode: 'bind', signal: stop.signal }),
      /^Error: Ctrl-C$/,
    );
    await eventually(() => readLock(folder.schedulerLock) !== undefined, 'it has its lock');
    stop.abort(new Error('Ctrl-C'));
    await outcome;
    await eventually(() => scheduler().find() === undefined, 'it is gone');
  });

  it('names a program that is not there', async () => {
    const none = scheduler('well', { command: ['/nowhere/node'] });
    await assert.rejects(none.start({ mode: 'bind', signal: never }), /there is no program \/nowhere\/node/);
  });

  it('is not confused by a line that a killed one left half in the log', async () => {
    writeFileSync(folder.schedulerLog, '{"type":"bound","time":"20');
    await scheduler().start({ mode: 'bind', signal: never });
    assert.deepEqual(
      scheduler()
        .eventsSince(0)
        .events.map(({ type }) => type),
      ['warning', 'running'],
    );
  });
});

describe('stopping the scheduler', () => {
  it('lets it end by itself, and it can be started again', async () => {
    const { pid } = await scheduler().start({ mode: 'bind', signal: never });
    assert.equal(await scheduler().stop({ signal: never }), pid);
    assert.equal(scheduler().find(), undefined);
    assert.equal(scheduler().eventsSince(0).events.at(-1)?.type, 'stopped');
    assert.notEqual((await scheduler().start({ mode: 'bind', signal: never })).pid, pid);
  });

  it('kills one that does not listen, after 5 s', async () => {
    const { pid } = await scheduler('deaf').start({ mode: 'bind', signal: never });
    const stopping = scheduler('deaf', { clock }).stop({ signal: never });
    await clock.advance(4900);
    assert.ok(processStartTime(pid), 'it is given its 5 s');
    await clock.advance(200);
    await eventually(() => processStartTime(pid) === undefined, 'it is gone');
    await clock.advance(100);
    assert.equal(await stopping, pid);
  });

  it('does nothing when none runs, and never signals a stranger', async () => {
    assert.equal(await scheduler().stop({ signal: never }), undefined);
    const stranger = { pid: process.ppid, startTime: 'another time', what: 'a scheduler of yesterday' };
    writeFileSync(folder.schedulerLock, JSON.stringify(stranger));
    assert.equal(await scheduler().stop({ signal: never }), undefined);
  });
});

describe('what the scheduler told', () => {
  it('is nothing while there is no log', () => {
    assert.deepEqual(scheduler().eventsSince(0), { events: [], offset: 0 });
  });

  it('is told once, whole lines only, other output left out', () => {
    writeFileSync(
      folder.schedulerLog,
      `${event('one')}\n(node:1) Warning: x\n{"a":1}\n${event('zwei ü')}\n${event('three')}`,
    );
    const { offset } = scheduler().eventsSince(0);
    assert.deepEqual(told(0), ['one', 'zwei ü']);
    assert.deepEqual(told(offset), []);
    appendFileSync(folder.schedulerLog, '\n');
    assert.deepEqual(told(offset), ['three']);
    assert.equal(scheduler().eventsSince(offset).offset, readFileSync(folder.schedulerLog).length);
  });

  it('is read from the start when the log was made anew', () => {
    writeFileSync(folder.schedulerLog, `${event('new')}\n`);
    assert.deepEqual(told(10_000), ['new']);
  });
});

function event(message: string): string {
  return JSON.stringify({ time: '2026-01-01T00:00:00.000Z', type: 'warning', message });
}

function told(offset: number): string[] {
  const { events } = scheduler().eventsSince(offset);
  return events.map((one) => (one.type === 'warning' ? one.message : one.type));
}
