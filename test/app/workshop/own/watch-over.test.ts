import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { PODS } from '../../../../src/api/resources.ts';
import { lastOwner, readLock } from '../../../../src/exec/lock.ts';
import { groupRuns } from '../../../../src/exec/process-group.ts';
import { processStartTime } from '../../../../src/exec/process-start-time.ts';
import { connect, type Connection } from '../../../../src/kube/connect.ts';
import { type Clock, systemClock } from '../../../../src/lib/clock.ts';
import type { Mode, SchedulerEvent } from '../../../../src/scheduler/events.ts';
import { type SchedulerProcess, schedulerProcess } from '../../../../src/workshop/scheduler-process.ts';
import { prepareStateFolder, type StateFolder, stateFolder } from '../../../../src/workshop/state.ts';
import { pod } from '../../../helpers/builders.ts';
import { type EmbeddedServer, startEmbedded } from '../../../helpers/embedded-cluster.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const LAUNCHER = fileURLToPath(new URL('../../../../src/launcher.ts', import.meta.url));
const FIXTURE = fileURLToPath(new URL('../../../fixtures/own-scheduler.ts', import.meta.url));
const SCHEDULER = 'mine';
/** Of the kubeconfig that tests have. */
const CONTEXT = 'real';
const never = new AbortController().signal;

/** As a person starts theirs; `faults` as the fixture knows them. */
const programWith = (...faults: string[]) => `'${process.execPath}' '${FIXTURE}' ${faults.join(' ')}`;

interface Started {
  readonly own: SchedulerProcess;
  readonly pid: number;
  readonly group: number;
  readonly events: () => readonly SchedulerEvent[];
}

describe("a program of the person's own, watched over", { concurrency: false }, () => {
  const temp = tempFolder();
  const env = { ...process.env, HOME: temp.path, XDG_STATE_HOME: `${temp.path}/state` };
  const folder: StateFolder = stateFolder(CONTEXT, env, temp.path);
  let cluster: EmbeddedServer;
  let connection: Connection;
  let count = 0;

  before(async () => {
    prepareStateFolder(folder);
    cluster = await startEmbedded({ workers: 3 });
    connection = await connect({
      kubeconfig: cluster.kubeconfigPath,
      env: {},
      home: temp.path,
      clock: systemClock,
    });
  });
  afterEach(async () => {
    await processFor('none').stop({ signal: never });
  });
  after(async () => {
    await connection.close();
    await cluster.close();
    temp[Symbol.dispose]();
  });

  function processFor(line: string, clock: Clock = systemClock): SchedulerProcess {
    return schedulerProcess({
      command: [process.execPath, LAUNCHER, 'workshop', 'watch-over'],
      own: { line, run: line, folder: temp.path, shown: line, mistake: () => undefined },
      context: CONTEXT,
      kubeconfig: cluster.kubeconfigPath,
      scheduler: SCHEDULER,
      folder,
      env,
      clock,
    });
  }

  async function started(line: string, mode: Mode = 'bind'): Promise<Started> {
    const own = processFor(line);
    const { offset } = own.eventsSince(0);
    const { pid } = await own.start({ mode, signal: never });
    const events = () => own.eventsSince(offset).events;
    return { own, pid, events, group: lastOwner(folder.programLock)?.pid ?? 0 };
  }

  /** Whether it told this; about a pod where one is named. */
  function tells({ events }: Started, type: SchedulerEvent['type'], name?: string): boolean {
    return events().some(
      (one) => one.type === type && (name === undefined || ('pod' in one && one.pod.name === name)),
    );
  }

  async function newPod(name = `pod${count++}`): Promise<string> {
    await connection.api.create(PODS, pod(name).scheduler(SCHEDULER).build());
    return name;
  }

  it('places pods, and what it does is told in the words of ours, with how it is known', async () => {
    const program = await started(programWith());
    const name = await newPod();
    await eventually(() => tells(program, 'bound', name), 'it is bound');
    const bound = program.events().find((one) => one.type === 'bound');
    assert.deepEqual([bound?.seen, bound?.hadPods], ['cluster', 0]);
    assert.ok(tells(program, 'noticed', name));
    assert.ok(program.events().some((one) => one.type === 'said' && one.text === `noticed ${name}`));
  });

  it('is told the mode: one that decides places nothing, and its output shows what it would do', async () => {
    const program = await started(programWith(), 'decide');
    const name = await newPod();
    await eventually(() => tells(program, 'decided', name), 'it is decided');
    assert.ok(!tells(program, 'bound', name));
    assert.deepEqual([program.own.find()?.mode, program.own.find()?.program], ['decide', programWith()]);
  });

  it('ends with all that it started when it is stopped, and says what was seen of it', async () => {
    const program = await started(`sleep 1000 & exec ${programWith()}`);
    assert.ok(groupRuns(program.group));
    assert.equal(await program.own.stop({ signal: never }), program.pid);
    assert.ok(!groupRuns(program.group));
    assert.ok(tells(program, 'stopped'));
    assert.equal(program.own.find(), undefined);
  });

  it('is killed when it does not care about SIGTERM', async () => {
    const program = await started(programWith('deaf'));
    await program.own.stop({ signal: never });
    assert.ok(!groupRuns(program.group));
  });

  it('does not outlive who watches over it, and is found until it is gone', async () => {
    const line = `(trap "" TERM; exec sleep 1000) & exec ${programWith()}`;
    const program = await started(line);
    process.kill(program.pid, 'SIGKILL');
    await eventually(() => readLock(folder.schedulerLock) === undefined, 'nobody has the lock');
    const left = program.own.find();
    assert.deepEqual([left?.pid, left?.program], [program.group, line]);
    await program.own.stop({ signal: never });
    assert.ok(!groupRuns(program.group));
    assert.equal(program.own.find(), undefined);
  });

  it('that ends by itself is told with its code and its last words, and is found no more', async () => {
    const program = await started(programWith('dies'));
    await newPod('deadly');
    await eventually(() => tells(program, 'ended'), 'it has ended');
    const end = program.events().find((one) => one.type === 'ended');
    assert.equal(end?.code, 1);
    assert.match(end?.last.join(' ') ?? '', /Node\.js/);
    assert.match(
      program
        .events()
        .flatMap((one) => (one.type === 'said' ? [one.text] : []))
        .join('\n'),
      /that one I cannot bear/,
    );
    await eventually(() => program.own.find() === undefined, 'it is found no more');
    await connection.api.delete(PODS, { namespace: 'default', name: 'deadly' });
  });

  it('cannot fill the disk with what it prints', async () => {
    const program = await started(programWith('flood'));
    const name = await newPod();
    await eventually(() => tells(program, 'bound', name), 'it is bound');
    assert.ok(statSync(folder.schedulerLog).size < 500_000, 'the log is small');
  });

  for (const [line, said] of [
    [
      'no-such-program --now',
      /`no-such-program --now` ended before it asked for pods \(exit code 127\); its last words: .*not found/,
    ],
    ['no-such-program --now', { next: /^correct the line; or, if packages are missing, .* doctor --lang/ }],
    ['echo first; echo no config >&2; exit 3', /\(exit code 3\); its last words: first \| no config/],
    ['true', /\(exit code 0\) and said nothing/],
  ] as const) {
    it(`that ends at once is one sentence: ${line}`, async () => {
      await assert.rejects(processFor(line).start({ mode: 'bind', signal: never }), said);
      assert.equal(processFor(line).find(), undefined);
    });
  }

  it('that never asks for pods is given up, after it was shown what it says', async () => {
    const clock = new FakeClock();
    const own = processFor('echo thinking; exec sleep 1000', clock);
    const shown: (string | undefined)[] = [];
    const start = own.start({ mode: 'bind', signal: never, onWaiting: ({ said }) => shown.push(said) });
    const outcome = assert.rejects(start, /has not asked for pods in 180 s; its last words: thinking/);
    await eventually(async () => {
      await clock.advance(50);
      return shown.at(-1) === 'thinking';
    }, 'it is heard');
    const group = lastOwner(folder.programLock)?.pid ?? 0;
    await clock.advance(180_000);
    await outcome;
    await eventually(() => !groupRuns(group), 'it is gone');
  });

  it('whose start is given up leaves nothing behind', async () => {
    const giveUp = new AbortController();
    const own = processFor('echo thinking; exec sleep 1000');
    const start = own.start({
      mode: 'bind',
      signal: giveUp.signal,
      onWaiting: ({ said }) => said === 'thinking' && giveUp.abort(new Error('Ctrl-C')),
    });
    await assert.rejects(start, /Ctrl-C/);
    const group = lastOwner(folder.programLock)?.pid ?? 0;
    await eventually(() => !groupRuns(group) && own.find() === undefined, 'it is gone');
  });

  it('is not let in by what it prints: the way to the API stands in no log', async () => {
    const program = await started(`grep server: $KUBECONFIG; exec ${programWith()}`);
    const line = program.events().find((one) => one.type === 'said' && one.text.includes('server:'));
    assert.match(line?.type === 'said' ? line.text : '', /server: http:\/\/127\.0\.0\.1:\d+\/…$/);
  });

  it('is one: a second start is refused, here and in another terminal', async () => {
    const program = await started(programWith());
    await assert.rejects(program.own.start({ mode: 'bind', signal: never }), /is running already/);
    const flags = [
      '--context',
      CONTEXT,
      '--kubeconfig',
      cluster.kubeconfigPath,
      '--scheduler-name',
      SCHEDULER,
    ];
    const rest = ['--mode', 'bind', '--folder', temp.path, '--line', 'sleep 1000'];
    const other = spawn(process.execPath, [LAUNCHER, 'workshop', 'watch-over', ...flags, ...rest], { env });
    let text = '';
    other.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(other, 'close');
    assert.match(text, /is running already/);
    assert.ok(processStartTime(program.pid) !== undefined, 'the first one goes on');
  });
});
