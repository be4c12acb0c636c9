import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';

import { eventually } from '../helpers/eventually.ts';
import { runProgram } from '../helpers/program.ts';
import { findProgram, missingForKind } from '../helpers/require-tools.ts';

const NAME = 'minisched-in-cluster';
const SCHEDULER = 'workshop-scheduler';
const BUNDLE = new URL('../../dist/kubectl-minisched.js', import.meta.url).pathname;
const OURS = `app.kubernetes.io/instance=${SCHEDULER}`;
const MINUTE = 60_000;
const hasBase = spawnSync('docker', ['image', 'inspect', 'debian:12-slim'], { stdio: 'ignore' }).status === 0;
const skip =
  missingForKind() ||
  (!existsSync(BUNDLE) && 'no bundle: npm run build') ||
  (!hasBase && 'no image debian:12-slim to build on (see ../shared/kind-lab/base-image.sh)');

// One story on one real cluster: each test goes on where the one before it ended.
void suite('the scheduler in a kind cluster', { skip }, () => {
  let folder: string;
  let env: Record<string, string>;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'minisched-in-cluster-'));
    env = {
      KUBECONFIG: join(folder, 'kubeconfig'),
      XDG_STATE_HOME: join(folder, 'state'),
      KUBECTL_PATH: findProgram('kubectl') ?? 'kubectl',
    };
    // left behind by a run that was killed
    spawnSync('kind', ['delete', 'cluster', '--name', NAME], { stdio: 'ignore' });
    await succeeds('cluster', 'create', NAME, '--provider', 'kind');
  });

  after(() => {
    spawnSync('kind', ['delete', 'cluster', '--name', NAME], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  });

  const succeeds = async (...args: readonly string[]): Promise<string> => {
    const { code, output } = await runProgram(args, env);
    assert.equal(code, 0, output);
    return output;
  };
  const kubectl = (...args: readonly string[]): string =>
    execFileSync(env['KUBECTL_PATH'] ?? 'kubectl', args, {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    }).trim();
  const inSystem = (...args: readonly string[]): string => kubectl(...args, '-n', 'kube-system');
  const leader = (): string =>
    inSystem('get', 'lease', SCHEDULER, '-o', 'jsonpath={.spec.holderIdentity}').split('_')[0] ?? '';
  const scheduledEvents = (field: string): string[] =>
    kubectl(
      'get',
      'events',
      '--field-selector=reason=Scheduled',
      '-o',
      `jsonpath={.items[*].${field}}`,
    ).split(' ');
  const servedBy = (deployment: string): void => {
    const patch = JSON.stringify({ spec: { template: { spec: { schedulerName: SCHEDULER } } } });
    kubectl('patch', 'deployment', deployment, '-p', patch);
  };
  const running = (selector: string): number =>
    kubectl('get', 'pods', '-l', selector, '--field-selector=status.phase=Running', '-o', 'name')
      .split('\n')
      .filter((line) => line !== '').length;

  void test(
    'is built, loaded and runs: two copies on two nodes, one leads',
    { timeout: 2 * MINUTE },
    async () => {
      await succeeds('deploy', '--build', '--name', NAME);
      const nodes = inSystem('get', 'pods', '-l', OURS, '-o', 'jsonpath={.items[*].spec.nodeName}').split(
        ' ',
      );
      assert.equal(new Set(nodes).size, 2);
      const status: unknown = JSON.parse(await succeeds('deploy', 'status', '--name', NAME, '-o', 'json'));
      assert.partialDeepStrictEqual(status, { leader: leader(), replicas: { wanted: 2, ready: 2 } });
    },
  );

  void test('places pods; its log and the events say so', { timeout: MINUTE }, async () => {
    kubectl('create', 'deployment', 'before', '--image=registry.k8s.io/pause:3.10', '--replicas=0');
    servedBy('before');
    kubectl('scale', 'deployment/before', '--replicas=3');
    await eventually(() => running('app=before') === 3, 'three pods run', MINUTE);
    assert.match(inSystem('logs', leader()), /^bound default\/before-\S+ -> minisched-in-cluster-worker/m);
    const sources = scheduledEvents('reportingComponent');
    assert.deepEqual(new Set(sources), new Set([SCHEDULER]));
  });

  void test(
    'its leader is killed: the other one goes on, and all pods are placed once',
    { timeout: 2 * MINUTE },
    async () => {
      const killed = leader();
      const node = inSystem('get', 'pod', killed, '-o', 'jsonpath={.spec.nodeName}');
      const holder = inSystem('get', 'lease', SCHEDULER, '-o', 'jsonpath={.spec.holderIdentity}');
      const find = `crictl inspect -o go-template --template '{{.info.pid}}' $(crictl ps -q --label io.kubernetes.pod.name=${killed})`;
      execFileSync('docker', ['exec', node, 'sh', '-c', `kill -9 $(${find})`]);
      kubectl('create', 'deployment', 'after', '--image=registry.k8s.io/pause:3.10', '--replicas=0');
      servedBy('after');
      kubectl('scale', 'deployment/after', '--replicas=9');
      await eventually(() => running('app=after') === 9, 'nine pods run', MINUTE);
      assert.notEqual(inSystem('get', 'lease', SCHEDULER, '-o', 'jsonpath={.spec.holderIdentity}'), holder);
      const placed = scheduledEvents('involvedObject.name');
      assert.equal(new Set(placed).size, placed.length, 'no pod has two events Scheduled');
    },
  );

  void test(
    'is removed, with all that was made for it and nothing else',
    { timeout: 2 * MINUTE },
    async () => {
      await succeeds('deploy', '--remove', '--name', NAME);
      const kinds = 'deploy,cm,lease,pdb,sa,role,rolebinding,clusterrole,clusterrolebinding';
      assert.equal(
        kubectl('get', kinds, '-A', '-l', 'app.kubernetes.io/managed-by=kubectl-minisched', '-o', 'name'),
        '',
      );
      assert.notEqual(kubectl('get', 'clusterrole', 'system:kube-scheduler', '-o', 'name'), '');
      assert.equal(running('app=after'), 9);
    },
  );
});
