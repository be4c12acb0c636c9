import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { kindProvider } from '../../src/clusters/kind.ts';
import { eventually } from '../helpers/eventually.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { fakeTools } from '../helpers/fake-tools.ts';
import { recordedOutput } from '../helpers/recorded-output.ts';

/** A kind cluster on programs that play docker, kind and kubectl. */
function fakeCluster() {
  const tools = fakeTools();
  const clock = new FakeClock(Date.parse('2026-01-31T10:00:00Z'));
  const memory = join(tools.folder, 'state');
  const provider = kindProvider({
    name: 'fake',
    config: 'kind-config.yaml',
    memory,
    env: tools.env,
    clock,
  });
  const options = { signal: new AbortController().signal, output: recordedOutput() };
  return { tools, clock, provider, options, [Symbol.dispose]: tools.remove };
}

test('a node that was started again counts only once it gave a sign of life, however Ready it still looks', async () => {
  using cluster = fakeCluster();
  const { tools, clock, provider, options } = cluster;
  tools.change({
    containers: [
      { name: 'fake-control-plane', state: 'running', role: 'control-plane' },
      { name: 'fake-worker', state: 'exited', role: 'worker' },
    ],
    contexts: ['kind-fake'],
    say: { 'kubectl get leases': { exitCode: 0, stdout: 'fake-worker\t2026-01-31T09:59:50Z\n' } },
  });
  let done: boolean | undefined;
  const restarting = provider.restart(options).then((helped) => (done = helped));
  await eventually(async () => {
    if (clock.waiting > 0) await clock.advance(45_000);
    return done !== undefined;
  }, 'restart gives up');
  assert.equal(await restarting, false);
  assert.match(options.output.lines.join('\n'), /no sign of life yet from fake-worker/);
});

test('a wait that kubectl gave up fails the creation even where all looks well a moment later', async () => {
  using cluster = fakeCluster();
  const { tools, provider, options } = cluster;
  tools.change({ say: { 'kubectl wait': { exitCode: 1, stderr: 'error: timed out waiting\n' } } });
  await assert.rejects(provider.create(options), {
    name: 'UserError',
    message: /did not become ready: error: timed out waiting$/,
  });
  assert.deepEqual(tools.state().containers, []);
});
