/**
 * `npm test`: types, lint, format and import rules, then the unit tests, then the tests on the real API server and on
 * kind, which say loudly when they are skipped. Arguments name phases (`npm test -- unit real kind check`).
 * Ends with the line `N passed, N failed`.
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
      2,
      MINUTE,
    ),
  // they wait more than they work, each on servers of its own
  real: () => runTests(testFiles('real'), 2, 10 * MINUTE),
  kind: () => runTests(testFiles('kind'), 1, 15 * MINUTE),
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

async function runTests(files: readonly string[], concurrency: number, timeout: number): Promise<void> {
  if (files.length === 0) return;
  const stream = run({ files: [...files], concurrency, timeout });
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
