import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { embeddedCli } from '../helpers/embedded-cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { findProgram, missing } from '../helpers/require-tools.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 4
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: c, image: nginx, resources: { requests: { cpu: '5' } } }] }
`;

suite('explain and simulate, with kubectl, on an embedded cluster', { skip: missing('kubectl') }, () => {
  const world = embeddedCli();
  const { cli } = world;
  const kubectl = (...args: string[]) =>
    execFileSync(findProgram('kubectl') ?? 'kubectl', args, {
      encoding: 'utf8',
      env: { ...process.env, KUBECONFIG: world.kubeconfig },
    });
  const run = (name: string, spec: object = {}) =>
    kubectl('run', name, '--image=nginx', `--overrides=${JSON.stringify({ spec })}`);

  before(async () => {
    const { code, err } = await world.create();
    assert.equal(code, 0, err);
    kubectl('taint', 'node', 't-worker', 'gpu=yes:NoSchedule');
  });

  after(async () => {
    await world.remove();
    world[Symbol.dispose]();
  });

  test('a placed pod: each node that fits with its scores, exit code 0', async () => {
    run('placed');
    await eventually(
      () => kubectl('get', 'pod', 'placed', '-o', 'jsonpath={.spec.nodeName}') !== '',
      'placed',
    );
    const { out, code } = await cli.run('explain', 'pod/placed', '-o', 'json');
    const said = JSON.parse(out);
    assert.equal(code, 0);
    assert.equal(said.state, 'placed');
    assert.equal(said.isServed, true);
    assert.equal(said.isEmbedded, true);
    assert.equal(said.policy, 'default');
    assert.equal(said.feasible, 2);
    const tainted = said.nodes.find(({ node }: { node: string }) => node === 't-worker');
    const objection = tainted.filters.find(({ reasons }: { reasons?: string[] }) => reasons);
    assert.equal(objection.detail, 'taint gpu=yes:NoSchedule');
  });

  test('a pod that nobody serves: who is alive, what each node says, the nearest way out, exit code 1', async () => {
    run('huge', {
      schedulerName: 'nobody-here',
      containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '9' } } }],
    });
    const { out, code } = await cli.run('explain', 'pod', 'huge');
    assert.equal(code, 1);
    assert.match(out, /Nobody is known to serve nobody-here.*Alive:\s+default-scheduler/s);
    assert.match(out, /NodeResourcesFit: Insufficient cpu \(asks for 9 cpu/);
    assert.match(out, /It fits on t-worker2 if it asks for 1 less cpu\./);
  });

  test('a pod that is not there is one sentence, exit code 3; a name of another kind is 2', async () => {
    const absent = await cli.run('explain', 'pod/absent');
    assert.equal(absent.code, 3);
    assert.match(absent.err, /there is no pod absent in namespace default/);
    assert.equal((await cli.run('explain', 'node/t-worker')).code, 2);
  });

  test('a deployment: how many fit, and side by side; what-ifs change the answer; nothing is written', async () => {
    const file = join(world.state, '..', 'web.yaml');
    writeFileSync(file, DEPLOYMENT);
    const pods = kubectl('get', 'pods', '-A', '--no-headers').split('\n').length;
    const simulate = async (...flags: string[]) => {
      const { out, code } = await cli.run('simulate', '-f', file, '-o', 'json', ...flags);
      return { code, results: JSON.parse(out).results };
    };
    const now = await simulate();
    // 8 CPUs a worker, 5 for each pod, one worker tainted
    assert.deepEqual([now.results[0].simulation.placed, now.code], [2, 1]);
    const more = await simulate('--add-node', 'big,cpu=64');
    assert.deepEqual([more.results[0].simulation.placed, more.code], [4, 0]);
    const less = await simulate('--taint', 't-worker2:gpu=yes:NoSchedule');
    assert.deepEqual([less.results[0].simulation.placed, less.code], [1, 1]);
    const both = await simulate('--compare', 'least-allocated,most-allocated', '--replicas', '2');
    assert.deepEqual(
      both.results.map(({ policy }: { policy: string }) => policy),
      ['least-allocated', 'most-allocated'],
    );
    assert.equal(kubectl('get', 'pods', '-A', '--no-headers').split('\n').length, pods);
    const picture = await cli.run('simulate', '-f', file, '-o', 'svg');
    assert.match(picture.out, /^<svg .*deployment\/web.*<\/svg>\n$/s);
    const lines = await cli.run('simulate', '-f', file);
    assert.match(lines.out, /By policy default 2 of 4 would be placed\./);
    assert.match(lines.out, /2 pods of deployment\/web: 0\/4 nodes are available/);
  });
});
