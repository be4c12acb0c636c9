import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { type ExtendedDeployment, extendedManifests } from '../../src/deploy/extended.ts';
import { testCli } from '../helpers/cli-context.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

interface Printed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: unknown;
}

describe('extender deploy', () => {
  const dryRun = async (...args: string[]) => {
    using home = tempFolder();
    const { out, err, code } = await testCli(home.path).run('extender', 'deploy', '--dry-run', ...args);
    assert.equal(code, 0, err);
    return parseAllDocuments(out).map((one): Printed => one.toJS());
  };

  test('prints one pod with kube-scheduler and the extender, which nobody else reaches, and what both read', async () => {
    const objects = await dryRun('--policy', 'default', '--image', 'mine:1', '--scheduler-image', 'theirs:2');
    const files = objects.find(({ kind }) => kind === 'ConfigMap')?.data ?? {};
    assert.match(files['kube-scheduler.yaml'] ?? '', /urlPrefix: http:\/\/127\.0\.0\.1:8888/);
    assert.match(files['kube-scheduler.yaml'] ?? '', /preemptVerb: preempt/);
    assert.match(files['extender.yaml'] ?? '', /schedulerName: extended-scheduler/);
    const text = JSON.stringify(objects.find(({ kind }) => kind === 'Deployment')?.spec);
    assert.match(
      text,
      /"image":"theirs:2","command":\["kube-scheduler","--config=[^"]*\/kube-scheduler\.yaml"/,
    );
    assert.match(
      text,
      /"image":"mine:1","args":\["extender","--config","[^"]*\/extender\.yaml","--port","8888"/,
    );
    assert.doesNotMatch(text, /--address/);
  });

  test("has the rights of the cluster's own kube-scheduler, and all of it is found again by its labels", async () => {
    const objects = await dryRun('--scheduler-name', 'other', '-n', 'mine');
    const bound = objects
      .filter(({ kind }) => kind === 'ClusterRoleBinding')
      .map(({ metadata }) => metadata.name);
    assert.deepEqual(bound, [
      'kubectl-minisched:other:kube-scheduler',
      'kubectl-minisched:other:volume-scheduler',
    ]);
    for (const { metadata } of objects)
      assert.match(JSON.stringify(metadata), /"app\.kubernetes\.io\/instance":"other"/);
    const reader = objects.find(({ kind }) => kind === 'RoleBinding');
    assert.equal(reader?.metadata.namespace, 'kube-system');
  });

  test('with the Go plugin there is no extender', async () => {
    const objects = await dryRun('--go-plugin', '--scheduler-name', 'compiled');
    assert.deepEqual(Object.keys(objects.find(({ kind }) => kind === 'ConfigMap')?.data ?? {}), [
      'kube-scheduler.yaml',
    ]);
    assert.doesNotMatch(JSON.stringify(objects), /"extender"/);
  });

  test('needs a cluster that is there, and an image', async () => {
    using home = tempFolder();
    const { err, code } = await testCli(home.path).run('extender', 'deploy', '--build');
    assert.equal(code, 3);
    assert.match(err, /there is no cluster "sched-workshop" that was made here/);
  });
});

test('another configuration makes another pod, since kube-scheduler reads it once', () => {
  const common = { name: 'x', namespace: 'y', schedulerImage: 'z' };
  const templateOf = (deployment: ExtendedDeployment) =>
    JSON.stringify(extendedManifests(deployment).find(({ kind }) => kind === 'Deployment'));
  const first = templateOf({ ...common, configuration: 'a' });
  assert.equal(templateOf({ ...common, configuration: 'a' }), first);
  assert.notEqual(templateOf({ ...common, configuration: 'b' }), first);
});
