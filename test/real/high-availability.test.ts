import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, suite, test } from 'node:test';
import type { ClusterApi } from '../../src/api/cluster-api.ts';
import { LEASES, NODES, PODS } from '../../src/api/resources.ts';
import type { Pod } from '../../src/api/types.ts';
import { connect, type Connection } from '../../src/kube/connect.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { node, pod } from '../helpers/builders.ts';
import { auditedBindings, gapAfter } from '../helpers/audited-bindings.ts';
import { eventually } from '../helpers/eventually.ts';
import { type Program, startProgram } from '../helpers/program.ts';
import { type RealApiServer, startRealApiServer } from '../helpers/real-api-server.ts';
import { createNode, fresh } from '../helpers/real-objects.ts';
import { missing } from '../helpers/require-tools.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const skip = missing('etcd', 'kube-apiserver', 'kube-scheduler');

const LEASE = { namespace: 'kube-system', name: 'ours' };
const PODS_OF_A_WAVE = 300;
const COUNT_OF_NODES = 20;
/** Two waves of pods with a quarter of a CPU each fill nearly all of it: who forgets one overcommits a node. */
const CPUS = 8;
const ON_A_NODE = CPUS * 4;
/** Of a process that is killed so many may have been on their way. */
const BINDINGS_AT_ONCE = 16;
/** Pods that become possible while a leader sleeps. */
const LATE = 20;

void suite('two schedulers of which one leads, on a real kube-apiserver', { skip }, () => {
  const temp = tempFolder();
  const audit = auditedBindings(temp.path);
  const programs: Program[] = [];
  let server: RealApiServer;
  let connection: Connection;
  let api: ClusterApi;

  before(async () => {
    server = await startRealApiServer(audit.flags);
    connection = await connect({ kubeconfig: server.kubeconfigPath, env: {}, home: '/', clock: systemClock });
    ({ api } = connection);
    const allocatable = { cpu: String(CPUS), memory: '64Gi', pods: '200' };
    for (let number = 0; number < COUNT_OF_NODES; number++)
      await createNode(api, node(`node-${number}`).allocatable(allocatable).build());
    const apart = node('apart').allocatable({ ...allocatable, cpu: '64' });
    await createNode(api, apart.label('for', 'theirs').taint('theirs', 'NoSchedule').build());
  });

  after(async () => {
    await Promise.all(programs.map((program) => program.end('SIGKILL')));
    await connection.close();
    await server.stop();
    temp[Symbol.dispose]();
  });

  /** A scheduler of ours that the API server knows as `scheduler-NAME`. */
  const serve = (name: 'a' | 'b' | 'c'): Program => {
    const kubeconfig = join(temp.path, `kubeconfig-${name}`);
    writeFileSync(
      kubeconfig,
      readFileSync(server.kubeconfigPath, 'utf8').replace(server.token, `${server.token}-${name}`),
    );
    const program = startProgram(
      [
        'serve',
        '--kubeconfig',
        kubeconfig,
        '--scheduler-name',
        'ours',
        '--policy',
        'default',
        '--leader-elect',
      ],
      { XDG_STATE_HOME: join(temp.path, name) },
    );
    programs.push(program);
    return program;
  };
  const create = async (name: string, scheduler: 'ours' | 'theirs'): Promise<void> => {
    const one = pod(name).scheduler(scheduler).requests({ cpu: '250m' });
    if (scheduler === 'theirs') one.selector('for', 'theirs').tolerate('theirs');
    await api.create(PODS, fresh(one.build()));
  };
  /** So many pods, a few at a time. */
  const wave = async (
    prefix: string,
    count: number,
    scheduler: 'ours' | 'theirs' = 'ours',
  ): Promise<void> => {
    for (let from = 0; from < count; from += 6)
      await Promise.all(
        Array.from({ length: Math.min(6, count - from) }, (_, at) =>
          create(`${prefix}-${from + at}`, scheduler),
        ),
      );
  };
  const boundOf = (prefix: string) =>
    audit.all().filter((one) => one.code === 201 && one.pod.startsWith(`${prefix}-`));
  const bound = (prefix: string, count: number, limitMs?: number) =>
    eventually(() => boundOf(prefix).length >= count, `${count} pods ${prefix}-… are bound`, limitMs);
  /** By what the pods say: of a binding whose asker was killed before it was answered the audit log has no 201. */
  const placed = (prefix: string, count: number, limitMs?: number) =>
    eventually(
      async () => {
        const { items } = await api.list(PODS, { namespace: 'default' });
        const those = items.filter(({ metadata }) => metadata.name.startsWith(`${prefix}-`));
        return those.filter(({ spec }) => spec.nodeName).length >= count;
      },
      `${count} pods ${prefix}-… have a node`,
      limitMs,
    );
  const firstAfter = (prefix: string, moment: number) =>
    boundOf(prefix).find(({ at }) => at > moment)?.at ?? Infinity;

  /** Every pod has a node, got it once, and no node has more than fits. */
  const nothingTwiceNothingLost = async (prefixes: readonly string[], count: number): Promise<void> => {
    const { items } = await api.list(PODS, { namespace: 'default' });
    const ours = items.filter(({ metadata }) =>
      prefixes.some((prefix) => metadata.name.startsWith(`${prefix}-`)),
    );
    assert.equal(ours.length, count);
    assert.deepEqual(
      ours.filter(({ spec }) => !spec.nodeName),
      [],
    );
    const accepted = audit
      .all()
      .filter(({ code, pod: name }) => code === 201 && prefixes.some((one) => name.startsWith(`${one}-`)));
    const unanswered = count - accepted.length;
    assert.equal(new Set(accepted.map(({ pod: name }) => name)).size, accepted.length);
    assert.ok(
      unanswered >= 0 && unanswered <= BINDINGS_AT_ONCE,
      `${unanswered} have a node that nobody gave them`,
    );
    for (const [name, pods] of byNode(ours)) assert.ok(pods <= ON_A_NODE, `${name} has ${pods}`);
  };

  test('kill -9 of the leader under load: the other goes on, nothing is bound twice, nothing is lost', async (t) => {
    const a = serve('a');
    await a.says('ours running');
    const b = serve('b');
    await b.says('waiting to lead: ');
    const theirs = await startTwo(server, api);
    const load = Promise.all([wave('first', PODS_OF_A_WAVE), wave('theirs', 150, 'theirs')]);
    await Promise.all([bound('first', 60), bound('theirs', 30)]);
    const killed = Date.now();
    a.child.kill('SIGKILL');
    theirs.kill('SIGKILL');
    await load;
    await placed('first', PODS_OF_A_WAVE, 60_000);
    // what becomes of the peer is told, not judged
    await placed('theirs', 150, 30_000).catch((error: unknown) => t.diagnostic(String(error)));
    assert.ok(b.output().includes('ours running'));
    await nothingTwiceNothingLost(['first'], PODS_OF_A_WAVE);
    const [our, their] = ['first', 'theirs'].map((prefix) => gapAfter(boundOf(prefix), killed));
    t.diagnostic(
      `no binding for ${seconds(our)} s after kill -9 of the leader; two kube-schedulers: ${seconds(their)} s; ratio ${((our ?? 0) / (their ?? 1)).toFixed(2)}`,
    );
  });

  test('a leader that is stopped for 20 s asks for no binding when it wakes, and ends; the other has gone on', async (t) => {
    const [, b] = programs;
    assert.ok(b);
    const c = serve('c');
    await c.says('waiting to lead: ');
    // they fit nowhere until a node is labelled, and then at once
    for (let number = 0; number < LATE; number++)
      await api.create(
        PODS,
        fresh(pod(`late-${number}`).scheduler('ours').selector('late', 'yes').tolerate('theirs').build()),
      );
    await b.says(`failed to schedule default/late-${LATE - 1}: `);
    const load = wave('second', PODS_OF_A_WAVE);
    await bound('second', 60);
    const stopped = Date.now();
    b.child.kill('SIGSTOP');
    await load;
    await pause(Math.max(0, stopped + 20_000 - Date.now()));
    await bound('second', PODS_OF_A_WAVE);
    // what it could bind at once is the first that it hears of, and nobody is there to be faster
    c.child.kill('SIGSTOP');
    await api.patch(NODES, { name: 'apart' }, { metadata: { labels: { late: 'yes' } } });
    const woken = Date.now();
    b.child.kill('SIGCONT');
    assert.equal(await b.end(), 3);
    c.child.kill('SIGCONT');
    assert.match(
      b.output(),
      /^error: the lease kube-system\/ours was lost to \S+, so this process writes nothing any more/m,
    );
    await bound('late', LATE);
    const late = audit.all().filter(({ by, at }) => by === 'scheduler-b' && at >= woken);
    assert.deepEqual(late, []);
    await nothingTwiceNothingLost(['first', 'second'], 2 * PODS_OF_A_WAVE);
    const others = audit.all().filter(({ by, at }) => by !== 'scheduler-b' && at >= stopped);
    t.diagnostic(
      `the other bound ${others.length}, the first ${seconds(firstAfter('second', stopped + 1_000) - stopped)} s after the stop`,
    );
  });

  test('SIGTERM under load: bindings end, the lease is given back, exit code 0; the next one goes on at once', async (t) => {
    const [, , c] = programs;
    assert.ok(c);
    const { items } = await api.list(PODS, { namespace: 'default' });
    for (const { metadata } of items.filter((one) => one.metadata.name.startsWith('first-')))
      await api.delete(PODS, metadata, { gracePeriodSeconds: 0 });
    const a = serve('a');
    await a.says('waiting to lead: ');
    const load = wave('third', PODS_OF_A_WAVE);
    await bound('third', 60);
    const asked = Date.now();
    assert.equal(await c.end('SIGTERM'), 0);
    const ended = Date.now();
    await load;
    await bound('third', PODS_OF_A_WAVE, 60_000);
    await nothingTwiceNothingLost(['third'], PODS_OF_A_WAVE);
    const late = audit.all().filter(({ by, at }) => by === 'scheduler-c' && at > ended);
    assert.deepEqual(late, []);
    t.diagnostic(
      `it ended in ${seconds(ended - asked)} s; no binding for ${seconds(gapAfter(boundOf('third'), asked))} s`,
    );
    assert.equal(await a.end('SIGTERM'), 0);
    assert.equal((await api.get(LEASES, LEASE)).spec?.holderIdentity, '');
  });
});

/** Two real kube-schedulers of one name; resolves to the one that leads. */
async function startTwo(server: RealApiServer, api: ClusterApi): Promise<ChildProcess> {
  const leader = await server.startScheduler('theirs', {}, { leaderElect: true });
  const name = { namespace: 'kube-system', name: 'theirs' };
  await eventually(
    () =>
      api.get(LEASES, name).then(
        () => true,
        () => false,
      ),
    'their leader leads',
  );
  await server.startScheduler('theirs', {}, { leaderElect: true });
  return leader;
}

function byNode(pods: readonly Pod[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { spec } of pods) counts.set(spec.nodeName ?? '', (counts.get(spec.nodeName ?? '') ?? 0) + 1);
  return counts;
}

function seconds(ms: number | undefined): string {
  return ((ms ?? NaN) / 1000).toFixed(1);
}
