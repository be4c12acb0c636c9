import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { NODES } from '../../src/api/resources.ts';
import { createLocalApi } from '../../src/embedded/local-api.ts';
import { runCli } from '../../src/cli/run.ts';
import { testCli } from '../helpers/cli-context.ts';
import { type EmbeddedServer, startEmbedded } from '../helpers/embedded-cluster.ts';
import { eventually } from '../helpers/eventually.ts';
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

  it('says nothing of it on other clusters', async () => {
    const user = { name: 'admin', groups: ['system:masters'] };
    const api = createLocalApi(cluster.verbs, { user, manager: 'test' });
    for (const { metadata } of (await api.list(NODES)).items)
      await api.delete(NODES, { name: metadata.name });
    assert.equal((await said())[0], 'workshop-scheduler running');
    assert.match((await said('-v', '1'))[0] ?? '', /^context \S+, server https:/);
  });
});
