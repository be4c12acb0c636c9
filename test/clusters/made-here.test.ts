import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { kindProvider } from '../../src/clusters/kind.ts';
import { systemClock as clock } from '../../src/lib/clock.ts';
import { fakeTools } from '../helpers/fake-tools.ts';
import { recordedOutput } from '../helpers/recorded-output.ts';

/** A machine, and one run of the program after the other on it. */
function machine(t: TestContext) {
  const tools = fakeTools();
  t.after(tools.remove);
  const run = () =>
    kindProvider({
      name: 'dev',
      config: 'kind-config.yaml',
      memory: join(tools.folder, 'state'),
      env: tools.env,
      clock,
    });
  const call = () => ({ signal: new AbortController().signal, output: recordedOutput() });
  const owns = async () => {
    const provider = run();
    await provider.status(call());
    return provider.owned;
  };
  const byHand = (id: string) =>
    tools.change({
      containers: [{ id, name: 'dev-control-plane', state: 'running', role: 'control-plane' }],
      contexts: ['kind-dev'],
    });
  return { tools, run, call, owns, byHand };
}

test('a cluster that this program made is ours, in later runs too, until it is deleted', async (t) => {
  const { run, call, owns } = machine(t);
  assert.equal(await owns(), true, 'there is none yet');
  await run().create(call());
  assert.equal(await owns(), true);
});

test('a kind cluster that somebody else made is not ours, whatever its name', async (t) => {
  const { byHand, owns } = machine(t);
  byHand('theirs');
  assert.equal(await owns(), false);
});

test('one that was made anew by hand under the name of ours is not ours', async (t) => {
  const { run, call, owns, byHand, tools } = machine(t);
  await run().create(call());
  tools.change({ containers: [], contexts: [] });
  byHand('theirs');
  assert.equal(await owns(), false);
});

test('after we deleted ours, one made by hand under its name is not ours', async (t) => {
  const { run, call, owns, byHand } = machine(t);
  await run().create(call());
  await run().delete(call());
  byHand('theirs');
  assert.equal(await owns(), false);
});

test('half a cluster, left by a kill while it was being made, is ours to take away', async (t) => {
  const { run, tools, owns } = machine(t);
  tools.change({ say: { 'kind create': { exitCode: 0, hang: true } } });
  const killed = new AbortController();
  const output = recordedOutput();
  const creating = run().create({ signal: killed.signal, output });
  creating.catch(() => {});
  while (tools.state().containers.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await owns(), true);
  killed.abort(new Error('the end of the test'));
  await assert.rejects(creating, /the end of the test/);
});
