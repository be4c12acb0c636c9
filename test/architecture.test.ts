import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const SRC = new URL('../src/', import.meta.url).pathname;

/** Who may import whom: the tables of ARCHITECTURE.md. `lib` and `api` may be imported by all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  '': ['cli', 'app'],
  cli: ['app', 'scheduler'],
  app: [
    'kube',
    'informer',
    'scheduler',
    'scheduler/config',
    'scheduler/framework',
    'scheduler/plugins',
    'clusters',
    'exec',
    'workshop',
    'verify',
    'simulate',
    'election',
    'metrics',
    'deploy',
    'extender',
    'doctor',
    'kit',
    'trials',
    'export',
    'view',
    'tui',
    'embedded',
    'embedded/pki',
    'project',
    'watch',
  ],
  api: [],
  kube: [],
  informer: [],
  metrics: [],
  scheduler: ['informer', 'metrics', 'scheduler/framework'],
  'scheduler/framework': ['metrics'],
  'scheduler/config': ['scheduler', 'scheduler/framework'],
  'scheduler/plugins': ['scheduler', 'scheduler/framework', 'scheduler/config'],
  clusters: ['exec'],
  exec: [],
  workshop: ['exec', 'clusters', 'scheduler'],
  project: ['workshop'],
  election: [],
  deploy: [],
  extender: ['scheduler', 'scheduler/framework'],
  doctor: ['exec', 'clusters', 'kube', 'project'],
  kit: ['exec'],
  simulate: ['scheduler', 'scheduler/framework'],
  verify: ['exec', 'workshop', 'clusters', 'scheduler'],
  trials: ['exec', 'informer', 'workshop'],
  watch: ['trials'],
  export: ['exec', 'workshop', 'clusters', 'scheduler'],
  view: ['scheduler', 'scheduler/framework', 'workshop'],
  tui: ['view', 'watch', 'trials', 'scheduler', 'workshop'],
  lib: [],
  ...embedded({
    data: [],
    api: ['data'],
    pki: ['api'],
    schema: ['data', 'api'],
    wire: ['api', 'schema'],
    patch: ['api', 'schema'],
    store: ['api'],
    kinds: ['data', 'api', 'schema', 'store'],
    apply: ['data', 'api', 'schema', 'patch'],
    auth: ['data', 'api', 'pki', 'schema', 'store', 'kinds'],
    tables: ['data', 'api', 'kinds'],
    admission: ['data', 'api', 'schema', 'store', 'kinds', 'auth'],
    verbs: ['data', 'api', 'schema', 'patch', 'store', 'kinds', 'apply', 'admission'],
    controllers: ['data', 'api', 'schema', 'store', 'kinds', 'auth'],
    kubelet: ['data', 'api', 'kinds', 'controllers'],
    bootstrap: ['data', 'api', 'pki', 'store', 'controllers', 'kubelet'],
    http: ['data', 'api', 'schema', 'wire', 'patch', 'auth', 'tables'],
  }),
};

/** The parts of the embedded cluster, lowest first, with the program that starts them all; the default scheduler is ours. */
function embedded(parts: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]> {
  const named = Object.entries(parts).map(([part, below]): [string, readonly string[]] => [
    `embedded/${part}`,
    [
      ...below.map((one) => `embedded/${one}`),
      ...(part === 'controllers' ? ['scheduler', 'scheduler/framework', 'scheduler/plugins'] : []),
    ],
  ]);
  return { ...Object.fromEntries(named), embedded: named.map(([part]) => part) };
}

/** Where each package may be imported: one home, or the few that read or write its format. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli'],
  execa: ['exec'],
  '@kubernetes/client-node': ['kube'],
  undici: ['kube'],
  '@peculiar/x509': ['embedded/pki'],
  'reflect-metadata': ['embedded/pki'],
  yaml: ['workshop', 'kube', 'embedded/schema'],
  zod: ['workshop', 'verify', 'simulate', 'doctor', 'kit', 'project', 'watch'],
  tar: ['verify', 'kit'],
  marked: ['export'],
  ink: ['tui'],
  react: ['tui'],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
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
    return home !== undefined && !home.includes(partOf(from));
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

test('the parts of the embedded cluster are listed lowest first: none imports one that comes later', () => {
  const parts = Object.keys(MAY_IMPORT).filter((part) => part.startsWith('embedded/'));
  const wrong = parts.filter((part, index) =>
    MAY_IMPORT[part]?.some((below) => below.startsWith('embedded/') && parts.indexOf(below) >= index),
  );
  assert.deepEqual(wrong, []);
});

test('the folder tables of ARCHITECTURE.md name every folder', () => {
  const text = readFileSync(join(SRC, '..', 'ARCHITECTURE.md'), 'utf8');
  const parts = new Set(files.map(partOf));
  for (const part of parts)
    assert.ok(part === '' || text.includes(`\`src/${part}/\``), `src/${part}/ is missing`);
});
