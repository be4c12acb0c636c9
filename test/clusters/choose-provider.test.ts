import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { type Choice, chooseProvider } from '../../src/clusters/choose-provider.ts';
import { bindDocker } from '../../src/exec/docker.ts';
import { bindKind } from '../../src/exec/kind.ts';
import { eventually } from '../helpers/eventually.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { type FakeTools, fakeTools } from '../helpers/fake-tools.ts';

interface Asked {
  readonly choice: Promise<Choice>;
  readonly clock: FakeClock;
}

/** Asks on a machine with these tools; `made`: which clusters of the name were made here. */
function ask(tools: FakeTools, made: readonly string[] = [], signal = new AbortController().signal): Asked {
  const marks = { kind: join(tools.folder, 'kind-mark'), embedded: join(tools.folder, 'embedded-mark') };
  for (const kind of made) writeFileSync(join(tools.folder, `${kind}-mark`), '');
  const clock = new FakeClock();
  const { env } = tools;
  const now = () => clock.now();
  const choice = chooseProvider({
    name: 'c',
    marks,
    docker: bindDocker({ env, now }),
    kind: bindKind({ name: 'c', env, now }),
    clock,
    signal,
  });
  return { choice, clock };
}

const DOWN = {
  stderr: 'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?',
  exitCode: 1,
};
const CLOSED = {
  stderr: 'permission denied while trying to connect to the Docker daemon socket',
  exitCode: 1,
};

void describe('provider auto', () => {
  const rows: readonly {
    readonly name: string;
    readonly tools?: readonly string[];
    readonly say?: ReturnType<FakeTools['state']>['say'];
    readonly made?: readonly string[];
    readonly is: Choice;
  }[] = [
    { name: 'Docker and kind answer', is: { kind: 'kind', why: 'Docker and kind answer' } },
    {
      name: 'there is no docker',
      tools: ['kind'],
      is: { kind: 'embedded', why: 'docker was not found on PATH' },
    },
    {
      name: 'there is no kind',
      tools: ['docker'],
      is: { kind: 'embedded', why: 'kind was not found on PATH' },
    },
    {
      name: 'the engine does not run',
      say: { 'docker version': DOWN },
      is: { kind: 'embedded', why: 'the Docker engine is not running' },
    },
    {
      name: 'the engine is closed to us',
      say: { 'docker version': CLOSED },
      is: { kind: 'embedded', why: 'the Docker engine is there but you have no permission to use it' },
    },
    {
      name: 'kind is broken',
      say: { 'kind version': { exitCode: 1 } },
      is: { kind: 'embedded', why: '`kind version` failed' },
    },
    {
      name: 'an embedded one was made here, whatever answers',
      made: ['embedded'],
      is: { kind: 'embedded', why: 'the cluster c was made here so' },
    },
    {
      name: 'a kind one was made here, whatever does not answer',
      tools: [],
      made: ['kind'],
      is: { kind: 'kind', why: 'the cluster c was made here so' },
    },
    {
      name: 'both were made here',
      made: ['kind', 'embedded'],
      is: { kind: 'kind', why: 'Docker and kind answer' },
    },
  ];
  for (const { name, tools, say = {}, made, is } of rows) {
    it(`is ${is.kind} where ${name}`, async () => {
      const machine = fakeTools(tools);
      machine.change({ say });
      assert.deepEqual(await ask(machine, made).choice, is);
      machine.remove();
    });
  }

  it('is embedded where the engine hangs for ten seconds, and the wait can be ended', async () => {
    const machine = fakeTools();
    machine.change({ say: { 'docker version': { exitCode: 0, hang: true } } });
    const asked = () => machine.state().log.length;
    const { choice, clock } = ask(machine);
    await eventually(() => asked() === 1, 'docker was asked');
    await clock.advance(10_000);
    assert.deepEqual(await choice, { kind: 'embedded', why: 'docker and kind did not answer within 10 s' });
    assert.equal(clock.waiting, 0);

    const enough = new AbortController();
    const reason = new Error('Ctrl-C');
    const other = ask(machine, [], enough.signal);
    enough.abort(reason);
    await assert.rejects(other.choice, reason);
    assert.equal(other.clock.waiting, 0);
    machine.remove();
  });
});
