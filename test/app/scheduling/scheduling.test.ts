import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { limitsOf } from '../../../src/app/scheduling/limits.ts';
import { loadScheduling, type SchedulingFlags } from '../../../src/app/scheduling/scheduling.ts';
import { UsageError } from '../../../src/lib/errors.ts';
import type { PluginContext } from '../../../src/scheduler/config/registry.ts';
import { NodeState } from '../../../src/scheduler/framework/node-state.ts';
import { pod } from '../../helpers/builders.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { MemoryApi } from '../../helpers/memory-api.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testCli } from '../../helpers/cli-context.ts';

const CONTEXT: PluginContext = { api: new MemoryApi(), clock: new FakeClock(), random: () => 0 };

/** A folder with these files, and how to load and run there. */
function arrange(t: TestContext, files: Readonly<Record<string, string>>) {
  const temp = tempFolder();
  t.after(() => temp[Symbol.dispose]());
  for (const [name, text] of Object.entries(files)) writeFileSync(join(temp.path, name), text);
  const load = (flags: Partial<SchedulingFlags>) =>
    loadScheduling({ policy: 'least-pods', plugins: [], schedulerName: 'ours', ...flags }, temp.path);
  const trouble = async (flags: Partial<SchedulingFlags>): Promise<string> => {
    try {
      await load(flags);
    } catch (error) {
      assert.ok(error instanceof UsageError, String(error));
      assert.equal(error.exitCode, 2);
      return error.message;
    }
    throw new Error('it was taken');
  };
  return { load, trouble, cli: testCli(temp.path) };
}

const HEAD = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';

const BAD = `${HEAD}
profiles:
  - schedulerName: first
    plugins:
      score:
        enabled:
          - name: NodeAffinity
          - name: NodeResourceFit
`;

const SCORE = `
export default {
  name: 'MyScore',
  score: (pod, node) => (node.name === 'b' ? 100 : 0),
};
`;

test('a mistake is one sentence with the path and the line', async (t) => {
  const { trouble, cli } = arrange(t, {
    'sched.yaml': BAD,
    'twice.yaml': `${HEAD}parallelism: 1\nparallelism: 2\n`,
    'broken.yaml': `${HEAD}profiles: [`,
    'list.yaml': '- a\n',
    'points.json': JSON.stringify(
      {
        apiVersion: 'kubescheduler.config.k8s.io/v1',
        kind: 'KubeSchedulerConfiguration',
        profiles: [{ plugins: { bind: { disabled: [{ name: '*' }] } } }],
      },
      undefined,
      1,
    ),
  });
  const said =
    'sched.yaml:10: profiles[0].plugins.score.enabled[1].name: no plugin "NodeResourceFit"; did you mean NodeResourcesFit?';
  assert.equal(await trouble({ config: 'sched.yaml' }), said);
  assert.match(await trouble({ config: 'twice.yaml' }), /^twice\.yaml:4: .*unique/);
  assert.match(await trouble({ config: 'broken.yaml' }), /^broken\.yaml:\d: /);
  assert.equal(await trouble({ config: 'list.yaml' }), 'list.yaml:1: must be a map, not a list');
  // a mistake that only the plugins themselves can tell
  assert.match(
    await trouble({ config: 'points.json' }),
    /^points\.json:5: profiles\[0\]: a plugin of ours must bind/,
  );
  assert.equal(
    await trouble({ config: 'none.yaml' }),
    'cannot read the configuration none.yaml: there is no such file',
  );
  const { err, code } = await cli.run('serve', '--config', 'sched.yaml');
  assert.equal(code, 2);
  assert.equal(err.split('\n')[0], `error: ${said}`);
});

test('--config and --policy exclude each other', async (t) => {
  const { cli } = arrange(t, { 'sched.yaml': HEAD });
  const { err, code } = await cli.run('serve', '--config', 'sched.yaml', '--policy', 'random');
  assert.equal(code, 2);
  assert.match(err, /--config <file>.*cannot be used with.*--policy/);
});

test('what a file says and is not done here is told in one line', async (t) => {
  const { load } = arrange(t, {
    'sched.yaml': `${HEAD}enableProfiling: true\nextenders: []\n`,
  });
  const { notDone, policy } = await load({ config: 'sched.yaml' });
  assert.equal(notDone, 'sched.yaml: not done here, ignored: enableProfiling, extenders');
  assert.equal(policy, 'custom');
  assert.equal((await load({})).notDone, undefined);
});

test('a policy takes the place of a file’s own, and gives it back', async (t) => {
  const { load } = arrange(t, {
    'sched.yaml': `${HEAD}profiles: [{schedulerName: a}, {schedulerName: b}]\n`,
  });
  const { profiles, profilesOf } = await load({ config: 'sched.yaml' });
  const plugins = (of: ReturnType<typeof profiles>) =>
    of.map(({ schedulerName, plugins }) => [schedulerName, ...plugins.map(({ plugin }) => plugin.name)]);
  const own = plugins(profiles(CONTEXT));
  const random = plugins(profilesOf('random', CONTEXT));
  assert.deepEqual(
    random.map(([name]) => name),
    ['a', 'b'],
  );
  assert.ok(random.every((names) => names.includes('Random')));
  assert.deepEqual(plugins(profilesOf('custom', CONTEXT)), own);
});

test('what a file says of the scheduler as a whole', async (t) => {
  const { load } = arrange(t, {
    'sched.yaml': `${HEAD}parallelism: 3\npodInitialBackoffSeconds: 2\npodMaxBackoffSeconds: 20\n`,
  });
  assert.deepEqual(limitsOf((await load({ config: 'sched.yaml' })).configuration), {
    parallelBinds: 3,
    backoff: { initialMs: 2_000, maxMs: 20_000 },
  });
});

test('--print-config prints what it takes, and needs no cluster', async (t) => {
  const files = arrange(t, { 'my-score.mjs': SCORE });
  const flags = ['--policy', 'weighted', '--plugin', './my-score.mjs=4', '--scheduler-name', 'mine'];
  const first = await files.cli.run('serve', '--print-config', ...flags);
  assert.equal(first.code, 0);
  assert.match(
    first.out,
    /^# weighted: .*\n# kubectl minisched serve --config FILE --plugin \.\/my-score\.mjs=4\n/,
  );
  const again = arrange(t, { 'my-score.mjs': SCORE, 'printed.yaml': first.out });
  const printed = await again.cli.run(
    'serve',
    '--print-config',
    '--config',
    'printed.yaml',
    '--plugin',
    './my-score.mjs',
  );
  assert.equal(printed.err, '');
  const body = (text: string) => text.replace(/^#.*\n/gm, '');
  assert.equal(body(printed.out), body(first.out));
});

test('a plugin of one’s own takes part in every profile of every policy, with its weight', async (t) => {
  const { load } = arrange(t, { 'my-score.mjs': SCORE });
  const { profiles, profilesOf } = await load({ plugins: ['./my-score.mjs=5'] });
  for (const [profile] of [
    profiles(CONTEXT),
    profilesOf('default', CONTEXT),
    profilesOf('random', CONTEXT),
  ]) {
    const mine = profile?.plugins.filter(({ plugin }) => plugin.name === 'MyScore') ?? [];
    assert.deepEqual(
      mine.map(({ weight, points }) => [weight, [...(points ?? [])]]),
      [[5, ['score']]],
    );
  }
});

test('a file that names the plugin decides itself where it takes part', async (t) => {
  const { load } = arrange(t, {
    'my-score.mjs': SCORE,
    'named.yaml': `${HEAD}profiles: [{plugins: {score: {enabled: [{name: MyScore, weight: 2}]}}}]\n`,
    'off.yaml': `${HEAD}profiles: [{plugins: {multiPoint: {disabled: [{name: MyScore}]}}}]\n`,
  });
  const weights = async (config: string) =>
    (await load({ config, plugins: ['my-score.mjs=9'] }))
      .profiles(CONTEXT)
      .flatMap(({ plugins }) => plugins.filter(({ plugin }) => plugin.name === 'MyScore'))
      .map(({ weight }) => weight);
  assert.deepEqual(await weights('named.yaml'), [2]);
  assert.deepEqual(await weights('off.yaml'), []);
});

test('a function is given its args, and makes a plugin for each profile', async (t) => {
  const { load } = arrange(t, {
    'made.ts': `
      import type { Plugin } from 'kubectl-minisched/plugin';
      let made = 0;
      export const plugin = (args: { bonus?: number }): Plugin => {
        const id = ++made;
        return { name: 'Made', score: () => (args.bonus ?? 1) + id * 10 };
      };
    `,
    'two.yaml': `${HEAD}profiles:
      - {schedulerName: a, pluginConfig: [{name: Made, args: {bonus: 7}}]}
      - {schedulerName: b}
    `,
  });
  const { profiles } = await load({ config: 'two.yaml', plugins: ['made.ts'] });
  const scores = profiles(CONTEXT).map(({ plugins }) => {
    const { plugin } = plugins.find((entry) => entry.plugin.name === 'Made') ?? {};
    return plugin?.score?.(pod('p').build(), new NodeState('n'), undefined) ?? 0;
  });
  assert.deepEqual(
    scores.map((score) => score % 10),
    [7, 1],
  );
  assert.notEqual(Math.trunc((scores[0] ?? 0) / 10), Math.trunc((scores[1] ?? 0) / 10));
});

test('what is wrong with a module is one sentence', async (t) => {
  const { trouble } = arrange(t, {
    'empty.mjs': 'export const x = 1;\n',
    'nameless.mjs': 'export default { score: () => 1 };\n',
    'idle.mjs': "export default { name: 'Idle' };\n",
    'taken.mjs': "export default { name: 'NodeName', score: () => 1 };\n",
    'syntax.ts': 'const a = 1;\nexport default { name: ;\n',
    'throws.mjs': "export default () => { throw new Error('no luck'); };\n",
    'nothing.mjs': 'export default () => 5;\n',
    'needs.mjs': "import 'no-such-package-anywhere';\n",
    'sorts.mjs': "export default { name: 'Sorts', less: () => true };\n",
    'a.mjs': "export default { name: 'Same', score: () => 1 };\n",
    'b.mjs': "export default { name: 'Same', score: () => 1 };\n",
  });
  const said = (...plugins: string[]) => trouble({ plugins });
  assert.equal(await said('./gone.ts'), '--plugin ./gone.ts: there is no such file');
  assert.match(
    await said('empty.mjs'),
    /^--plugin empty\.mjs: it exports no plugin, neither as default nor as plugin/,
  );
  assert.match(await said('nameless.mjs'), /exports no plugin/);
  assert.match(await said('idle.mjs'), /exports no plugin/);
  assert.equal(await said('taken.mjs'), '--plugin taken.mjs: there is a plugin "NodeName" already');
  assert.match(await said('syntax.ts'), /^--plugin syntax\.ts(:2)?: it cannot be loaded: \S/);
  assert.equal(await said('throws.mjs'), '--plugin throws.mjs: its function fails: no luck');
  assert.match(await said('nothing.mjs'), /its function returns no plugin/);
  assert.match(
    await said('needs.mjs'),
    /^--plugin needs\.mjs: it cannot be loaded: .*no-such-package-anywhere/,
  );
  // the queue has one order; a configuration can say whose
  assert.match(await said('sorts.mjs'), /^--plugin: profiles\[0\]: one plugin of ours must sort the queue/);
  assert.equal(await said('a.mjs=0'), '--plugin a.mjs: the weight of a plugin is 1 or more');
  assert.equal(await said('a.mjs', 'b.mjs'), '--plugin b.mjs: there is a plugin "Same" already');
});

test('flags say of the leader election what they say, and the file the rest; --no-leader-elect turns it off', async (t) => {
  const { cli } = arrange(t, {
    'sched.yaml': `${HEAD}leaderElection: {resourceName: mine, leaseDuration: 20s}\n`,
  });
  const print = async (...flags: string[]) =>
    (await cli.run('serve', '--config', 'sched.yaml', '--print-config', ...flags)).out;
  assert.match(await print(), /leaderElect: true\n {2}leaseDuration: 20s\n[^]*resourceName: mine\n/);
  const changed = await print('--leader-elect-lease-duration', '30s', '--no-leader-elect');
  assert.match(changed, /leaderElect: false\n {2}leaseDuration: 30s\n[^]*resourceName: mine\n/);
  const { out } = await cli.run('serve', '--policy', 'random', '--print-config');
  assert.doesNotMatch(out, /leaderElection/);
});
