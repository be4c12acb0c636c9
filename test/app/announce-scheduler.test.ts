import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import { announceScheduler } from '../../src/app/announce-scheduler.ts';
import type { CliContext } from '../../src/app/context.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

test('the second scheduler of a context runs, and is told that it is the second', () => {
  using temp = tempFolder();
  const cli: CliContext = {
    stdin: Readable.from([]),
    stdout: { write: () => true },
    stderr: { write: () => true },
    env: { XDG_STATE_HOME: temp.path },
    cwd: temp.path,
    home: temp.path,
    root: temp.path,
    signal: new AbortController().signal,
    self: [],
    setExitCode: () => undefined,
  };
  const words = { scheduler: 's', mode: 'bind', policy: 'least-pods', assume: true };
  const said: string[] = [];
  const tell = (message: string, isSecond: boolean) => said.push(`${isSecond}: ${message}`);
  const retract = announceScheduler(cli, 'kind-x', words, tell);
  announceScheduler(cli, 'kind-x', words, tell)();
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /^true: .* the scheduler s is running already/);
  retract();
  announceScheduler(cli, 'kind-x', words, tell)();
  assert.equal(said.length, 1);
});
