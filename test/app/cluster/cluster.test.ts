import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';

import { processStartTime } from '../../../src/exec/process-start-time.ts';
import { testCli, type TestCli } from '../../helpers/cli-context.ts';
import { eventually } from '../../helpers/eventually.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

interface Report {
  readonly state: string;
  readonly problem?: string;
  readonly nodes: number;
  readonly server: string;
  readonly pid: number;
}

void describe('cluster create, status, delete with the embedded provider', () => {
  const temp = tempFolder();
  const state = join(temp.path, 'state');
  const kubeconfig = join(temp.path, 'kubeconfig');
  const files = join(state, 'minisched', 'embedded-t', 'cluster');
  let cli: TestCli;

  const create = (...flags: string[]) =>
    cli.run('cluster', 'create', 't', '--provider', 'embedded', ...flags);
  const remove = () => cli.run('cluster', 'delete', 't', '--provider', 'embedded');
  const report = async (): Promise<Report> => {
    const { out } = await cli.run('cluster', 'status', 't', '-o', 'json');
    const [only]: Report[] = JSON.parse(out);
    assert.ok(only, out);
    return only;
  };

  before(() => {
    cli = testCli(temp.path, { XDG_STATE_HOME: state, KUBECONFIG: kubeconfig });
  });
  afterEach(remove);
  after(() => {
    temp[Symbol.dispose]();
  });

  /** Ends the process that serves the cluster, and waits until it is gone. */
  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    const { pid } = await report();
    process.kill(pid, signal);
    await eventually(() => processStartTime(pid) === undefined, 'the process is gone');
  };

  it('a second create uses what is there, and says so; another size is refused', async () => {
    const first = await create('--workers', '1');
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /"t" was made in [\d.]+ s: 1 control plane and 1 worker, simulated\.\n/);
    const { pid } = await report();
    const second = await create();
    assert.match(second.out, /is up already: it is used as it is/);
    const refused = await create('--workers', '2');
    assert.equal(refused.code, 3);
    assert.match(refused.err, /the cluster t is there already, and has 1 workers\nnext: delete it first/);
    assert.match((await create('--ephemeral')).err, /is not ephemeral/);
    const now = await report();
    assert.deepEqual([now.pid, now.nodes], [pid, 2]);

    const readable = readdirSync(files).filter((name) => (statSync(join(files, name)).mode & 0o077) !== 0);
    assert.deepEqual(readable, [], 'nobody else may read it');
    assert.equal(statSync(files).mode & 0o077, 0);
    assert.equal(statSync(kubeconfig).mode & 0o077, 0);
  });

  it('killed, it starts again on the same port with the same credentials, or moves when the port is taken', async () => {
    await create('--workers', '1');
    const { server } = await report();
    const credentials = readFileSync(kubeconfig, 'utf8');
    await kill();
    assert.equal((await report()).problem, 'its process does not run');
    const down = await cli.run('cluster', 'node', 'stop', 't-worker', '--name', 't');
    assert.match(
      down.err,
      /^error: the embedded cluster t is not up\nnext: kubectl minisched cluster create t/,
    );
    assert.match((await create()).out, /it was started again in [\d.]+ s, with all its data/);
    const again = await report();
    assert.deepEqual([again.state, again.server, again.nodes], ['healthy', server, 2]);
    assert.equal(readFileSync(kubeconfig, 'utf8'), credentials);

    await kill('SIGTERM');
    const other = await listenOn(Number(new URL(server).port));
    const { out } = await create();
    other.close();
    assert.match(out, /Another program has its port \d+ by now, so it moved/);
    const moved = await report();
    assert.equal(moved.state, 'healthy');
    assert.notEqual(moved.server, server);
  });

  it('made by two at once, it is one; a process whose folder was removed ends by itself', async () => {
    const other = testCli(temp.path, cli.context.env);
    const both = await Promise.all([
      create('--workers', '0'),
      other.run('cluster', 'create', 't', '--provider', 'embedded', '--workers', '0'),
    ]);
    assert.deepEqual(new Set(both.map(({ code }) => code)), new Set([0, 3]));
    assert.match(both.map(({ err }) => err).join(''), /another change of the cluster t is running already/);
    const { state: health, server } = await report();
    assert.equal(health, 'healthy');
    rmSync(state, { recursive: true });
    await eventually(() => isFree(Number(new URL(server).port)), 'its port is free');
  });

  it('damaged files are one sentence each, what is half-made begins anew, and delete always works', async () => {
    await create('--workers', '0');
    await kill();
    for (const name of readdirSync(files)) if (name.includes('sqlite')) rmSync(join(files, name));
    writeFileSync(
      join(files, 'cluster.sqlite'),
      'no database, but long enough to be looked at as if it were one',
    );
    const data = await create();
    assert.equal(data.code, 3);
    assert.match(data.err, /could not be started: SQLite cannot open .*cluster\.sqlite: .+\nnext: .+\n$/);

    writeFileSync(join(files, 'secrets.json'), '{"ca":{}}');
    const secrets = await create();
    assert.match(
      secrets.err,
      /^error: the embedded cluster t could not be started: the file .*secrets\.json .* is damaged\nnext: .+\n$/,
    );

    writeFileSync(join(files, 'cluster.json'), 'x');
    const { err } = await cli.run('cluster', 'status', 't');
    assert.match(err, /^error: the file .*cluster\.json .* is damaged\nnext: /);
    assert.match((await remove()).out, /is deleted/);
    assert.equal(existsSync(files), false);

    mkdirSync(files, { recursive: true });
    const half = { format: 1, name: 't', workers: 5, ephemeral: false };
    writeFileSync(join(files, 'cluster.json'), JSON.stringify(half));
    assert.equal((await report()).state, 'absent');
    assert.match((await create('--workers', '0')).out, /was made in/);
  });

  it('a kubeconfig that cannot be understood is named before anything is made', async () => {
    writeFileSync(kubeconfig, 'clusters: [');
    const { err, code } = await create();
    rmSync(kubeconfig);
    assert.equal(code, 3);
    assert.match(err, /^error: the kubeconfig .* is malformed: [^\n]+\nnext: [^\n]+\n$/);
    assert.equal(existsSync(files), false);
  });

  it('a node of what is not there is one sentence', async () => {
    const { err } = await cli.run('cluster', 'node', 'stop', 't-worker', '--name', 't');
    assert.match(
      err,
      /^error: there is no cluster t that was made here\nnext: kubectl minisched cluster create t\n$/,
    );
  });
});

void describe('cluster, where nothing is to be had', () => {
  it('says what is wrong with a flag, with exit code 2', async () => {
    using temp = tempFolder();
    const cli = testCli(temp.path);
    const mistakes: readonly (readonly [string[], RegExp])[] = [
      [['create', 'Bad_Name'], /"Bad_Name" is not a name of up to 49 characters/],
      [['create', '--workers', '10001'], /"10001" is not a whole number from 0 to 10000/],
      [['create', '--workers', '-1'], /"-1" is not a whole number/],
      [['create', '--provider', 'minikube'], /Allowed choices are auto, kind, embedded/],
      [
        ['create', '--provider', 'kind', '--workers', '5'],
        /--workers and --ephemeral are for the embedded cluster\nnext: /,
      ],
      [['create', '--provider', 'embedded', '--image', 'x'], /--image is for kind/],
    ];
    for (const [args, words] of mistakes) {
      const { err, code } = await cli.run('cluster', ...args);
      assert.match(err, words);
      assert.equal(code, 2, args.join(' '));
    }
  });

  it('status says that there is none, with exit code 1, and delete has nothing to do', async () => {
    using temp = tempFolder();
    const cli = testCli(temp.path);
    const { out, code } = await cli.run('cluster', 'status');
    assert.match(out, /^There is no cluster "sched-workshop" that was made here\./);
    assert.equal(code, 1);
    assert.equal((await cli.run('cluster', 'status', '-o', 'json')).out, '[]\n');
    assert.equal((await cli.run('cluster', 'delete')).code, 0);
    assert.deepEqual(readdirSync(temp.path), []);
  });

  it('a state folder that cannot be written is one sentence', async () => {
    using temp = tempFolder();
    writeFileSync(join(temp.path, 'file'), '');
    const cli = testCli(temp.path, { XDG_STATE_HOME: join(temp.path, 'file') });
    const { err, code } = await cli.run('cluster', 'create', '--provider', 'embedded');
    assert.equal(code, 3);
    assert.match(err, /^error: the state folder .* cannot be written \(ENOTDIR\)\nnext: [^\n]+\n$/);
  });
});

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => {
      resolve(true);
    });
  });
}
