import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, suite, test } from 'node:test';
import { parseAllDocuments } from 'yaml';

import { inClusterScheduler } from '../../../src/app/deploy/in-cluster.ts';
import { ownerOf } from '../../../src/exec/lock.ts';
import type { SchedulerProcess } from '../../../src/workshop/scheduler-process.ts';
import { type TestCli, testCli } from '../../helpers/cli-context.ts';
import { type FakeTools, fakeTools } from '../../helpers/fake-tools.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

void suite('kubectl minisched deploy', () => {
  const temp = tempFolder();
  let tools: FakeTools;
  let cli: TestCli;

  before(() => {
    tools = fakeTools();
    cli = testCli(temp.path, { ...tools.env, XDG_STATE_HOME: join(temp.path, 'state') });
  });
  after(() => {
    tools.remove();
    temp[Symbol.dispose]();
  });

  void test('--dry-run prints what would be applied, with the policy as a configuration, and asks no cluster', async () => {
    const { out, code } = await cli.run(
      'deploy',
      '--dry-run',
      '--policy',
      'random',
      '--scheduler-name',
      'dice',
    );
    assert.equal(code, 0);
    const documents = parseAllDocuments(out).map((one): Record<string, unknown> => one.toJS());
    assert.deepEqual(
      documents.map(({ kind }) => kind),
      [
        'ServiceAccount',
        'ClusterRole',
        'ClusterRoleBinding',
        'Role',
        'RoleBinding',
        'ConfigMap',
        'Lease',
        'PodDisruptionBudget',
        'Deployment',
      ],
    );
    assert.match(out, /schedulerName: dice\n/);
    assert.match(out, /name: Random\n/);
    assert.deepEqual(tools.state().log, []);
  });

  void test('every RBAC rule stands under the reason for it', async () => {
    const { out } = await cli.run('deploy', '--dry-run');
    const rules = out.match(/^ {2}- apiGroups:/gm) ?? [];
    const reasons = out.match(/^ {2}# .+\n {2}- apiGroups:/gm) ?? [];
    assert.ok(rules.length > 10);
    assert.equal(reasons.length, rules.length);
  });

  void test('-o json is one list with the same objects, the rules without comments', async () => {
    const { out } = await cli.run('deploy', '--dry-run', '-o', 'json', '--system-role');
    const { kind, items }: { kind: string; items: { kind: string; rules?: unknown[] }[] } = JSON.parse(out);
    assert.equal(kind, 'List');
    assert.deepEqual(items.find((item) => item.kind === 'Role')?.rules, [
      {
        apiGroups: ['coordination.k8s.io'],
        resources: ['leases'],
        verbs: ['get', 'patch'],
        resourceNames: ['workshop-scheduler'],
      },
    ]);
  });

  void test('a configuration file is deployed complete; its first name is the name of all', async () => {
    writeFileSync(
      join(temp.path, 'sched.yaml'),
      'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles: [{ schedulerName: mine }]\n',
    );
    const { out, err, code } = await cli.run('deploy', '--dry-run', '--config', 'sched.yaml');
    assert.equal(code, 0, err);
    assert.match(out, /minisched\/serves: mine\n/);
    assert.match(out, /name: kubectl-minisched:mine\n/);
    assert.match(out, /percentageOfNodesToScore: /);
  });

  void test('on an embedded cluster it says what cannot run there, and how to run it beside it', async () => {
    for (const words of [
      ['deploy', '--build'],
      ['deploy', 'status'],
      ['deploy', '--remove'],
    ]) {
      const { err, code } = await cli.run(...words, '--provider', 'embedded');
      assert.equal(code, 3);
      assert.match(err, /nodes of embedded-sched-workshop are simulated: they start no images/);
      assert.match(err, /next: kubectl minisched serve --context embedded-sched-workshop/);
    }
  });

  void test('without a cluster of ours it names none, and takes not the one that is current', async () => {
    tools.change({ contexts: ['prod'], current: 'prod' });
    const { err, code } = await cli.run('deploy', '--image', 'x');
    assert.equal(code, 3);
    assert.match(
      err,
      /there is no cluster "sched-workshop" that was made here\nnext: .*--context NAME --yes/,
    );
  });

  void test("somebody else's cluster is written to only with --yes", async () => {
    tools.change({ contexts: ['prod'], current: 'prod', log: [] });
    for (const words of [['--image', 'x'], ['--remove']]) {
      const { err, code } = await cli.run('deploy', '--context', 'prod', ...words);
      assert.equal(code, 3);
      assert.match(err, /the cluster of context prod was not made by this program\nnext: add --yes/);
    }
    assert.ok(!tools.state().log.some((line) => /apply|delete/.test(line)), 'nothing was written');
  });

  void test('what runs already goes on with its image when nothing else is said', async () => {
    const well = { exitCode: 0 };
    tools.change({
      contexts: ['prod'],
      current: 'prod',
      log: [],
      say: {
        'kubectl get deployment': { ...well, stdout: 'image:7\n' },
        'kubectl apply': well,
        'kubectl rollout': well,
      },
    });
    const { err, code } = await cli.run('deploy', '--context', 'prod', '--yes');
    tools.change({ say: {} });
    assert.equal(code, 0, err);
    const file = join(temp.path, 'state/minisched/prod/deploy-workshop-scheduler.yaml');
    assert.match(readFileSync(file, 'utf8'), /^ +image: image:7$/m);
    assert.ok(tools.state().log.some((line) => line.includes(`-f ${file} --context prod`)));
  });

  void test('an image that is built here gets into kind nodes only', async () => {
    tools.change({ contexts: ['prod'], current: 'prod' });
    const { err, code } = await cli.run('deploy', '--context', 'prod', '--yes', '--build');
    assert.equal(code, 3);
    assert.match(err, /gets into no node of prod: it is not a kind cluster\nnext: push one to a registry/);
  });
});

void test('the Dockerfile runs nothing while it is built, and nothing as root', () => {
  const text = readFileSync(new URL('../../../workshop/deploy/Dockerfile', import.meta.url), 'utf8');
  assert.doesNotMatch(text, /^RUN /m);
  assert.match(text, /^USER 65532:65532$/m);
  assert.match(text, /^ARG BASE=\S+\nFROM \$\{BASE\}$/m);
});

void test('the manifests of the random scheduler are what deploy prints for it', async () => {
  using temp = tempFolder();
  const { out } = await testCli(temp.path).run(
    'deploy',
    '--dry-run',
    '--scheduler-name',
    'random-scheduler',
    '--policy',
    'random',
  );
  const file = readFileSync(
    new URL('../../../workshop/random-scheduler/scheduler.yaml', import.meta.url),
    'utf8',
  );
  const objects = (text: string) => parseAllDocuments(text).map((one): unknown => one.toJS());
  assert.deepEqual(objects(file), objects(out));
  assert.deepEqual(file.match(/^ {2}# .*/gm), out.match(/^ {2}# .*/gm), 'with the reasons of the rules');
});

void suite("the workshop's scheduler in the cluster", () => {
  const temp = tempFolder();
  let tools: FakeTools;
  let follower: SchedulerProcess & { running: boolean };

  before(() => {
    tools = fakeTools();
  });
  beforeEach(() => {
    const well = { exitCode: 0 };
    tools.change({
      contexts: ['mine'],
      current: 'mine',
      log: [],
      say: {
        'kubectl get deployment': { ...well, stdout: 'image:7\n' },
        'kubectl get nodes -l node-role': { ...well, stdout: 'node/a\n' },
        ...Object.fromEntries(['apply', 'rollout', 'scale', 'wait'].map((verb) => [`kubectl ${verb}`, well])),
      },
    });
    follower = {
      running: false,
      find: () => (follower.running ? { ...ownerOf(process.pid, 'the follower'), mode: 'bind' } : undefined),
      start() {
        follower.running = true;
        return Promise.resolve({ pid: 7 });
      },
      stop() {
        follower.running = false;
        return Promise.resolve(7);
      },
      configure: () => Promise.reject(new Error('nothing may be configured')),
      eventsSince: () => ({ events: [], offset: 0 }),
    };
  });
  after(() => {
    tools.remove();
    temp[Symbol.dispose]();
  });

  const { signal } = new AbortController();
  const schedulerOn = (aim: { readonly provider: 'kind' | 'embedded'; readonly context?: string }) =>
    inClusterScheduler(
      testCli(temp.path, { ...tools.env, XDG_STATE_HOME: join(temp.path, 'state') }).context,
      {
        ...aim,
        name: 'sched-workshop',
        scheduler: 'workshop-scheduler',
        policy: 'least-pods',
        yes: true,
        marker: join(temp.path, 'in-cluster'),
      },
      follower,
    );
  const verbs = () =>
    tools.state().log.flatMap((line) => /^kubectl (scale|apply|rollout|wait) /.exec(line)?.[1] ?? []);

  void test('is started as a Deployment and stopped by scaling it to none', async () => {
    const scheduler = schedulerOn({ provider: 'kind', context: 'mine' });
    await scheduler.start({ mode: 'decide', flags: ['--policy', 'most-pods'], signal });
    assert.deepEqual(verbs(), ['scale', 'wait', 'apply', 'rollout']);
    const file = readFileSync(join(temp.path, 'state/minisched/mine/deploy-workshop-scheduler.yaml'), 'utf8');
    assert.match(file, /^ +- --mode\n +- decide$/m);
    assert.match(file, /prefer: most\n/);
    assert.match(file, /node-role\.kubernetes\.io\/control-plane: ""$/m);
    assert.equal(scheduler.find()?.what, 'the follower');
    await scheduler.stop({ signal });
    assert.deepEqual(verbs().slice(4), ['scale', 'wait']);
    assert.equal(scheduler.find(), undefined);
  });

  void test('is found, as none that a step wants, when its follower was killed', async () => {
    const scheduler = schedulerOn({ provider: 'kind', context: 'mine' });
    await scheduler.start({ mode: 'bind', signal });
    follower.running = false;
    assert.equal(scheduler.find()?.mode, 'unheard');
    await scheduler.stop({ signal });
    assert.equal(scheduler.find(), undefined);
  });

  void test('starts nowhere where no image can run', async () => {
    await assert.rejects(schedulerOn({ provider: 'embedded' }).start({ mode: 'bind', signal }), {
      message: /simulated: they start no images/,
    });
  });
});
