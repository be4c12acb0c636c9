/**
 * `npm test`: types, lint, format and import rules, then the unit tests, then the tests on the real API server and on
 * kind, which say loudly when they are skipped. Arguments name phases (`npm test -- unit real kind check`).
 * Ends with the line `N passed, N failed`, also when a test file does not end: it is ended with its phase, and named.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TEST = join(ROOT, 'test');
const MINUTE = 60_000;

// every test file and every program that tests start is a process of its own: without this each strips the types anew
process.env['NODE_COMPILE_CACHE'] ??= join(ROOT, 'node_modules', '.cache', 'compiled-tests');

const phases = {
  check: () => runChecks(['check:types', 'check:lint', 'check:format']),
  unit: () =>
    runTests(
      testFiles().filter((file) => !/^(real|kind)\//.test(relative(TEST, file))),
      { concurrency: 2, timeout: MINUTE, limit: 12 * MINUTE },
    ),
  // they wait more than they work, each on servers of its own
  real: () => runTests(testFiles('real'), { concurrency: 2, timeout: 10 * MINUTE, limit: 25 * MINUTE }),
  kind: () => runTests(testFiles('kind'), { concurrency: 1, timeout: 15 * MINUTE, limit: 20 * MINUTE }),
};

const total = { passed: 0, failed: 0, skipped: 0 };
const wanted = process.argv.slice(2);
for (const [name, phase] of Object.entries(phases)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n== ${name}\n`);
  await phase();
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function runChecks(names: readonly string[]): void {
  for (const name of names) {
    const { status } = spawnSync('npm', ['run', '--silent', name], {
      cwd: ROOT,
      stdio: 'inherit',
      shell: false,
    });
    process.stdout.write(`${status === 0 ? '✔' : '✖'} ${name}\n`);
    if (status === 0) total.passed++;
    else total.failed++;
  }
}

function testFiles(folder = ''): string[] {
  const root = join(TEST, folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(root, name))
    .toSorted();
}

/** How many files run at a time, and how long a test and the whole phase may take, in milliseconds. */
interface Pace {
  readonly concurrency: number;
  readonly timeout: number;
  readonly limit: number;
}

async function runTests(files: readonly string[], { concurrency, timeout, limit }: Pace): Promise<void> {
  if (files.length === 0) return;
  // the runner fails a test that takes too long, but waits for its file for ever
  const stream = run({ files: [...files], concurrency, timeout, signal: AbortSignal.timeout(limit) });
  stream.on('test:pass', ({ skip, details }) => {
    if (details.type === 'suite') return;
    if (skip === undefined || skip === false) total.passed++;
    else total.skipped++;
  });
  stream.on('test:fail', () => {
    total.failed++;
  });
  const report = stream.compose(spec());
  for await (const text of report) process.stdout.write(String(text));
}
