import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import type { ClusterApi } from '../../src/api/cluster-api.ts';
import { PODS } from '../../src/api/resources.ts';
import type { Pod } from '../../src/api/types.ts';
import { type Informer, runInformer } from '../../src/informer/informer.ts';
import { type Connection, connect } from '../../src/kube/connect.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { pod } from '../helpers/builders.ts';
import { eventually } from '../helpers/eventually.ts';
import { type FaultProxy, startFaultProxy } from '../helpers/fault-proxy.ts';
import { type RealApiServer, startRealApiServer } from '../helpers/real-api-server.ts';
import { missing } from '../helpers/require-tools.ts';

/** Waits are as they are in earnest, only fifty times as fast: silence of 90 s is noticed after 1.8 s. */
const hurried: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(ms / 50, signal),
  after: (ms, fn) => systemClock.after(ms / 50, fn),
  monotonic: () => systemClock.monotonic() * 50,
};

describe('an informer on a real kube-apiserver', { skip: missing('etcd', 'kube-apiserver') }, () => {
  let real: RealApiServer;
  let proxy: FaultProxy;
  /** Undisturbed, to see and to change what is there. */
  let direct: Connection;
  let disturbed: Connection;

  before(async () => {
    real = await startRealApiServer();
    proxy = await startFaultProxy(Number(new URL(real.server).port));
    direct = await connectTo(real.kubeconfigPath, systemClock);
    disturbed = await connectTo(await throughProxy(real, proxy), hurried);
  });
  after(async () => {
    await disturbed.close();
    await direct.close();
    await proxy[Symbol.asyncDispose]();
    await real.stop();
  });

  const follow = (api: ClusterApi = disturbed.api) => {
    const told: string[] = [];
    const outages: string[] = [];
    const controller = new AbortController();
    const informer = runInformer<Pod>({
      api,
      resource: PODS,
      options: {},
      handler: {
        onAdd: ({ metadata }) => told.push(`add ${metadata.uid}`),
        onUpdate: ({ metadata }) => told.push(`update ${metadata.uid}`),
        onDelete: ({ metadata }) => told.push(`delete ${metadata.uid}`),
      },
      observe: ({ state, message }) => outages.push(`${state}: ${message}`),
      clock: hurried,
      random: Math.random,
      signal: controller.signal,
    });
    const end = async (): Promise<void> => {
      controller.abort(new Error('test over'));
      await informer.done;
      checkStories(told);
    };
    return { informer, outages, end };
  };

  test('converges after its connections were cut', async () => {
    const { informer, outages, end } = follow();
    await informer.synced;
    for (let count = 0; count < 5; count += 1) {
      await change(direct.api);
      proxy.cut();
      await change(direct.api);
    }
    await converged(informer, direct.api);
    assert.ok(outages.length >= 2);
    await end();
  });

  test('converges after its watch went silent, and tells the outage', async () => {
    const { informer, outages, end } = follow();
    await informer.synced;
    await change(direct.api);
    await converged(informer, direct.api);
    proxy.become({ kind: 'silent' });
    await change(direct.api);
    await eventually(() => outages.length === 1, 'the silence is noticed');
    assert.match(outages[0] ?? '', /the watch was silent for 90 s/);
    proxy.become({ kind: 'none' });
    proxy.cut();
    await converged(informer, direct.api);
    await end();
  });

  test('converges through a connection that drips', async () => {
    proxy.become({ kind: 'drip', bytes: 700, everyMs: 1 });
    const { informer, end } = follow();
    await informer.synced;
    await change(direct.api);
    await converged(informer, direct.api);
    proxy.become({ kind: 'none' });
    await end();
  });

  test('converges after the server could not be reached for a while', async () => {
    const { informer, outages, end } = follow();
    await informer.synced;
    proxy.become({ kind: 'refuse' });
    proxy.cut();
    await eventually(() => outages.length === 1, 'the outage is noticed');
    await change(direct.api);
    proxy.become({ kind: 'none' });
    await converged(informer, direct.api);
    await eventually(() => outages.length === 2, 'its end is told');
    await end();
  });

  test('converges after the API server was killed and started again', async () => {
    const { informer, outages, end } = follow();
    await informer.synced;
    await change(direct.api);
    await real.restart();
    await change(direct.api);
    await converged(informer, direct.api);
    await eventually(() => outages.at(-1)?.startsWith('restored') === true, 'the end of the outage is told');
    assert.equal(outages.length, 2);
    await end();
  });

  test('converges after its version became too old, deletes of the gap included', async () => {
    const { informer, end } = follow();
    const { metadata } = await direct.api.create(PODS, pod('in-the-gap').scheduler('nobody').build());
    await informer.synced;
    await eventually(() => informer.store.get(metadata) !== undefined, 'the pod is seen');
    proxy.become({ kind: 'refuse' });
    proxy.cut();
    await direct.api.delete(PODS, metadata);
    await direct.api.create(PODS, pod('in-the-gap').scheduler('nobody').build());
    await change(direct.api);
    await real.expire();
    proxy.become({ kind: 'none' });
    await converged(informer, direct.api);
    await end();
  });
});

async function connectTo(kubeconfig: string, clock: Clock): Promise<Connection> {
  return connect({ kubeconfig, env: {}, home: '/nowhere', clock, requestTimeoutMs: 100_000 });
}

async function throughProxy(real: RealApiServer, proxy: FaultProxy): Promise<string> {
  const text = await readFile(real.kubeconfigPath, 'utf8');
  const path = join(real.folder, 'kubeconfig-proxy');
  await writeFile(path, text.replaceAll(real.server, `https://127.0.0.1:${proxy.port}`));
  return path;
}

let made = 0;

/** Some of everything: creates, an update, a delete. */
async function change(api: ClusterApi): Promise<void> {
  const pods: Pod[] = [];
  for (let count = 0; count < 4; count += 1) {
    made += 1;
    pods.push(await api.create(PODS, pod(`p${made}`).scheduler('nobody').build()));
  }
  const [first, second] = pods;
  if (first) await api.patch(PODS, first.metadata, { metadata: { labels: { changed: 'yes' } } });
  if (second) await api.delete(PODS, second.metadata);
}

async function converged(informer: Informer<Pod>, api: ClusterApi): Promise<void> {
  const server = lines((await api.list(PODS)).items);
  await eventually(() => lines(informer.store.list()) === server, 'the store is as the server', 30_000);
}

/** Who is there in which form, as text. */
function lines(pods: readonly Pod[]): string {
  return pods
    .map(({ metadata }) => `${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`)
    .toSorted()
    .join('\n');
}

/** For each uid: one add, then updates, then at most one delete. */
function checkStories(told: readonly string[]): void {
  const stories = new Map<string, string>();
  for (const line of told) {
    const [what = '', uid = ''] = line.split(' ');
    stories.set(uid, (stories.get(uid) ?? '') + what.charAt(0));
  }
  for (const [uid, story] of stories) assert.match(story, /^au*d?$/, uid);
}
