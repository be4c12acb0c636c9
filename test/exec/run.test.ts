import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { run, type RunOptions } from '../../src/exec/run.ts';
import { UserError } from '../../src/lib/errors.ts';
import { processStartTime } from '../../src/exec/process-start-time.ts';
import { eventually } from '../helpers/eventually.ts';
import { recordedOutput } from '../helpers/recorded-output.ts';

function options(more: Partial<RunOptions> = {}): RunOptions {
  return { signal: new AbortController().signal, now: () => 1000, ...more };
}

/** A shell whose child writes its pid to `file` and then sleeps. */
function nested(file: string): string[] {
  return ['sh', '-c', `sh -c 'echo $$ > ${file}; exec sleep 60' & wait`];
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'minisched-run-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pidIn(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    // not written yet
    return 0;
  }
}

describe('run', () => {
  it('shows the line and then each line of output, empty ones too', async () => {
    const output = recordedOutput();
    await run(['printf', 'a\n\nb\r\nc'], options({ output }));
    assert.deepEqual(output.commands, [`printf 'a\n\nb\r\nc'`]);
    assert.deepEqual(output.lines, ['a', '', 'b', 'c']);
  });

  it('shows output while the program still runs', async () => {
    const stop = new AbortController();
    const output = recordedOutput();
    const running = run(['sh', '-c', 'echo early; sleep 60'], options({ output, signal: stop.signal }));
    const outcome = assert.rejects(running);
    await eventually(() => output.lines.includes('early'), 'the first line is shown');
    stop.abort();
    await outcome;
  });

  it('gives back what was printed and the exit code, whatever it is', async () => {
    const result = await run(['sh', '-c', 'echo out; echo err >&2; exit 7'], options());
    assert.equal(result.exitCode, 7);
    assert.equal(result.stdout, 'out\n');
    assert.equal(result.stderr, 'err\n');
    assert.equal(result.startedAt, '1970-01-01T00:00:01.000Z');
    assert.equal(result.milliseconds, 0);
  });

  it('counts a death by signal as shells do', async () => {
    assert.equal((await run(['sh', '-c', 'kill -9 $$'], options())).exitCode, 137);
  });

  it('gives the program an empty stdin', async () => {
    assert.equal((await run(['cat'], options())).stdout, '');
  });

  it('passes exactly the environment it was given', async () => {
    process.env['MINISCHED_LEAK'] = 'yes';
    const env = { PATH: process.env['PATH'], A: 'b', GONE: undefined };
    const { stdout } = await run(
      ['sh', '-c', 'echo "$A,${GONE-unset},${MINISCHED_LEAK-unset}"'],
      options({ env }),
    );
    delete process.env['MINISCHED_LEAK'];
    assert.equal(stdout, 'b,unset,unset\n');
  });

  it('shows another line than it runs when asked to', async () => {
    const output = recordedOutput();
    const { line } = await run(['true', '--secret'], options({ output, shownAs: 'kubectl get pods' }));
    assert.deepEqual(output.commands, ['kubectl get pods']);
    assert.equal(line, 'kubectl get pods');
  });

  it('ends the program and all it started when the signal aborts, with the reason', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'pid');
      const stop = new AbortController();
      const outcome = assert.rejects(run(nested(file), options({ signal: stop.signal })), /^Error: Ctrl-C$/);
      await eventually(() => pidIn(file) > 0, 'the grandchild runs');
      stop.abort(new Error('Ctrl-C'));
      await outcome;
      await eventually(() => processStartTime(pidIn(file)) === undefined, 'the grandchild is gone');
    }));

  it('ends a program that takes too long and says how long that was', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'pid');
      const slow = run(nested(file), options({ timeoutMs: 500, shownAs: 'kubectl wait' }));
      await assert.rejects(slow, {
        name: 'UserError',
        message: '`kubectl wait` did not end within 0.5 s and was stopped',
      });
      await eventually(() => processStartTime(pidIn(file)) === undefined, 'the grandchild is gone');
    }));

  it('starts nothing when the signal has aborted already', async () => {
    const output = recordedOutput();
    const signal = AbortSignal.abort(new Error('before'));
    await assert.rejects(run(['echo', 'x'], options({ signal, output })), /before/);
    assert.deepEqual(output.commands, []);
  });
});

describe('a program that cannot be started', () => {
  it('is named with the way to install it when PATH does not hold it', async () => {
    await assert.rejects(
      run(['kind', 'version'], options({ env: { PATH: '/nowhere' } })),
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.name, 'MissingToolError');
        assert.equal(error.message, 'kind was not found on PATH');
        assert.match(error.next ?? '', /https:\/\/kind\.sigs\.k8s\.io/);
        return true;
      },
    );
  });

  it('is named as a path when it was given as one', async () => {
    await assert.rejects(
      run(['/nowhere/kubectl'], options()),
      /^MissingToolError: there is no program \/nowhere\/kubectl$/,
    );
  });

  it('is told from a file that may not be executed and from a folder that is not there', async () => {
    await assert.rejects(run(['/etc/passwd'], options()), /\/etc\/passwd could not be started \(EACCES\)/);
    await assert.rejects(run(['true'], options({ cwd: '/nowhere' })), /there is no folder \/nowhere/);
  });
});
