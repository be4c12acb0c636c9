import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { writeRecord } from '../../src/clusters/embedded-files.ts';
import { embeddedParts, type EmbeddedParts } from '../../src/clusters/embedded-parts.ts';
import { startServing } from '../../src/clusters/embedded-process.ts';
import { UserError } from '../../src/lib/errors.ts';
import { eventually } from '../helpers/eventually.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const nothing = () => Promise.reject(new Error('nobody is to be asked'));

/** A cluster whose process runs this program. */
function partsOf(memory: string, clock: FakeClock, program: string, workers = 0): EmbeddedParts {
  const parts = embeddedParts({
    name: 'p',
    workers,
    ephemeral: true,
    memory,
    command: [process.execPath, '-e', program],
    kubeconfig: {
      current: () => undefined,
      serverOf: () => undefined,
      add: nothing,
      remove: nothing,
      use: nothing,
    },
    connect: nothing,
    env: {},
    clock,
  });
  writeRecord(parts.files, { format: 1, name: 'p', workers, ephemeral: true });
  return parts;
}

/** The sentence and what to do next, once time has passed for as long as it takes. */
async function trouble(program: string, workers = 0): Promise<{ text: string; seconds: number }> {
  using temp = tempFolder();
  const clock = new FakeClock();
  const parts = partsOf(temp.path, clock, program, workers);
  let text = '';
  startServing(parts, new AbortController().signal).catch((error: unknown) => {
    text = error instanceof UserError ? `${error.message}\n${error.next ?? ''}` : String(error);
  });
  await eventually(async () => {
    await clock.advance(program === FOREVER ? 1000 : 10);
    return text !== '';
  }, 'it is told');
  return { text, seconds: clock.monotonic() / 1000 };
}

const FOREVER = 'setInterval(() => {}, 1000)';

void describe('the process of an embedded cluster that does not come up', () => {
  it('is told in its own words', async () => {
    const { text } = await trouble('console.error("error: no luck\\nnext: try tomorrow"); process.exit(3)');
    assert.equal(text, 'the embedded cluster p could not be started: no luck\ntry tomorrow');
  });

  it('is told with its first words where it has no sentence', async () => {
    const { text } = await trouble('console.error("boom\\n\\n  at x\\n  at y\\n  at z"); process.exit(1)');
    assert.match(
      text,
      /^the embedded cluster p could not be started: its process ended at once \(exit code 1\): boom \| at x \| at y\n/,
    );
  });

  it('is told where it said nothing', async () => {
    const { text } = await trouble('process.kill(process.pid, "SIGKILL")');
    assert.match(text, /its process ended at once \(exit code 137\) and said nothing\n/);
  });

  it('is given a minute, and longer where it has many nodes to make; then it is ended', async () => {
    const few = await trouble(FOREVER);
    assert.match(few.text, /its process did not answer within 60 s and said nothing/);
    assert.ok(few.seconds >= 60 && few.seconds < 65, String(few.seconds));
    assert.match((await trouble(FOREVER, 5000)).text, /did not answer within 160 s/);
    await eventually(() => runningWith(FOREVER).length === 0, 'it is ended');
  });
});

/** The processes that run this program; only Linux tells. */
function runningWith(program: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandOf(name).includes(program));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8');
  } catch {
    // it ended meanwhile
    return '';
  }
}
