import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { type TestCli, testCli } from '../../helpers/cli-context.ts';
import { type FakeTools, fakeTools } from '../../helpers/fake-tools.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const NAME = 'workshop-scheduler';

void suite('kubectl minisched deploy status', () => {
  const temp = tempFolder();
  let tools: FakeTools;
  let cli: TestCli;

  before(() => {
    tools = fakeTools();
    cli = testCli(temp.path, tools.env);
  });
  after(() => {
    tools.remove();
    temp[Symbol.dispose]();
  });

  /** A cluster on which kubectl finds these. */
  const found = (objects: {
    readonly holder?: string;
    readonly ready?: number;
    readonly absent?: boolean;
  }) => {
    const { holder = '', ready = 2, absent = false } = objects;
    const say = (value: object) => ({ exitCode: 0, stdout: JSON.stringify(value) });
    const items = (...list: readonly object[]) => say({ items: list });
    const template = {
      metadata: { annotations: { 'minisched/serves': NAME } },
      spec: { containers: [{ image: 'image:7' }] },
    };
    const pod = (name: string) => ({
      metadata: { name },
      spec: { nodeName: `on-${name}` },
      status: { phase: 'Running', containerStatuses: [{ ready: true, restartCount: 1 }] },
    });
    tools.change({
      contexts: ['mine'],
      say: {
        'kubectl get deployments': absent
          ? items()
          : items({ spec: { replicas: 2, template }, status: { readyReplicas: ready } }),
        'kubectl get pods': items(pod('one'), pod('two')),
        'kubectl get leases': items({ spec: { holderIdentity: holder, leaseTransitions: 3 } }),
        'kubectl version': say({ serverVersion: { gitVersion: 'v1.37.2' } }),
        'kubectl get events': items(
          decision('late', '2026-01-01T00:00:02Z'),
          decision('early', '2026-01-01T00:00:01Z'),
        ),
      },
    });
  };
  const status = (...flags: readonly string[]) => cli.run('deploy', 'status', '--context', 'mine', ...flags);

  void test('tells who leads, what runs where, and the last decisions, the newest last', async () => {
    found({ holder: 'two_some-uuid' });
    const { out, code, err } = await status();
    assert.equal(code, 0, err);
    assert.match(out, /^workshop-scheduler on mine \(v1\.37\.2\): .* 2 of 2 ready, image image:7$/m);
    assert.match(out, /^two leads; changes of the leader so far: 3\.$/m);
    assert.match(out, /^two {2}leads {2}on-two {2}Running {2}1 restarts$/m);
    assert.match(out, /00:00:01 .*default\/early[^]*00:00:02 .*default\/late/);
  });

  void test('-o json has the same, and the flags may stand anywhere', async () => {
    found({ holder: 'one_some-uuid' });
    const { out } = await status('-o', 'json');
    assert.partialDeepStrictEqual(JSON.parse(out), {
      leader: 'one',
      transitions: 3,
      replicas: { wanted: 2, ready: 2 },
    });
  });

  void test('exit code 1: nobody leads, a copy is not ready, or it is not there', async () => {
    found({});
    const leaderless = await status();
    assert.match(leaderless.out, /^Nobody leads\.$/m);
    found({ holder: 'one_some-uuid', ready: 1 });
    const half = await status();
    found({ absent: true });
    const absent = await status();
    assert.match(
      absent.out,
      /^There is no deployment workshop-scheduler of ours in kube-system on the cluster of mine\.$/m,
    );
    assert.deepEqual([leaderless.code, half.code, absent.code], [1, 1, 1]);
  });
});

function decision(name: string, eventTime: string): object {
  return {
    eventTime,
    reason: 'Scheduled',
    message: 'Successfully …',
    involvedObject: { namespace: 'default', name },
  };
}
