import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { parse } from 'yaml';
import type { CliContext } from '../../src/app/context.ts';
import { parseDuration } from '../../src/cli/common-options.ts';
import { runCli } from '../../src/cli/run.ts';
import { VERSION } from '../../src/lib/version.ts';
import { writeBundle } from '../../src/verify/write.ts';
import { bundleParts } from '../helpers/bundle.ts';
import { testCli } from '../helpers/cli-context.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a command line in this process, with nothing of the machine's own. */
async function cli(...args: string[]) {
  let out = '';
  let err = '';
  let code = 0;
  const home = await mkdtemp(join(tmpdir(), 'minisched-home-'));
  const context: CliContext = {
    stdin: Readable.from([]),
    stdout: { write: (text) => void (out += text) },
    stderr: { write: (text) => void (err += text) },
    env: { PATH: home },
    cwd: home,
    home,
    root: ROOT,
    signal: new AbortController().signal,
    self: [process.execPath, join(ROOT, 'src/launcher.ts')],
    setExitCode: (value) => void (code = value),
  };
  await runCli(context, args);
  await rm(home, { recursive: true });
  return { out, err, code };
}

test('help is printed as kubectl minisched, for the program and every command', async () => {
  for (const args of [
    ['--help'],
    ['serve', '--help'],
    ['workshop', '--help'],
    ['workshop', 'step', '--help'],
    ['verify', '--help'],
    ['init', '--help'],
    ['cluster', '--help'],
    ['cluster', 'node', 'stop', '--help'],
    [],
  ]) {
    const { out, code } = await cli(...args);
    assert.match(out, /^Usage: kubectl minisched/);
    assert.equal(code, 0);
  }
});

test('workshop alone is the overview where no terminal is, whatever its options are; the guided mode is no word of its own', async () => {
  const { out, err, code } = await cli('workshop');
  assert.equal(code, 0);
  assert.match(out + err, /^Usage: kubectl minisched workshop/);
  assert.match(out + err, /Alone on a terminal it is a full screen/);
  assert.doesNotMatch(out + err, /^ +guided/m);
  assert.deepEqual(await cli('workshop', '--provider', 'embedded', '--hold', '2s', '--no-tui'), {
    out,
    err,
    code,
  });
});

test('every command about clusters shows how it is typed; the program tells its exit codes', async () => {
  for (const verb of ['create', 'delete', 'status', 'node stop', 'node start']) {
    const { out } = await cli('cluster', ...verb.split(' '), '--help');
    assert.match(out, new RegExp(`\\nExamples:\\n.*kubectl minisched cluster ${verb}`));
    assert.ok(out.includes('--kubeconfig') && out.includes('--request-timeout'), out);
  }
  assert.match((await cli('--help')).out, /Exit codes: 0 done, 1 .*, 2 .*, 3 .*, 130 interrupted\./);
});

test('every command that talks to a cluster takes the flags of kubectl', async () => {
  for (const command of [['serve'], ['workshop', 'run'], ['workshop', 'step'], ['verify']]) {
    const { out } = await cli(...command, '--help');
    for (const flag of [
      '--kubeconfig',
      '--context',
      '-n, --namespace',
      '--request-timeout',
      '-v, --v',
      '--no-color',
    ]) {
      assert.ok(out.includes(flag), `${command.join(' ')} has ${flag}`);
    }
  }
});

test('where neither Docker nor kind is to be had, auto is the embedded cluster', async () => {
  const { out } = await cli('workshop', 'status', '-o', 'json');
  assert.partialDeepStrictEqual(JSON.parse(out), {
    context: 'embedded-sched-workshop',
    cluster: { kind: 'embedded', state: 'absent' },
  });
});

test('the workshop makes no cluster where there is no kubectl to play it with', async () => {
  const { err, code } = await cli('workshop', 'step', '1');
  assert.match(
    err,
    /^provider auto: the embedded cluster \(simulated nodes\), because docker was not found on PATH\n/,
  );
  assert.match(err, /error: kubectl was not found on PATH\nnext: install kubectl/);
  assert.equal(code, 3);
});

test('--version prints the version of the package', async () => {
  assert.equal((await cli('--version')).out, `${VERSION}\n`);
});

test('-o is json, yaml or wide wherever something is printed', async () => {
  const commands = [
    ['workshop', 'list'],
    ['workshop', 'status'],
    ['workshop', 'check'],
    ['verify'],
    ['serve'],
    ['cluster', 'status'],
  ];
  for (const command of commands) {
    const { out } = await cli(...command, '--help');
    const words = out.replaceAll(/\s+/g, ' ');
    assert.match(words, /-o, --output <format> print .* as JSON or YAML; wide: .*"json", "yaml", "wide"/);
  }
});

test('workshop list -o json and -o yaml print the same steps, and nothing else; wide has more columns', async () => {
  const json: unknown = JSON.parse((await cli('workshop', 'list', '-o', 'json')).out);
  assert.deepEqual(parse((await cli('workshop', 'list', '--output', 'yaml')).out), json);
  assert.match((await cli('workshop', 'list', '-o', 'wide')).out, /NEEDS +CHECKS +FOLDER\n/);
});

test('the steps are listed in the language of --lang, else of MINISCHED_LANG, else in English', async () => {
  using temp = tempFolder();
  const german = testCli(temp.path, { MINISCHED_LANG: 'de', LANG: 'C.UTF-8' });
  assert.match((await german.run('workshop', 'list')).out, /Wünsche und Absagen/);
  assert.match((await german.run('workshop', 'list', '--lang', 'en')).out, /Wishes and refusals/);
  const english = testCli(temp.path, { LANG: 'de_DE.UTF-8' });
  assert.match((await english.run('workshop', 'list')).out, /Wishes and refusals/);
  assert.match((await english.run('workshop', 'list', '--lang', 'de')).out, /Wünsche und Absagen/);
  assert.match((await cli('workshop', 'list', '--lang', 'de')).out, /Wuensche und Absagen/, 'no UTF-8 here');
});

test('verify --bundle prints its findings in each form', async () => {
  using temp = tempFolder();
  const bundle = writeBundle(temp.path, bundleParts());
  const json: unknown = JSON.parse((await cli('verify', '--bundle', bundle, '-o', 'json')).out);
  assert.deepEqual(parse((await cli('verify', '--bundle', bundle, '-o', 'yaml')).out), json);
  assert.doesNotMatch((await cli('verify', '--bundle', bundle)).out, /expected:/);
  assert.match((await cli('verify', '--bundle', bundle, '-o', 'wide')).out, /expected: .*\n.*seen:/);
});

test('verify --bundle of several is a table; what is only for bundles is refused without any', async () => {
  using temp = tempFolder();
  const bundle = writeBundle(temp.path, bundleParts());
  const { out, code } = await cli('verify', '--bundle', bundle, bundle, '--expect', 'embedded');
  assert.match(out, /^BUNDLE .* VERDICT\n[\s\S]*1 bundle: 1 doubtful/);
  assert.equal(code, 1);
  assert.match((await cli('verify', '--bundle', bundle, '-o', 'csv')).out, /^bundle,verdict,/);
  const document: unknown = JSON.parse((await cli('verify', '--bundle', temp.path, '-o', 'json')).out);
  assert.deepEqual(parse((await cli('verify', '--bundle', temp.path, '-o', 'yaml')).out), document);
  for (const flags of [
    ['-o', 'csv'],
    ['--expect', 'kind'],
    ['--bundle', temp.file('nowhere')],
  ])
    assert.equal((await cli('verify', ...flags)).code, 2);
});

test('workshop status answers where no cluster can be looked for, in each form', async () => {
  const { out, code } = await cli('workshop', 'status', '-o', 'yaml', '--name', 'mine', '--provider', 'kind');
  assert.equal(code, 0);
  const problem = 'docker was not found on PATH';
  assert.partialDeepStrictEqual(parse(out), {
    cluster: { name: 'mine', kind: 'kind', state: 'unknown', problem },
  });
  const text = (await cli('workshop', 'status', '--name', 'mine', '--provider', 'kind')).out;
  assert.match(text, /^Next: kubectl minisched workshop run --name mine --provider kind$/m);
});

const mistakes: readonly (readonly [string[], RegExp])[] = [
  [['serv'], /unknown command 'serv'.*\n.*Did you mean serve/],
  [['serve', '--polcy', 'x'], /unknown option '--polcy'/],
  [['serve', '--policy', 'best'], /Allowed choices are least-pods, most-pods, random/],
  [['serve', '--request-timeout', 'soon'], /"soon" is not a duration/],
  [['serve', '-v', '11'], /"11" is not a whole number from 0 to 10/],
  [['workshop', 'step', 'nine'], /nine/],
  [['init', 'mine'], /error: in which language\?\nnext: add one of --lang ts, --lang go, --lang python/],
  [['workshop', 'list', '--lang', 'xx'], /error: there is no language "xx"\nnext: there are: en/],
  [['workshop', 'status', '--lang', 'xx'], /error: there is no language "xx"\nnext: there are: en/],
  [['workshop', 'quiz', '2'], /questions are asked on a terminal, and here is none/],
  [
    ['workshop', 'rum'],
    /unknown command 'rum'\nnext: there are: list, run, step, quiz, check, .*status, reset, .*help/,
  ],
  [['workshop', '--hold', 'long'], /"long" is not a duration/],
  [['workshop', '--verify'], /unknown option '--verify'/],
  [['workshop', 'list', '-o', 'xml'], /Allowed choices are json, yaml, wide/],
];

for (const [args, words] of mistakes) {
  test(`${args.join(' ')}: one sentence and exit code 2`, async () => {
    const { err, code } = await cli(...args);
    assert.match(err, words);
    assert.equal(code, 2);
  });
}

test('without any kubeconfig the sentence says what to do, and the exit code is 3', async () => {
  const { err, code } = await cli('serve');
  assert.match(err, /^error: [^\n]+\nnext: [^\n]+\n$/);
  assert.equal(code, 3);
});

test('durations are spelled as in kubectl', () => {
  assert.deepEqual(['0', '5', '500ms', '1m30s', '1.5s'].map(parseDuration), [0, 5_000, 500, 90_000, 1_500]);
});

test('--help loads no Kubernetes client, no YAML, no schema library and no process library', () => {
  // every module that Node loads passes this hook
  const hook =
    'import{registerHooks}from"node:module";registerHooks({load(u,c,n){if(u.includes("node_modules"))process.stderr.write(u+"\\n");return n(u,c)}})';
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, join(ROOT, 'src/launcher.ts'), '--help'],
    { encoding: 'utf8' },
  );
  const packages = new Set(
    Array.from(stderr.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g), ([, name]) => name),
  );
  assert.deepEqual([...packages], ['commander']);
});
