import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';

import { runCli } from '../../../src/cli/run.ts';
import { readLock } from '../../../src/exec/lock.ts';
import { processStartTime } from '../../../src/exec/process-start-time.ts';
import { testCli } from '../../helpers/cli-context.ts';
import { embeddedCli, type EmbeddedCli } from '../../helpers/embedded-cli.ts';
import { eventually } from '../../helpers/eventually.ts';
import { isFree } from '../../helpers/ports.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

void describe('an embedded cluster in trouble', () => {
  let person: EmbeddedCli;

  before(() => {
    person = embeddedCli();
  });
  afterEach(() => person.remove());
  after(() => {
    person[Symbol.dispose]();
  });

  it('a context of that name that leads elsewhere is not touched: not by create, not by delete', async () => {
    const { kubeconfig, files, create, remove } = person;
    const theirs = `clusters:
- {name: theirs, cluster: {server: https://prod.example.com:6443}}
contexts:
- {name: embedded-t, context: {cluster: theirs, user: me}}
current-context: embedded-t
`;
    writeFileSync(kubeconfig, theirs);
    const { err, code } = await create();
    assert.equal(code, 3);
    assert.match(
      err,
      /^error: the kubeconfig has a context embedded-t already .* https:\/\/prod\.example\.com:6443\nnext: /,
    );
    assert.equal(existsSync(dirname(files)), false, 'nothing was made');
    assert.match((await remove()).out, /^There is no cluster "t" that was made here/);
    assert.equal(readFileSync(kubeconfig, 'utf8'), theirs);
    rmSync(kubeconfig);
  });

  it('made by two at once, it is one; a process whose folder was removed ends by itself', async () => {
    const { cli, state, create, report } = person;
    const other = testCli(cli.context.home, cli.context.env);
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

  it('interrupted in the midst of being made, nothing of it is left; made again, it is there', async () => {
    const { cli, kubeconfig, files, create, report } = person;
    const interrupted = new AbortController();
    let said = '';
    let code = 0;
    const making = runCli(
      {
        ...cli.context,
        signal: interrupted.signal,
        stderr: { write: (text) => void (said += text) },
        setExitCode: (value) => void (code = value),
      },
      ['cluster', 'create', 't', '--provider', 'embedded'],
    );
    await eventually(() => existsSync(join(files, 'cluster.lock')), 'its process has begun');
    const { pid } = readLock(join(files, 'cluster.lock')) ?? { pid: 0 };
    interrupted.abort(new Error('Ctrl-C'));
    await making;
    assert.deepEqual([said, code], ['interrupted: the same command again goes on from here\n', 130]);
    assert.equal(existsSync(files), false);
    assert.doesNotMatch(existsSync(kubeconfig) ? readFileSync(kubeconfig, 'utf8') : '', /embedded-t/);
    assert.equal(processStartTime(pid), undefined, 'its process is gone');
    assert.match((await create('--workers', '0')).out, /was made in/);
    assert.equal((await report()).state, 'healthy');
  });

  it('a process that hangs is named, with what to do', async () => {
    const { cli, create, report } = person;
    await create('--workers', '0');
    const { pid } = await report();
    process.kill(pid, 'SIGSTOP');
    const { out } = await cli.run('cluster', 'status', 't', '--request-timeout', '500ms');
    const { err, code } = await create('--request-timeout', '500ms');
    process.kill(pid, 'SIGCONT');
    assert.match(out, /is not well: its API server does not answer\./);
    assert.equal(code, 3);
    assert.match(
      err,
      new RegExp(
        `^error: the embedded cluster t does not answer, though its process ${pid} is there\nnext: .*kill -9 ${pid}, `,
      ),
    );
  });

  it('damaged files are one sentence each, what is half-made begins anew, and delete always works', async () => {
    const { cli, files, create, remove, kill } = person;
    await create('--workers', '0');
    await kill();
    for (const name of readdirSync(files)) if (name.includes('sqlite')) rmSync(join(files, name));
    writeFileSync(
      join(files, 'cluster.sqlite'),
      'no database, but long enough to be looked at as if it were one',
    );
    const data = await create();
    assert.equal(data.code, 3);
    assert.match(
      data.err,
      /could not be started: SQLite cannot use .*cluster\.sqlite: .+\nnext: put a sound copy .* cluster delete t --provider embedded, .+\n$/,
    );

    writeFileSync(join(files, 'secrets.json'), '{"ca":{}}');
    const secrets = await create();
    assert.match(
      secrets.err,
      /^error: the embedded cluster t could not be started: the file .*secrets\.json .* is damaged\nnext: .+\n$/,
    );
    rmSync(join(files, 'secrets.json'));
    assert.match((await create()).err, /the file .*secrets\.json .* is gone\nnext: .+\n$/);

    writeFileSync(join(files, 'cluster.json'), 'x');
    const { err } = await cli.run('cluster', 'status', 't');
    assert.match(err, /^error: the file .*cluster\.json .* is damaged\nnext: /);
    rmSync(join(files, 'cluster.json'));
    mkdirSync(join(files, 'cluster.json'));
    const unreadable = await cli.run('cluster', 'status', 't');
    assert.match(
      unreadable.err,
      /^error: the file .*cluster\.json .* cannot be read \(EISDIR\)\nnext: see whose it is/,
    );
    assert.match((await remove()).out, /is deleted/);
    assert.equal(existsSync(files), false);

    mkdirSync(files, { recursive: true });
    const half = { format: 1, name: 't', workers: 5, ephemeral: false };
    writeFileSync(join(files, 'cluster.json'), JSON.stringify(half));
    assert.match(
      (await cli.run('cluster', 'status', 't')).out,
      /^There is no cluster "t" that was made here/,
    );
    assert.match((await create('--workers', '0')).out, /was made in/);
  });

  it('a kubeconfig that cannot be understood is named before anything is made', async () => {
    const { kubeconfig, files, create } = person;
    writeFileSync(kubeconfig, 'clusters: [');
    const { err, code } = await create();
    rmSync(kubeconfig);
    assert.equal(code, 3);
    assert.match(err, /^error: the kubeconfig .* is malformed: [^\n]+\nnext: [^\n]+\n$/);
    assert.equal(existsSync(files), false);
  });

  it('a node of what is not there is one sentence', async () => {
    const { cli } = person;
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
    assert.equal((await cli.run('cluster', 'status', '--provider', 'embedded', '-o', 'json')).out, '[]\n');
    for (const flags of [[], ['--provider', 'embedded']]) {
      const deleted = await cli.run('cluster', 'delete', ...flags);
      assert.match(deleted.out, /^There is no cluster "sched-workshop"/);
      assert.equal(deleted.code, 0);
    }
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
