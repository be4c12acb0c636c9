import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endingOf, type Ending } from '../../../src/embedded/kubelet/simulated-command.ts';

const rows: readonly (readonly [readonly string[], Ending | undefined])[] = [
  [['sleep', '3600'], { exitCode: 0, seconds: 3_600 }],
  [['/bin/sleep', '1.5m'], { exitCode: 0, seconds: 90 }],
  [['sleep', 'infinity'], undefined],
  [['true'], { exitCode: 0, seconds: 0 }],
  [['/bin/false'], { exitCode: 1, seconds: 0 }],
  [['sh', '-c', 'echo hello; sleep 5; exit 3'], { exitCode: 3, seconds: 5 }],
  [['/bin/bash', '-ec', 'sleep 2 && false || true'], { exitCode: 0, seconds: 2 }],
  [['sh', '-c', 'false && sleep 100'], { exitCode: 1, seconds: 0 }],
  [['sh', '-c', 'exit 1; sleep 100'], { exitCode: 1, seconds: 0 }],
  [['sh', '-c', 'while true; do sleep 1; done'], undefined],
  [['nginx', '-g', 'daemon off;'], undefined],
  [[], undefined],
];
for (const [command, expected] of rows)
  test(`${command.join(' ') || 'no command'} ${expected ? `ends with ${String(expected.exitCode)} after ${String(expected.seconds)} s` : 'runs for ever'}`, () => {
    assert.deepEqual(endingOf({ name: 'c', command: [...command] }), expected);
  });

test('arguments without a command count as the command', () => {
  assert.deepEqual(endingOf({ name: 'c', args: ['sleep', '1'] }), { exitCode: 0, seconds: 1 });
});
