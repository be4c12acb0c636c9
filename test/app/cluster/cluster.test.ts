import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';

import { embeddedCli, type EmbeddedCli } from '../../helpers/embedded-cli.ts';
import { listenOn } from '../../helpers/ports.ts';

void describe('cluster create, status, delete with the embedded provider', () => {
  let person: EmbeddedCli;

  before(() => {
    person = embeddedCli();
  });
  afterEach(() => person.remove());
  after(() => {
    person[Symbol.dispose]();
  });

  it('a second create uses what is there, and says so; another size is refused', async () => {
    const { cli, kubeconfig, files, create, report } = person;
    const first = await create('--workers', '1');
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /"t" was made in [\d.]+ s: 1 control plane and 1 worker, simulated\.\n/);
    const { pid } = await report();
    const implied = await cli.run('cluster', 'create', 't', '--workers', '1');
    assert.match(
      implied.err,
      /^provider auto: the embedded cluster \(simulated nodes\), because --workers is for it\n$/,
    );
    const second = await create();
    assert.match(second.out, /is up already: it is used as it is/);
    const refused = await create('--workers', '2');
    assert.equal(refused.code, 3);
    assert.match(refused.err, /the cluster t is there already, and has 1 workers\nnext: delete it first/);
    assert.match((await create('--ephemeral')).err, /is not ephemeral/);
    const now = await report();
    assert.deepEqual([now.pid, now.nodes], [pid, ['t-control-plane', 't-worker']]);

    const named = await cli.run('workshop', 'status', '--context', 'embedded-t', '-o', 'json');
    assert.partialDeepStrictEqual(
      JSON.parse(named.out),
      { context: 'embedded-t', cluster: { name: 't', kind: 'embedded' } },
      'the context of a cluster that was made here is no stranger',
    );

    const readable = readdirSync(files).filter((name) => (statSync(join(files, name)).mode & 0o077) !== 0);
    assert.deepEqual(readable, [], 'nobody else may read it');
    assert.equal(statSync(files).mode & 0o077, 0);
    assert.equal(statSync(kubeconfig).mode & 0o077, 0);
  });

  it('killed, it starts again on the same port with the same credentials, or moves when the port is taken', async () => {
    const { cli, kubeconfig, create, report, kill } = person;
    await create('--workers', '1');
    const { server } = await report();
    const credentials = readFileSync(kubeconfig, 'utf8');
    await kill();
    const crashed = await report();
    assert.deepEqual([crashed.process, crashed.problem], ['crashed', 'its process has crashed']);
    const down = await cli.run('cluster', 'node', 'stop', 't-worker', '--name', 't');
    assert.match(
      down.err,
      /^error: the embedded cluster t is not up\nnext: kubectl minisched cluster create t/,
    );
    assert.match((await create()).out, /it was started again in [\d.]+ s, with all its data/);
    const again = await report();
    assert.deepEqual([again.state, again.server, again.nodes.length], ['healthy', server, 2]);
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

  it('status tells whether it runs, was stopped or crashed, where everything is, and what to do', async () => {
    const { cli, files, create, report, kill } = person;
    await create('--workers', '1');
    const { server, pid, process: what, memoryBytes } = await report();
    assert.equal(what, 'running');
    assert.ok(memoryBytes > 2e7 && memoryBytes < 1e9, String(memoryBytes));
    const up = await cli.run('cluster', 'status', 't');
    assert.equal(up.code, 0);
    const lines = [
      'The embedded cluster "t" \\(simulated nodes\\) is running\\.',
      '  context  embedded-t',
      `  server   ${server}`,
      `  process  ${String(pid)}, \\d+ MiB of memory`,
      '  nodes    2',
      `  data     ${join(files, 'cluster.sqlite')}`,
      `  log      ${join(files, 'cluster.log')}`,
    ];
    assert.match(up.out, new RegExp(`^${lines.join('\n')}\n$`));
    assert.match(
      (await cli.run('cluster', 'status', 't', '-o', 'wide')).out,
      /nodes +t-control-plane, t-worker\n/,
    );

    await cli.run('cluster', 'node', 'stop', 't-worker', '--name', 't');
    const silent = await cli.run('cluster', 'status', 't');
    assert.match(silent.out, /is not well: 1 of 2 nodes is stopped: t-worker\./);
    assert.doesNotMatch(silent.out, /Next:/);

    await kill('SIGTERM');
    const stopped = await cli.run('cluster', 'status', 't');
    assert.match(
      stopped.out,
      /^The embedded cluster "t" \(simulated nodes\) is stopped: its process does not run\.$/m,
    );
    assert.match(
      stopped.out,
      /^Next: kubectl minisched cluster create t --provider embedded {3}\(starts it again, with all its data\)$/m,
    );
    assert.equal(stopped.code, 1);
    await create();
    await kill();
    assert.match(
      (await cli.run('cluster', 'status', 't')).out,
      /^The embedded cluster "t" \(simulated nodes\) has crashed: /,
    );
    assert.doesNotMatch((await cli.run('cluster', 'status', 't')).out, /^ {2}said/m);
    appendFileSync(
      join(files, 'cluster.log'),
      'file.js:1\n\nRangeError: too much\n    at x (y)\n\nNode.js v24\n',
    );
    assert.match((await cli.run('cluster', 'status', 't')).out, /^ {2}said {5}RangeError: too much$/m);
    const log = readFileSync(join(files, 'cluster.log'), 'utf8');
    assert.match(log, /Z process \d+ serves https:/);
    assert.match(log, /Z process \d+ ends, as it was asked to$/m);
  });

  it('an ephemeral cluster begins empty after a crash, and says so', async () => {
    const { cli, files, create, kill } = person;
    await create('--workers', '0', '--ephemeral');
    const { out } = await cli.run('cluster', 'status', 't');
    assert.match(out, /^ {2}data {5}in memory only$/m);
    await kill();
    assert.match(
      (await cli.run('cluster', 'status', 't')).out,
      /\(starts it again, empty: it was kept in memory only\)/,
    );
    assert.match((await create()).out, /it was started again in [\d.]+ s, empty, for it is ephemeral/);
    assert.equal(existsSync(join(files, 'cluster.sqlite')), false);
  });
});
