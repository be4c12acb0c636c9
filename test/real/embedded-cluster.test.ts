import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';

import { processStartTime } from '../../src/exec/process-start-time.ts';
import { eventually } from '../helpers/eventually.ts';
import { type Program, runProgram, startProgram } from '../helpers/program.ts';
import { findProgram, missing } from '../helpers/require-tools.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const NAME = 'e2e';
const WORKERS = ['', '2', '3'].map((suffix) => `${NAME}-worker${suffix}`);
const OURS = '--overrides={"spec":{"schedulerName":"workshop-scheduler"}}';
const MINE = `clusters:
- {name: mine, cluster: {server: https://mine.example.com}}
contexts:
- {name: mine, context: {cluster: mine, user: mine}}
current-context: mine # of before
`;
const HOLD_S = 3;

// One story of one person at a terminal: each test goes on where the one before it ended.
void suite('the embedded cluster under the real kubectl', { skip: missing('kubectl') }, () => {
  const temp = tempFolder();
  const mine = join(temp.path, 'mine');
  const state = join(temp.path, 'state', 'minisched');
  const env = {
    HOME: temp.path,
    KUBECONFIG: [mine, join(temp.path, 'missing')].join(':'),
    XDG_STATE_HOME: join(temp.path, 'state'),
    KUBECTL_PATH: findProgram('kubectl') ?? 'kubectl',
    NO_COLOR: '1',
    LANG: 'C.UTF-8',
  };
  let serve: Program | undefined;

  const minisched = (line: string) => runProgram(line.split(' '), env);
  const cluster = (verb: string, flags = '') => minisched(`cluster ${verb} ${NAME} ${flags}`.trim());
  const workshop = (line: string) =>
    minisched(`workshop ${line} --name ${NAME} --provider embedded --hold ${String(HOLD_S)}s`);
  const kubectl = (...args: string[]): string => {
    const { stdout, stderr, status } = spawnSync(env.KUBECTL_PATH, args, {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  };
  const jsonpath = (what: string, path: string) =>
    kubectl('get', ...what.split(' '), '-o', `jsonpath={${path}}`);
  const serverNow = () =>
    kubectl('config', 'view', '--minify', '-o', 'jsonpath={.clusters[0].cluster.server}');
  const pid = async (): Promise<number> => {
    const [report]: { readonly pid: number }[] = JSON.parse((await cluster('status', '-o json')).output);
    return report?.pid ?? 0;
  };

  before(() => {
    writeFileSync(mine, MINE);
  });
  after(async () => {
    await serve?.end('SIGKILL');
    for (const name of [NAME, 'other']) await minisched(`cluster delete ${name} --provider embedded`);
    temp[Symbol.dispose]();
  });

  test('create: four nodes are Ready, its context is current, the kubeconfig keeps what it had', async () => {
    const { code, output } = await cluster('create', '--provider embedded');
    assert.equal(code, 0, output);
    assert.equal(kubectl('config', 'current-context'), `embedded-${NAME}`);
    assert.match(readFileSync(mine, 'utf8'), /https:\/\/mine\.example\.com/);
    const nodes = kubectl('get', 'nodes', '--no-headers')
      .split('\n')
      .map((line) => line.split(/\s+/).slice(0, 3));
    assert.deepEqual(nodes, [
      [`${NAME}-control-plane`, 'Ready', 'control-plane'],
      ...WORKERS.map((name) => [name, 'Ready', '<none>']),
    ]);
    assert.match(kubectl('get', 'nodes', '-o', 'wide'), /embedded \(simulated node\)/);
    assert.match((await cluster('create')).output, /is up already: it is used as it is/);
  });

  test('another one beside it, with a node that is silenced', async () => {
    const { code, output } = await minisched(
      'cluster create other --provider embedded --workers 1 --ephemeral',
    );
    assert.equal(code, 0, output);
    assert.equal((await minisched('cluster node stop other-worker --name other')).code, 0);
    const status = await minisched('cluster status other');
    assert.equal(status.code, 1);
    assert.match(status.output, /1 of 2 nodes is stopped: other-worker/);
    kubectl('config', 'use-context', `embedded-${NAME}`);
  });

  test('pods run: those of the default scheduler, and those of ours once it serves', async () => {
    kubectl('run', 'usual', '--image=none');
    kubectl('run', 'ours', '--image=none', OURS);
    kubectl('wait', 'pod', 'usual', '--for=condition=Ready', '--timeout=10s');
    assert.equal(jsonpath('pod ours', '.spec.nodeName'), '');
    serve = startProgram(['serve'], env);
    await serve.says(`bound default/ours -> ${NAME}-worker`);
    assert.match(
      serve.output(),
      /^embedded cluster \(simulated nodes\): context embedded-e2e, server https:.*\nworkshop-scheduler running\n/,
    );
    kubectl('wait', 'pod', 'ours', '--for=condition=Ready', '--timeout=10s');
    assert.match(
      kubectl('describe', 'pod', 'ours'),
      /Scheduled .* workshop-scheduler +Successfully assigned default\/ours to /,
    );
    assert.equal(await serve.end('SIGINT'), 0);
    kubectl('delete', 'pod', 'usual', 'ours', '--now');
  });

  test('steps 1 to 6 come true, and the evidence says which kind of cluster it was', async (t) => {
    const { code, output } = await workshop('run');
    assert.equal(code, 0, output);
    const took = [...output.matchAll(/Step [1-6] is done \(([\d.]+) s\)/g)].map(([, seconds]) =>
      Number(seconds),
    );
    assert.equal(took.length, 6, output);
    const seconds = took.reduce((sum, each) => sum + each, -HOLD_S);
    t.diagnostic(`steps 1 to 6 took ${seconds.toFixed(1)} s apart from the hold`);
    assert.ok(seconds < 120, 'even on a machine that has much else to do');
    assert.doesNotMatch(output, /docker|\bkind create/);
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6].map((number) => jsonpath(`pod pod${String(number)}`, '.spec.nodeName')),
      [...WORKERS, ...WORKERS],
    );
    const out = join(temp.path, 'evidence');
    const verified = await minisched(
      `verify --name ${NAME} --out ${out} --repo https://example.com/r --note x`,
    );
    assert.equal(verified.code, 0, verified.output);
    const [bundle = ''] = readdirSync(out).map((name) => join(out, name));
    const [, , below] = readFileSync(join(bundle, 'SUBMISSION.md'), 'utf8').split('\n');
    assert.match(below ?? '', /^> \*\*embedded cluster \(simulated nodes\)\*\*/);
    const sound = await minisched(`verify --bundle ${bundle}`);
    assert.equal(sound.code, 0, sound.output);
  });

  test('killed with -9 in step 5: it is told, the same line goes on, and nothing is lost', async () => {
    const uid = jsonpath('pod pod1', '.metadata.uid');
    const server = serverNow();
    const play = startProgram(`workshop step 5 --name ${NAME} --hold 2s`.split(' '), env);
    await play.says('Now we wait');
    process.kill(await pid(), 'SIGKILL');
    assert.equal(await play.end(), 1);
    assert.match(play.output(), /not yet: cannot\s+reach the API server/);
    assert.doesNotMatch(play.output(), /\n +at /);
    const crashed = await cluster('status');
    assert.equal(crashed.code, 1);
    assert.match(
      crashed.output,
      /has crashed: .*[^]*Next: kubectl minisched cluster create e2e --provider embedded/,
    );
    const again = await workshop('run');
    assert.equal(again.code, 0, again.output);
    assert.match(again.output, /its process has crashed: starting it again/);
    assert.equal(jsonpath('pod pod1', '.metadata.uid'), uid);
    assert.equal(serverNow(), server, 'on the same port');
    const verified = await minisched(`verify --name ${NAME} --out ${join(temp.path, 'again')}`);
    assert.equal(verified.code, 0, verified.output);
  });

  test('the silenced node became NotReady, and speaks again', async () => {
    const ready = () =>
      kubectl('--context', 'embedded-other', 'get', 'node', 'other-worker', '--no-headers').split(/\s+/)[1];
    await eventually(() => ready() === 'NotReady', 'other-worker is NotReady', 70_000);
    assert.equal((await minisched('cluster node start other-worker --name other')).code, 0);
    await eventually(() => ready() === 'Ready', 'other-worker is Ready again', 10_000);
    assert.equal((await minisched('cluster delete other')).code, 0);
  });

  test('delete: context, process and files are gone, and what was current before is current again', async () => {
    const server = await pid();
    const { code, output } = await cluster('delete');
    assert.equal(code, 0, output);
    assert.match(output, /the scheduler workshop-scheduler \(process \d+\), which worked on it, was stopped/);
    assert.equal(kubectl('config', 'current-context'), 'mine');
    assert.equal(kubectl('config', 'get-contexts', '-o', 'name'), 'mine');
    assert.doesNotMatch(readFileSync(mine, 'utf8'), /embedded/);
    assert.equal(existsSync(join(state, `embedded-${NAME}`, 'cluster')), false);
    assert.equal(processStartTime(server), undefined);
    assert.match((await cluster('status')).output, /^There is no cluster "e2e"/);
  });
});
