import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { ClusterApi } from '../../src/api/cluster-api.ts';
import { isConflict, isNotFound } from '../../src/api/errors.ts';
import { isFinished } from '../../src/api/pods.ts';
import { NAMESPACES, NODES, PODS } from '../../src/api/resources.ts';
import type { KubeObject, Pod } from '../../src/api/types.ts';
import { connect, type Connection } from '../../src/kube/connect.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { pod } from '../helpers/builders.ts';
import { eventually } from '../helpers/eventually.ts';
import { type Program, startProgram } from '../helpers/program.ts';
import { type RealApiServer, schedulerConfig, startRealApiServer } from '../helpers/real-api-server.ts';
import { missing } from '../helpers/require-tools.ts';
import { type Case, CASES, linesOf, VERDICTS, type Verdict } from '../oracle/cases.ts';

const skip = missing('etcd', 'kube-apiserver', 'kube-scheduler');
const OURS = 'workshop-scheduler';
const THEIRS = 'peer-scheduler';
/** Preemption would change the cluster for the one who comes second. */
const PROFILE = { plugins: { postFilter: { disabled: [{ name: '*' }] } } };
/** Of those that fit somewhere, and of those that do not. */
const MOST = 20;
/** Each tag is met so often before a case with nothing new is left out. */
const OF_EACH_TAG = 3;
/** What an API server without its controllers and classes does not take, or stores in another way. */
const LEFT_OUT =
  /nodeName|overhead|priority|terminating|atchLabelKeys|matchLabelKeys|default-|owner-missing|resize|daemonset|spread-mlk/;

void suite('ours and the real kube-scheduler, the same cases on a real API server', { skip }, () => {
  let server: RealApiServer;
  let connection: Connection;
  let ours: Program;

  before(async () => {
    server = await startRealApiServer();
    connection = await connect({ kubeconfig: server.kubeconfigPath, env: {}, home: '/', clock: systemClock });
    await server.startScheduler(THEIRS, PROFILE);
    const config = join(server.folder, 'ours.yaml');
    writeFileSync(config, schedulerConfig(server.kubeconfigPath, OURS, PROFILE));
    ours = startProgram(['serve', '--kubeconfig', server.kubeconfigPath, '--config', config], {
      XDG_STATE_HOME: server.folder,
    });
    await ours.says(`${OURS} running`);
  });

  after(async () => {
    await ours.end('SIGKILL');
    await connection.close();
    await server.stop();
  });

  test('both place the pod on a node of the best, or say the same', { timeout: 240_000 }, async (context) => {
    const { api } = connection;
    const verdicts = new Map(linesOf<Verdict & { top?: string[] }>(VERDICTS).map((one) => [one.id, one]));
    let [placed, refused] = [0, 0];
    const all = linesOf<Case>(CASES);
    const fits = ({ id }: Case) => (verdicts.get(id)?.feasible ?? []).length > 0;
    const chosen = [...choose(all.filter(fits)), ...choose(all.filter((one) => !fits(one)))];
    for (const one of chosen) {
      const verdict = verdicts.get(one.id);
      assert.ok(verdict, one.id);
      const made = await create(api, one);
      const theirs = await outcomeOf(api, one, THEIRS);
      const said = await outcomeOf(api, one, OURS);
      for (const { node, message } of [theirs, said]) {
        const best = verdict.top ?? verdict.feasible;
        if (verdict.feasible.length > 0)
          assert.ok(node && best.includes(node), `${one.id}: ${node ?? message ?? ''}`);
        else assert.equal(node, undefined, one.id);
      }
      assert.equal(said.message, theirs.message, one.id);
      if (verdict.message !== undefined) assert.ok(said.message?.startsWith(verdict.message), one.id);
      if (said.node === undefined) refused++;
      else placed++;
      await remove(api, made);
    }
    context.diagnostic(`${placed} placed and ${refused} refused alike`);
    assert.deepEqual([placed, refused], [MOST, MOST]);
  });
});

/** Cases that together meet the tags. */
function choose(cases: readonly Case[]): readonly Case[] {
  const met = new Map<string, number>();
  const chosen = cases.filter(({ tags, nodes, pods }) => {
    if (tags.some((tag) => LEFT_OUT.test(tag)) || nodes.length > 12 || (pods ?? []).length > 25) return false;
    if (tags.every((tag) => (met.get(tag) ?? 0) >= OF_EACH_TAG)) return false;
    for (const tag of tags) met.set(tag, (met.get(tag) ?? 0) + 1);
    return true;
  });
  return chosen.slice(0, MOST);
}

type Made = readonly (readonly [typeof NODES | typeof PODS, KubeObject['metadata']])[];

async function create(api: ClusterApi, { namespaces, nodes, pods }: Case): Promise<Made> {
  for (const { metadata } of namespaces ?? []) await labelled(api, metadata);
  for (const { metadata, spec = {}, status } of nodes) {
    await api.create(NODES, { metadata: fresh(metadata), spec, ...(status && { status }) });
    // admission has added a taint for nodes that are not ready
    await api.patch(NODES, { name: metadata.name }, { spec: { $patch: 'replace', ...spec } });
  }
  const placed = (pods ?? []).filter((each) => !isFinished(each));
  for (const { metadata, spec, status } of placed) {
    await api.create(PODS, { metadata: fresh(metadata), spec: unprioritised(spec) });
    const where = { namespace: metadata.namespace ?? 'default', name: metadata.name };
    if (status) await api.patch(PODS, where, { status }, { subresource: 'status' });
  }
  return [
    ...placed.map(({ metadata }) => [PODS, metadata] as const),
    ...nodes.map(({ metadata }) => [NODES, metadata] as const),
  ];
}

async function labelled(api: ClusterApi, metadata: KubeObject['metadata']): Promise<void> {
  try {
    await api.create(NAMESPACES, { metadata: fresh(metadata) });
  } catch (error) {
    if (!isConflict(error)) throw error;
    const labels = { $patch: 'replace', ...metadata.labels };
    await api.patch(NAMESPACES, { name: metadata.name }, { metadata: { labels } });
  }
}

/** What a scheduler of this name does with the case's pod. The pod is gone again when this resolves. */
async function outcomeOf(api: ClusterApi, { pod: target, nodes }: Case, scheduler: string) {
  // a pod that fits nowhere comes first: once it is told so of all nodes, the scheduler has seen nodes and pods
  const probe = pod('probe').scheduler(scheduler).selector('nobody', 'has-this').build();
  const ready = await decided(api, probe, scheduler, ({ message }) =>
    (message ?? '').startsWith(`0/${nodes.length} nodes`),
  );
  assert.equal(ready.node, undefined);
  return decided(api, target, scheduler, ({ node, message }) => (node ?? message) !== undefined);
}

interface Outcome {
  readonly node?: string;
  readonly message?: string;
}

async function decided(
  api: ClusterApi,
  { metadata, spec }: Pod,
  schedulerName: string,
  isEnough: (seen: Outcome) => boolean,
): Promise<Outcome> {
  const where = { namespace: metadata.namespace ?? 'default', name: metadata.name };
  await api.create(PODS, {
    metadata: { ...fresh(metadata), namespace: where.namespace },
    spec: { ...unprioritised(spec), schedulerName },
  });
  let seen: Outcome = {};
  await eventually(
    async () => {
      const now = await api.get(PODS, where);
      const told = now.status?.conditions?.find(
        ({ type, status }) => type === 'PodScheduled' && status === 'False',
      );
      seen = {
        ...(now.spec.nodeName !== undefined && { node: now.spec.nodeName }),
        ...(told?.message !== undefined && { message: told.message }),
      };
      return isEnough(seen);
    },
    `${schedulerName} has decided on ${where.name}`,
    20_000,
  );
  await remove(api, [[PODS, where]]);
  return seen;
}

async function remove(api: ClusterApi, made: Made): Promise<void> {
  for (const [resource, { namespace, name }] of made) {
    const where = { name, ...(namespace !== undefined && { namespace }) };
    await api.delete(resource, where, { gracePeriodSeconds: 0 });
    await eventually(async () => isAbsent(api, resource, where), `${name} is gone`, 10_000);
  }
}

async function isAbsent(
  api: ClusterApi,
  resource: typeof NODES | typeof PODS,
  where: { readonly name: string; readonly namespace?: string },
): Promise<boolean> {
  try {
    await (resource === NODES ? api.get(NODES, where) : api.get(PODS, where));
    return false;
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}

/** Without what only a stored object has. */
function fresh({ name, namespace, labels, annotations }: KubeObject['metadata']): KubeObject['metadata'] {
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
  };
}

/** The API server sets it itself, of the class. */
function unprioritised({ priority: _own, ...spec }: Pod['spec']): Pod['spec'] {
  return spec;
}
