import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const SRC = new URL('../src/', import.meta.url).pathname;

/** Who may import whom: the table of ARCHITECTURE.md. `lib` and `api` may be imported by all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  '': ['cli', 'app'],
  cli: ['app', 'scheduler'],
  app: ['kube', 'scheduler', 'scheduler/plugins', 'clusters', 'exec', 'workshop', 'verify'],
  api: [],
  kube: [],
  informer: [],
  scheduler: ['informer', 'scheduler/framework'],
  'scheduler/framework': [],
  'scheduler/plugins': ['scheduler', 'scheduler/framework'],
  clusters: ['exec'],
  exec: [],
  workshop: ['exec', 'clusters', 'scheduler'],
  verify: ['exec', 'workshop', 'clusters', 'scheduler'],
  lib: [],
};

/** Each package has one home. */
const HOMES: Readonly<Record<string, string>> = {
  commander: 'cli',
  execa: 'exec',
  '@kubernetes/client-node': 'kube',
  undici: 'kube',
  yaml: 'workshop',
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const imports = files.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const text = readFileSync(join(SRC, from), 'utf8');
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm,
  );
  return Array.from(found, ([, type, named, bare, dynamic]) => ({
    from,
    to: named ?? bare ?? dynamic ?? '',
    typeOnly: type !== undefined,
  }));
}

/** The part of the table a file belongs to: its folder, or the nearest one above that the table names. */
function partOf(file: string): string {
  let folder = dirname(file);
  while (folder !== '.' && !(folder in MAY_IMPORT)) folder = dirname(folder);
  return folder === '.' ? '' : folder;
}

function target({ from, to }: Import): string {
  return normalize(join(dirname(from), to));
}

test('every import points the way of the table', () => {
  const wrong = imports.filter((one) => {
    if (!one.to.startsWith('.') || target(one).startsWith('..')) return false;
    const [from, to] = [partOf(one.from), partOf(target(one))];
    return from !== to && to !== 'lib' && to !== 'api' && !MAY_IMPORT[from]?.includes(to);
  });
  assert.deepEqual(
    wrong.map((one) => `${one.from} -> ${target(one)}`),
    [],
  );
});

test('every package is imported from its one home only', () => {
  const wrong = imports.filter(({ from, to }) => {
    const home = Object.entries(HOMES).find(([name]) => to === name || to.startsWith(`${name}/`))?.[1];
    return home !== undefined && partOf(from) !== home;
  });
  assert.deepEqual(
    wrong.map(({ from, to }) => `${from} -> ${to}`),
    [],
  );
});

test('no file imports itself by way of others', () => {
  const edges = new Map<string, string[]>();
  for (const one of imports) {
    if (one.to.startsWith('.') && !one.typeOnly)
      edges.set(one.from, [...(edges.get(one.from) ?? []), target(one)]);
  }
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), `cycle: ${[...path, file].join(' -> ')}`);
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

test('time, randomness, environment and process come in as arguments', () => {
  const allowed = new Set([
    'lib/clock.ts',
    'main.ts',
    'launcher.ts',
    'app/serve.ts',
    'app/workshop.ts',
    'app/verify.ts',
  ]);
  const wrong = files.filter(
    (file) =>
      !allowed.has(file) &&
      /\bDate\.now\(|\bMath\.random\(|(?<![.\w])setTimeout\(|\bprocess\.(?:env|exit|stdout|stderr|on)\b|\bconsole\./.test(
        // words in comments do not count
        readFileSync(join(SRC, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''),
      ),
  );
  assert.deepEqual(wrong, []);
});

test('the folder table of ARCHITECTURE.md names every folder', () => {
  const text = readFileSync(join(SRC, '..', 'ARCHITECTURE.md'), 'utf8');
  const parts = new Set(files.map(partOf));
  for (const part of parts)
    assert.ok(part === '' || text.includes(`\`src/${part}/\``), `src/${part}/ is missing`);
});
