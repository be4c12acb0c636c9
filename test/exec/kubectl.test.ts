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

it('runs with the kubeconfig it is bound to', async () => {
  tools = fakeTools([]);
  const env = { PATH: process.env['PATH'], KUBECTL_PATH: '/usr/bin/env', KUBECONFIG: '/users/own' };
  const { stdout } = await bindKubectl({ env, now, kubeconfig: '/private' }).run([], { signal });
  assert.match(stdout, /^KUBECONFIG=\/private$/m);
});

it('runs the kubectl that called us as its plugin, and shows it as kubectl', async () => {
  tools = fakeTools([]);
  const output = recordedOutput();
  const kubectl = bindKubectl({ env: { KUBECTL_PATH: '/bin/echo' }, now });
  const result = await kubectl.run(['get', 'pods'], { signal, output });
  assert.equal(result.stdout, 'get pods\n');
  assert.deepEqual(output.commands, ['kubectl get pods']);
});

it('finds tools by the variables that name them, and by their plain names', () => {
  tools = fakeTools([]);
  assert.equal(findKubectl({ KUBECTL_PATH: '/opt/kubectl' }), '/opt/kubectl');
  assert.equal(findKubectl({ KUBECTL_PATH: '' }), 'kubectl');
  assert.equal(findContainerTool({ KIND_EXPERIMENTAL_PROVIDER: 'podman' }), 'podman');
  assert.equal(findContainerTool({}), 'docker');
});
