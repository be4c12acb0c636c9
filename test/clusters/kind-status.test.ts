import assert from 'node:assert/strict';
import { test } from 'node:test';

import { kindProvider } from '../../src/clusters/kind.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { fakeTools } from '../helpers/fake-tools.ts';
import { recordedOutput } from '../helpers/recorded-output.ts';

/** Two containers that run, and what `kubectl` says instead of what it would say of them. */
async function statusWhere(say: ReturnType<ReturnType<typeof fakeTools>['state']>['say']) {
  const tools = fakeTools();
  try {
    tools.change({
      containers: [
        { name: 'fake-control-plane', state: 'running', role: 'control-plane' },
        { name: 'fake-worker', state: 'running', role: 'worker' },
      ],
      contexts: ['kind-fake'],
      say,
    });
    const options = { memory: '/nowhere', env: tools.env, clock: new FakeClock() };
    const provider = kindProvider({ name: 'fake', config: 'kind-config.yaml', ...options });
    return await provider.status({ signal: new AbortController().signal, output: recordedOutput() });
  } finally {
    tools.remove();
  }
}

const nodes = ['fake-control-plane', 'fake-worker'];

test('a node whose container runs but that has not joined makes the cluster unhealthy', async () => {
  const status = await statusWhere({
    'kubectl get nodes': { exitCode: 0, stdout: 'fake-control-plane\tTrue\n' },
  });
  const problem = '1 of 2 nodes is not part of it: fake-worker';
  assert.deepEqual(status, { state: 'unhealthy', problem, nodes });
});

test('an API server that forbids the question about its health has answered', async () => {
  const stderr = 'Error from server (Forbidden): forbidden: User "u" cannot get path "/readyz"\n';
  assert.deepEqual(await statusWhere({ 'kubectl get --raw': { exitCode: 1, stderr } }), {
    state: 'healthy',
    nodes,
  });
});
