import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { LEASES, NODES } from '../../src/api/resources.ts';
import { createLocalApi } from '../../src/embedded/local-api.ts';
import { runCli } from '../../src/cli/run.ts';
import { testCli } from '../helpers/cli-context.ts';
import { type EmbeddedServer, startEmbedded } from '../helpers/embedded-cluster.ts';
import { eventually } from '../helpers/eventually.ts';
import { freePorts } from '../helpers/real-api-server.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

void describe('serve', () => {
  let cluster: EmbeddedServer;
  before(async () => {
    cluster = await startEmbedded({ workers: 1 });
  });
  after(() => cluster.close());

  /** What it says until it runs, and when it is asked to end. */
  const said = async (...flags: string[]): Promise<string[]> => {
    using temp = tempFolder();
    const ending = new AbortController();
    let out = '';
    let exit = -1;
    const context = {
      ...testCli(temp.path).context,
      signal: ending.signal,
      stdout: { write: (text: string) => void (out += text) },
      setExitCode: (code: number) => void (exit = code),
    };
    const running = runCli(context, ['serve', '--kubeconfig', cluster.kubeconfigPath, ...flags]);
    await eventually(() => out.includes('running'), 'it runs');
    ending.abort();
    await running;
    assert.equal(exit, 0);
    return out.split('\n');
  };

  it('says before anything else that nodes are simulated, where they are, and where it works', async () => {
    const [first, second] = await said();
    assert.match(
      first ?? '',
      /^embedded cluster \(simulated nodes\): context \S+, server https:\/\/127\.0\.0\.1:\d+$/,
    );
    assert.equal(second, 'workshop-scheduler running');
    assert.equal((await said('-v', '1')).filter((line) => line.includes('context ')).length, 1);
  });

  it('writes nothing but events where programs read', async () => {
    const lines = (await said('--log-format', 'json')).filter((line) => line !== '');
    for (const line of lines) assert.doesNotThrow(() => void JSON.parse(line), line);
  });

  it('serves every profile of a configuration file, and says what of the file is not done', async () => {
    using temp = tempFolder();
    const file = join(temp.path, 'sched.yaml');
    writeFileSync(
      file,
      `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
enableProfiling: true
profiles: [{schedulerName: one}, {schedulerName: two}]
`,
    );
    const [, warning, running] = await said('--config', file);
    assert.equal(warning, `warning: ${file}: not done here, ignored: enableProfiling`);
    assert.equal(running, 'one, two running');
  });

  it('takes part in an election, tells how it is, and gives the lease back', async () => {
    using temp = tempFolder();
    const [port = 0] = await freePorts(1);
    const ending = new AbortController();
    let [out, exit] = ['', -1];
    const running = runCli(
      {
        ...testCli(temp.path).context,
        signal: ending.signal,
        stdout: { write: (text: string) => void (out += text) },
        setExitCode: (code: number) => void (exit = code),
      },
      [
        'serve',
        '--kubeconfig',
        cluster.kubeconfigPath,
        '--serve-health',
        String(port),
        '--leader-elect',
        '--leader-elect-resource-name',
        'mine',
      ],
    );
    await eventually(() => out.includes('workshop-scheduler running'), 'it runs');
    assert.match(out, /^leading: \S+ holds the lease kube-system\/mine$/m);
    const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    assert.deepEqual([await get('/livez'), await get('/readyz')], ['ok', 'ok']);
    const metrics = await get('/metrics');
    assert.match(metrics, /^leader_election_master_status\{name="mine"\} 1$/m);
    assert.match(metrics, /^scheduler_cache_size\{type="nodes"\} 2$/m);
    assert.match(
      metrics,
      /^rest_client_requests_total\{code="200",method="GET",host="127\.0\.0\.1:\d+"\} \d+$/m,
    );
    ending.abort();
    await running;
    assert.equal(exit, 0);
    await assert.rejects(get('/livez'));
    const api = createLocalApi(cluster.verbs, {
      user: { name: 'admin', groups: ['system:masters'] },
      manager: 'test',
    });
    const lease = await api.get(LEASES, { namespace: 'kube-system', name: 'mine' });
    assert.equal(lease.spec?.holderIdentity, '');
  });

  it('refuses times that do not go together, and half a certificate, without a cluster', async () => {
    using temp = tempFolder();
    const refused = async (...flags: string[]) => {
      const cli = testCli(temp.path);
      const { code, err } = await cli.run('serve', '--kubeconfig', cluster.kubeconfigPath, ...flags);
      return [code, err.split('\n')[0]];
    };
    assert.deepEqual(await refused('--leader-elect', '--leader-elect-lease-duration', '10s'), [
      2,
      'error: --leader-elect-lease-duration: must be greater than `RenewDeadline`',
    ]);
    assert.deepEqual(await refused('--serve-health', '1', '--tls-cert-file', 'x'), [
      2,
      'error: --tls-cert-file and --tls-private-key-file go together',
    ]);
    assert.match(String((await refused('--serve-health', 'here'))[1]), /"here" is not an address such as/);
  });

  it('says nothing of it on other clusters', async () => {
    const user = { name: 'admin', groups: ['system:masters'] };
    const api = createLocalApi(cluster.verbs, { user, manager: 'test' });
    for (const { metadata } of (await api.list(NODES)).items)
      await api.delete(NODES, { name: metadata.name });
    assert.equal((await said())[0], 'workshop-scheduler running');
    assert.match((await said('-v', '1'))[0] ?? '', /^context \S+, server https:/);
  });
});
