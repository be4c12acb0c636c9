import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { testCli } from '../../helpers/cli-context.ts';
import { type FakeTools, fakeTools } from '../../helpers/fake-tools.ts';

const IMAGE = 'kindest/node:v1.37.0';
const PAUSE = 'registry.k8s.io/pause:3.10';

void describe('cluster create --preload', () => {
  let tools: FakeTools;

  beforeEach(() => {
    tools = fakeTools();
  });
  afterEach(() => {
    tools.remove();
  });

  const create = (...args: string[]) =>
    testCli(tools.folder, { ...tools.env, MINISCHED_NODE_IMAGE: IMAGE }).run(
      'cluster',
      'create',
      'p',
      '--preload',
      ...args,
    );
  const workersHave = (...images: string[]) => {
    const nodes = [
      { metadata: { name: 'p-control-plane', labels: { 'node-role.kubernetes.io/control-plane': '' } } },
      { metadata: { name: 'p-worker' }, status: { images: [{ names: images }] } },
    ];
    return { 'kubectl get nodes -o json': { exitCode: 0, stdout: JSON.stringify({ items: nodes }) } };
  };
  const ran = (start: string) => tools.state().log.filter((line) => line.startsWith(start));

  it('says what is there already, and fetches nothing', async () => {
    tools.change({ say: workersHave(PAUSE) });
    const { out, code } = await create('--provider', 'kind');
    assert.match(out, /^The node image kindest\/node:v1\.37\.0 was on this machine already\.$/m);
    assert.match(out, /pods, registry\.k8s\.io\/pause:3\.10, was in every worker already\.\n$/);
    assert.equal(code, 0);
    assert.deepEqual([...ran('docker pull'), ...ran('kind load')], []);
  });

  it('fetches what is missing: the node image before the cluster is made, the pause image into its nodes', async () => {
    tools.change({ say: { ...workersHave(), 'docker image inspect': { exitCode: 1 } } });
    const { out, code } = await create('--provider', 'kind');
    assert.equal(code, 0, out);
    const steps = tools.state().log.filter((line) => /^(docker pull|kind create|kind load)/.test(line));
    assert.deepEqual(
      steps.map((line) => line.split(' ').slice(0, 3).join(' ')),
      [`docker pull ${IMAGE}`, 'kind create cluster', `docker pull ${PAUSE}`, 'kind load docker-image'],
    );
    assert.match(steps.at(-1) ?? '', /--name p$/);
    assert.match(out, /is in every node now\.\n$/);
  });

  it('without a network it is one sentence, and no cluster is begun', async () => {
    tools.change({
      say: {
        'docker image inspect': { exitCode: 1 },
        'docker pull': { exitCode: 1, stderr: 'Error: no such host\n' },
      },
    });
    const { err, code } = await create('--provider', 'kind');
    assert.match(
      err,
      /error: the image kindest\/node:v1\.37\.0 is not on this machine and could not be pulled: Error: no such host\nnext: /,
    );
    assert.equal(code, 3);
    assert.deepEqual(ran('kind create'), []);
  });
});
