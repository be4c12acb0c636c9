import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wantsScreen } from '../../../src/app/screen/wants-screen.ts';
import type { CliContext } from '../../../src/app/context.ts';
import { testCli } from '../../helpers/cli-context.ts';

const FLAGS = { tui: true, logFormat: 'text' } as const;
const terminal = { stdin: process.stdin, stdout: process.stdout };
const at = (env: CliContext['env'], hasTerminal = true): CliContext => ({
  ...testCli('/nowhere').context,
  ...(hasTerminal && { terminal }),
  env,
});

test('a person at a terminal gets the screen', () => {
  assert.ok(wantsScreen(at({ TERM: 'xterm-256color' }), FLAGS));
  assert.ok(wantsScreen(at({}), FLAGS), 'Windows sets no TERM');
  assert.ok(wantsScreen(at({ CI: 'false' }), FLAGS));
});

test('everybody else gets lines: pipes, CI, dumb terminals, programs, the workshop, and who asked for them', () => {
  assert.ok(!wantsScreen(at({}, false), FLAGS));
  assert.ok(!wantsScreen(at({ CI: 'true' }), FLAGS));
  assert.ok(!wantsScreen(at({ TERM: 'dumb' }), FLAGS));
  assert.ok(!wantsScreen(at({ MINISCHED_STARTED_BY: 'workshop' }), FLAGS));
  assert.ok(!wantsScreen(at({}), { ...FLAGS, tui: false }));
  for (const logFormat of ['json', 'yaml'] as const) assert.ok(!wantsScreen(at({}), { ...FLAGS, logFormat }));
});
