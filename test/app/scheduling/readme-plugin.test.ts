import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { NODES, PODS } from '../../../src/api/resources.ts';
import { runCli } from '../../../src/cli/run.ts';
import { createLocalApi } from '../../../src/embedded/local-api.ts';
import { pod } from '../../helpers/builders.ts';
import { testCli } from '../../helpers/cli-context.ts';
import { startEmbedded } from '../../helpers/embedded-cluster.ts';
import { eventually } from '../../helpers/eventually.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The one TypeScript block of README's section on plugins. */
function readmePlugin(): string {
  const section = readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n### A plugin of your own\n')[1];
  const [, code] = /\n```ts\n(.*?)```/s.exec(section?.split('\n### ')[0] ?? '') ?? [];
  assert.ok(code, 'README shows a plugin');
  return code;
}

test('the plugin that README shows is ten lines long', () => {
  assert.ok(
    readmePlugin()
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('//')).length <= 10,
  );
});

test('the plugin that README shows is what its types ask for', () => {
  using temp = tempFolder();
  writeFileSync(join(temp.path, 'my-score.ts'), readmePlugin());
  writeFileSync(join(temp.path, 'package.json'), '{"type": "module"}');
  const contract = join(ROOT, 'src/scheduler/config/contract.ts');
  writeFileSync(
    join(temp.path, 'tsconfig.json'),
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        paths: { 'kubectl-minisched/plugin': [contract] },
        typeRoots: [join(ROOT, 'node_modules/@types')],
      },
      include: [],
      files: ['my-score.ts'],
    }),
  );
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const check = () =>
    execFileSync(process.execPath, [tsc, '-p', temp.path], { encoding: 'utf8', stdio: 'pipe' });
  assert.equal(check(), '');
  writeFileSync(join(temp.path, 'my-score.ts'), readmePlugin().replace('? 100 : 0', "? 'much' : 'little'"));
  assert.throws(check, 'a plugin of another type is refused');
});

test('the plugin that README shows decides where a pod goes', async (t) => {
  const cluster = await startEmbedded({ workers: 3 });
  t.after(() => cluster.close());
  using temp = tempFolder();
  writeFileSync(join(temp.path, 'my-score.ts'), readmePlugin());
  const api = createLocalApi(cluster.verbs, {
    user: { name: 'admin', groups: ['system:masters'] },
    manager: 'test',
  });
  const workers = (await api.list(NODES)).items.map(({ metadata }) => metadata.name).toSorted();
  // the last one: nothing else speaks for it
  const fast = workers.at(-1) ?? '';
  await api.patch(NODES, { name: fast }, { metadata: { labels: { disk: 'nvme' } } });
  const ending = new AbortController();
  let out = '';
  const context = {
    ...testCli(temp.path).context,
    signal: ending.signal,
    stdout: { write: (text: string) => void (out += text) },
  };
  const running = runCli(context, [
    'serve',
    '--kubeconfig',
    cluster.kubeconfigPath,
    '--plugin',
    './my-score.ts=5',
  ]);
  await eventually(() => out.includes('running'), 'it runs');
  for (const name of ['one', 'two']) {
    const { spec, metadata } = pod(name).scheduler('workshop-scheduler').label('disk', 'nvme').build();
    await api.create(PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, uid: '' }, spec });
  }
  await eventually(() => out.match(/^bound /gm)?.length === 2, 'both are bound');
  ending.abort();
  await running;
  assert.match(out, new RegExp(`bound default/one -> ${fast} `));
  assert.match(out, new RegExp(`bound default/two -> ${fast} `));
});
