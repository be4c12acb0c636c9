import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';

import { kindProvider } from '../../src/clusters/kind.ts';
import type { ClusterProvider } from '../../src/clusters/provider.ts';
import { UserError } from '../../src/lib/errors.ts';
import { eventually } from '../helpers/eventually.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { type FakeTools, fakeTools } from '../helpers/fake-tools.ts';
import { recordedOutput } from '../helpers/recorded-output.ts';

const NO_ENGINE =
  'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
const NO_PERMISSION =
  'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://x": dial unix /var/run/docker.sock: connect: permission denied';
const HALF_MADE = [{ name: 'fake-control-plane', state: 'running', role: 'control-plane' } as const];

let tools: FakeTools;
let clock: FakeClock;

function provider(programs?: readonly string[]): ClusterProvider {
  tools = fakeTools(programs);
  clock = new FakeClock(Date.now());
  const memory = join(tools.folder, 'state');
  return kindProvider({ name: 'fake', config: 'kind-config.yaml', memory, env: tools.env, clock });
}

function options(signal = new AbortController().signal) {
  return { signal, output: recordedOutput() };
}

afterEach(() => {
  tools.remove();
});

describe('programs that are not there', () => {
  for (const absent of ['docker', 'kind', 'kubectl']) {
    it(`names ${absent} and how to install it before anything is made`, async () => {
      const cluster = provider(['docker', 'kind', 'kubectl'].filter((tool) => tool !== absent));
      await assert.rejects(cluster.create(options()), (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.message, `${absent} was not found on PATH`);
        assert.match(error.next ?? '', /^install .*https:/);
        return true;
      });
      assert.deepEqual(tools.state().containers, []);
    });
  }

  it('asks podman where KIND_EXPERIMENTAL_PROVIDER says so', async () => {
    tools = fakeTools(['docker', 'kind', 'kubectl']);
    const env = { ...tools.env, KIND_EXPERIMENTAL_PROVIDER: 'podman' };
    const cluster = kindProvider({
      name: 'f',
      config: 'c',
      memory: 'p',
      env,
      clock: new FakeClock(),
    });
    await assert.rejects(cluster.status(options()), /^MissingToolError: podman was not found on PATH$/);
  });
});

describe('a container engine that does not do its part', () => {
  it('is told in one sentence when it does not run', async () => {
    const cluster = provider();
    tools.change({ say: { 'docker ': { exitCode: 1, stderr: NO_ENGINE } } });
    const problem = 'the Docker engine is not running';
    assert.deepEqual(await cluster.status(options()), { state: 'unhealthy', problem, nodes: [] });
    const sentence = { name: 'UserError', message: problem, next: /start Docker/ };
    await assert.rejects(cluster.create(options()), sentence);
    await assert.rejects(cluster.restart(options()), sentence);
    await assert.rejects(cluster.stopNode('fake-worker', options()), sentence);
    await assert.rejects(cluster.delete(options()), sentence);
  });

  it('is told in one sentence when its socket is closed to us', async () => {
    const cluster = provider();
    tools.change({ say: { 'docker ': { exitCode: 1, stderr: NO_PERMISSION } } });
    const sentence = { name: 'UserError', message: /no permission/, next: /group/ };
    await assert.rejects(cluster.status(options()), sentence);
    await assert.rejects(cluster.create(options()), sentence);
  });
});

describe('kind create that fails', () => {
  it('is told in one sentence and leaves nothing behind', async () => {
    const cluster = provider();
    const stderr = 'ERROR: failed to create cluster: the moon is full\n';
    tools.change({ contexts: ['mine'], current: 'mine', say: { 'kind create': { exitCode: 1, stderr } } });
    await assert.rejects(
      cluster.create(options()),
      /^UserError: kind could not create .*: the moon is full$/,
    );
    assert.deepEqual(tools.state().containers, []);
    assert.equal(tools.state().current, 'mine');
  });

  it('deletes what was made when it is aborted, and ends with the reason', async () => {
    const cluster = provider();
    tools.change({
      contexts: ['mine'],
      current: 'mine',
      say: { 'kind create': { exitCode: 0, hang: true } },
    });
    const stop = new AbortController();
    const creating = cluster.create(options(stop.signal));
    const outcome = assert.rejects(creating, /^Error: Ctrl-C$/);
    await eventually(() => tools.state().containers.length > 0, 'the cluster is half made');
    stop.abort(new Error('Ctrl-C'));
    await outcome;
    assert.deepEqual(tools.state().containers, []);
    assert.equal(tools.state().current, 'mine');
  });

  it('says which nodes are not Ready when they stay so', async () => {
    const cluster = provider();
    tools.change({
      notReady: ['fake-worker2'],
      say: { 'kubectl wait': { exitCode: 1, stderr: 'error: timed out waiting for the condition' } },
    });
    await assert.rejects(cluster.create(options()), /1 of 4 nodes is not Ready: fake-worker2/);
    assert.deepEqual(tools.state().containers, []);
  });
});

describe('a cluster that is there but not well', () => {
  it('is unhealthy when its API server does not answer', async () => {
    const cluster = provider();
    tools.change({ containers: [...HALF_MADE], contexts: ['kind-fake'], answers: false });
    const nodes = ['fake-control-plane'];
    const problem = 'its API server does not answer';
    assert.deepEqual(await cluster.status(options()), { state: 'unhealthy', problem, nodes });
  });

  it('is unhealthy when the kubeconfig does not know it, and restart mends that', async () => {
    const cluster = provider();
    tools.change({ containers: [...HALF_MADE], contexts: ['mine'], current: 'mine' });
    const status = await cluster.status(options());
    assert.equal(status.state === 'unhealthy' && status.problem, 'the kubeconfig does not know it');
    assert.equal(await cluster.restart(options()), true);
    assert.equal(tools.state().current, 'kind-fake');
    await cluster.delete(options());
    assert.equal(tools.state().current, 'mine');
  });

  it('is given up after 90 s when starting its nodes does not help', async () => {
    const cluster = provider();
    tools.change({
      containers: [{ name: 'fake-control-plane', state: 'exited', role: 'control-plane' }],
      contexts: ['kind-fake'],
      answers: false,
    });
    const call = options();
    const begun = clock.monotonic();
    let done: boolean | undefined;
    const restarting = cluster.restart(call).then((result) => (done = result));
    await eventually(async () => {
      if (clock.waiting > 0) await clock.advance(10_000);
      return done !== undefined;
    }, 'restart gives up');
    assert.equal(await restarting, false);
    assert.ok(clock.monotonic() - begun >= 90_000);
    assert.deepEqual(call.output.commands, ['docker start fake-control-plane']);
    assert.match(call.output.lines.join('\n'), /waiting up to 90 s: its API server does not answer/);
  });
});

describe('the context that was current before', () => {
  it('is not forced on a user who moved on to another one', async () => {
    const cluster = provider();
    tools.change({ contexts: ['mine', 'other'], current: 'mine' });
    await cluster.create(options());
    tools.change({ current: 'other' });
    await cluster.delete(options());
    assert.equal(tools.state().current, 'other');
  });

  it('is not restored when it no longer exists', async () => {
    const cluster = provider();
    tools.change({ contexts: ['mine'], current: 'mine' });
    await cluster.create(options());
    tools.change({ contexts: ['kind-fake'] });
    await cluster.delete(options());
    assert.equal(tools.state().current, '');
  });
});
