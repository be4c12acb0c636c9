import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { bindKubectl, type KubectlBinding } from '../../src/exec/kubectl.ts';
import { findContainerTool, findKubectl } from '../../src/exec/tools.ts';
import { type FakeTools, fakeTools } from '../helpers/fake-tools.ts';
import { recordedOutput } from '../helpers/recorded-output.ts';

const now = (): number => 0;
const { signal } = new AbortController();
let tools: FakeTools;

function shown(binding: Partial<KubectlBinding>, args: readonly string[]): Promise<string> {
  tools = fakeTools(['kubectl']);
  const kubectl = bindKubectl({ env: tools.env, now, ...binding });
  return kubectl.run(args, { signal }).then(({ line }) => line);
}

afterEach(() => {
  tools.remove();
});

describe('the line that is shown', () => {
  const rows: [string, Partial<KubectlBinding>, string, string][] = [
    ['is what was asked', {}, 'get pods', 'kubectl get pods'],
    ['names the context where it must', { context: 'c' }, 'get pods', 'kubectl get pods --context c'],
    ['names the namespace where it must', { namespace: 'n' }, 'get pods', 'kubectl get pods -n n'],
    ['keeps a namespace of its own', { namespace: 'n' }, 'get pods -n m', 'kubectl get pods -n m'],
    ['names none where there is none', { namespace: 'n' }, 'get nodes', 'kubectl get nodes'],
    ['nor where one is made', { namespace: 'n' }, 'create namespace n', 'kubectl create namespace n'],
    ['keeps all namespaces', { namespace: 'n' }, 'get pods -A', 'kubectl get pods -A'],
    ['keeps a context of its own', { context: 'c' }, 'get pods --context=d', 'kubectl get pods --context=d'],
    [
      'puts flags before the words of another program',
      { namespace: 'n' },
      'exec p -- ls -n',
      'kubectl exec p -n n -- ls -n',
    ],
  ];
  for (const [what, binding, asked, line] of rows) {
    it(what, async () => {
      assert.equal(await shown(binding, asked.split(' ')), line);
      assert.deepEqual(tools.state().log, [line], 'and is what ran');
    });
  }
});

/** Node.js stands in for the kubectl that called us: it can tell how it was started. */
const caller = { KUBECTL_PATH: process.execPath };

it('runs with the kubeconfig it is bound to', async () => {
  tools = fakeTools([]);
  const kubectl = bindKubectl({
    env: { ...caller, KUBECONFIG: '/users/own' },
    now,
    kubeconfig: '/private',
  });
  assert.equal((await kubectl.run(['-p', 'process.env.KUBECONFIG'], { signal })).stdout, '/private\n');
});

it('runs the kubectl that called us as its plugin, and shows it as kubectl', async () => {
  tools = fakeTools([]);
  const output = recordedOutput();
  const kubectl = bindKubectl({ env: caller, now });
  const result = await kubectl.run(['-p', '1+1'], { signal, output });
  assert.equal(result.stdout, '2\n');
  assert.deepEqual(output.commands, ['kubectl -p 1+1']);
});

it('runs this very program where the line says kubectl minisched', async () => {
  tools = fakeTools(['kubectl']);
  const output = recordedOutput();
  const self = [process.execPath, '-e', 'console.log(process.argv.slice(1).join())', '--'];
  const kubectl = bindKubectl({ env: tools.env, now, context: 'c', self });
  const result = await kubectl.run(['minisched', 'explain', 'pod/a'], { signal, output });
  assert.equal(result.stdout, 'explain,pod/a,--context,c\n');
  assert.deepEqual(output.commands, ['kubectl minisched explain pod/a --context c']);
  assert.deepEqual(tools.state().log, [], 'kubectl itself was not asked');
});

it('calls it kubectl even where it is one binary of many names, as k3s is', async () => {
  tools = fakeTools([]);
  const kubectl = bindKubectl({ env: caller, now });
  assert.equal((await kubectl.run(['-p', 'process.argv0'], { signal })).stdout, 'kubectl\n');
});

it('a kubeconfig that kubectl cannot read is said so: it tells nothing about the cluster', async () => {
  tools = fakeTools(['kubectl']);
  const stderr = 'error: error loading config file "/k": yaml: line 1: did not find expected node content\n';
  tools.change({ say: { 'kubectl get': { exitCode: 1, stderr } } });
  await assert.rejects(bindKubectl({ env: tools.env, now }).run(['get', 'pods'], { signal }), {
    name: 'UserError',
    message: 'kubectl cannot read the kubeconfig /k: yaml: line 1: did not find expected node content',
    next: /--kubeconfig or KUBECONFIG/,
  });
});

it('finds tools by the variables that name them, and by their plain names', () => {
  tools = fakeTools([]);
  assert.equal(findKubectl({ KUBECTL_PATH: '/opt/kubectl' }), '/opt/kubectl');
  assert.equal(findKubectl({ KUBECTL_PATH: '' }), 'kubectl');
  assert.equal(findContainerTool({ KIND_EXPERIMENTAL_PROVIDER: 'podman' }), 'podman');
  assert.equal(findContainerTool({}), 'docker');
});
