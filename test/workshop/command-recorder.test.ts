import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CommandRecorder } from '../../src/workshop/command-recorder.ts';
import { World } from '../helpers/workshop-world.ts';

function recorderIn(world: World): CommandRecorder {
  return new CommandRecorder(world.workshop([]), 3);
}

test('of a very long output the journal keeps the end, which says how it ended', () => {
  const world = new World();
  const stdout = `begin ${'x'.repeat(100_000)} end`;
  const startedAt = '2026-01-31T10:00:00.000Z';
  recorderIn(world).record({
    line: 'kubectl get pods',
    exitCode: 0,
    stdout,
    stderr: '',
    startedAt,
    milliseconds: 1,
  });
  const [entry] = world.entries;
  assert.ok(entry?.kind === 'command');
  assert.equal(entry.stdout.length, 64 * 1024);
  assert.ok(entry.stdout.endsWith('x end'));
});

test('several programs in a row are written down one by one, each with its own output, the last with how it ended', () => {
  const world = new World();
  const recorder = recorderIn(world);
  recorder.command('kind create cluster');
  recorder.line('Creating cluster', 'stderr');
  recorder.command('kubectl wait');
  recorder.line('met', 'stdout');
  recorder.end(1);
  recorder.end(0);
  assert.deepEqual(
    world.entries.map((entry) =>
      entry.kind === 'command'
        ? [entry.line, entry.exitCode, entry.stdout, entry.stderr, entry.step]
        : entry.kind,
    ),
    [
      ['kind create cluster', 0, '', 'Creating cluster', 3],
      ['kubectl wait', 1, 'met', '', 3],
    ],
  );
});
