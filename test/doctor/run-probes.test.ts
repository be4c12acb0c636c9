import assert from 'node:assert/strict';
import { test } from 'node:test';

import { engineDiskProbe } from '../../src/doctor/disk.ts';
import { ok } from '../../src/doctor/finding.ts';
import type { Machine } from '../../src/doctor/machine.ts';
import type { Probe } from '../../src/doctor/probe.ts';
import { PROBES } from '../../src/doctor/probes.ts';
import { runProbes } from '../../src/doctor/run-probes.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

const probe = (id: string, run: Probe['run']): Probe => ({ id, title: id, blocks: 'all', run });

const nothing = (signal = new AbortController().signal): Machine => ({
  env: {},
  home: '/h',
  system: 'linux',
  arch: 'x64',
  root: '/r',
  node: '24.0.0',
  state: '/s',
  kubeconfig: { paths: [], write: '/h/.kube/config' },
  screen: { terminal: false },
  signal,
  tell: () => Promise.resolve({ there: false }),
  nodeImage: () => Promise.resolve(undefined),
  engine: () => Promise.resolve({ tool: 'docker', there: false, said: '' }),
});

test('what hangs or breaks is a warning of its own, and all others are told, in order', async () => {
  const clock = new FakeClock();
  const running = runProbes(
    [
      probe('hangs', () => new Promise(() => undefined)),
      probe('breaks', () => Promise.reject(new Error('a bug'))),
      probe('has nothing to look at', () => Promise.resolve(undefined)),
      probe('works', () => Promise.resolve(ok('fine'))),
    ],
    nothing(),
    clock,
  );
  await clock.advance(15_000);
  const reports = await running;
  assert.deepEqual(
    reports.map(({ id, level, found }) => [id, level, found]),
    [
      ['hangs', 'warning', 'could not be looked at within 15 s'],
      ['breaks', 'warning', 'could not be looked at: a bug'],
      ['works', 'ok', 'fine'],
    ],
  );
});

test('they run side by side', async () => {
  let release = (): void => undefined;
  const other = new Promise<void>((resolve) => (release = resolve));
  const reports = await runProbes(
    [
      probe('waits for the next', async () => (await other, ok('done'))),
      probe('next', () => (release(), Promise.resolve(ok('done')))),
    ],
    nothing(),
    new FakeClock(),
  );
  assert.deepEqual(
    reports.map(({ level }) => level),
    ['ok', 'ok'],
  );
});

test('Ctrl-C ends it', async () => {
  const ending = new AbortController();
  ending.abort(new Error('interrupted'));
  await assert.rejects(
    runProbes([probe('x', () => Promise.resolve(ok('x')))], nothing(ending.signal), new FakeClock()),
    /interrupted/,
  );
});

test('every probe has a name of its own, and looks even where there is no program at all', async () => {
  assert.equal(new Set(PROBES.map(({ id }) => id)).size, PROBES.length);
  const reports = await runProbes(PROBES, nothing(), new FakeClock());
  for (const { id, found } of reports) assert.doesNotMatch(found, /could not be looked at/, id);
});

test("the engine's disk is looked at where it is one of this machine", async () => {
  const info = {
    version: '27',
    operatingSystem: 'Ubuntu',
    osType: 'linux',
    architecture: 'x86_64',
    rootless: false,
    cpus: 2,
    memoryBytes: 1,
    cannotLimit: [],
    folder: '/',
  };
  const found = (change: Partial<typeof info>, system: Machine['system'] = 'linux') =>
    engineDiskProbe.run({
      ...nothing(),
      system,
      engine: () => Promise.resolve({ tool: 'docker', there: true, said: '', info: { ...info, ...change } }),
    });
  assert.match((await found({}))?.found ?? '', /are free where docker keeps images \(\/\)/);
  // not there, or nobody may look into it: the disk of the nearest folder above
  assert.match(
    (await found({ folder: '/no/such/folder' }))?.found ?? '',
    /free where .* \(\/no\/such\/folder\)/,
  );
  assert.equal(await found({}, 'mac'), undefined);
  assert.equal(await found({ operatingSystem: 'Docker Desktop' }), undefined);
  assert.equal(await engineDiskProbe.run(nothing()), undefined);
});
