import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { preset } from '../../../src/scheduler/config/presets.ts';
import { configurationObject } from '../../../src/scheduler/config/print-configuration.ts';
import { readConfiguration } from '../../../src/scheduler/config/read-configuration.ts';
import { schedulerProfiles } from '../../../src/scheduler/config/scheduler-profiles.ts';
import { REGISTRY } from '../../../src/scheduler/plugins/index.ts';
import { describePolicy, POLICIES } from '../../../src/scheduler/policy.ts';
import { readYaml } from '../../../src/workshop/yaml-document.ts';
import { yamlText } from '../../../src/workshop/yaml-text.ts';
import { atPoints, CONTEXT } from './read.ts';

const options = { registry: REGISTRY, schedulerName: 's' };
const configurationOf = (policy: (typeof POLICIES)[number]) =>
  readConfiguration(preset(policy, 's'), options);

/** All that a framework is given, and the args that its plugins were made of. */
function behaviour(configuration: ReturnType<typeof configurationOf>) {
  return {
    ...configuration,
    profiles: schedulerProfiles(configuration, CONTEXT).map(({ plugins, ...rest }, at) => ({
      ...rest,
      points: atPoints(plugins),
      weights: plugins.map(({ plugin, weight }) => [plugin.name, weight]),
      args: Array.from(configuration.profiles[at]?.configured ?? [], ([name, { args }]) => [name, args]),
    })),
  };
}

for (const policy of POLICIES) {
  test(`${policy}: printed and read again it is the same`, () => {
    const first = configurationOf(policy);
    const document = readYaml(yamlText(configurationObject(first)));
    assert.ok('value' in document);
    const again = readConfiguration(document.value, { ...options, schedulerName: 'another' });
    assert.deepEqual(behaviour(again), behaviour(first));
    assert.deepEqual(configurationObject(again), configurationObject(first));
    assert.deepEqual(first.ignored, [], 'a preset names nothing that is not there');
    assert.match(describePolicy(policy), new RegExp(`^${policy}: every feasible node .*\\.$`));
  });
}

test('what kube-scheduler itself writes as its defaults is the policy default, over as many nodes as its rule says', () => {
  const document = readYaml(
    readFileSync(new URL('../../fixtures/kube-scheduler-config.yaml', import.meta.url), 'utf8'),
  );
  assert.ok('value' in document);
  const theirs = readConfiguration(document.value, options);
  assert.equal(theirs.percentageOfNodesToScore, 0);
  assert.deepEqual(
    theirs.ignored.filter((what) => !what.includes('NodeVolumeLimits')),
    ['clientConnection', 'enableContentionProfiling', 'enableProfiling'],
  );
  const [profile] = behaviour(theirs).profiles;
  const [ours] = behaviour(configurationOf('default')).profiles;
  assert.equal(profile?.schedulerName, 'default-scheduler');
  assert.deepEqual(profile.points, ours?.points);
  assert.deepEqual(profile.weights, ours?.weights);
  const args = (of: typeof ours) => of?.args.filter(([name]) => name !== 'DynamicResources');
  assert.deepEqual(args(profile), args(ours));
});

const scorers = (policy: (typeof POLICIES)[number]) =>
  schedulerProfiles(configurationOf(policy), CONTEXT).flatMap(({ plugins }) =>
    plugins
      .filter(({ plugin, points }) => plugin.score && points?.has('score'))
      .map(({ plugin, weight }) => `${plugin.name} ${weight}`),
  );

test('each policy scores by what it is called after, and avoids nodes that ask to be avoided', () => {
  assert.deepEqual(scorers('least-pods'), ['TaintToleration 3', 'PodCount 1']);
  assert.deepEqual(scorers('most-pods'), ['TaintToleration 3', 'PodCount 1']);
  assert.deepEqual(scorers('random'), ['TaintToleration 3', 'Random 1']);
  assert.deepEqual(scorers('least-allocated'), ['TaintToleration 3', 'NodeResourcesFit 1']);
  assert.deepEqual(scorers('most-allocated'), ['TaintToleration 3', 'NodeResourcesFit 1']);
  assert.deepEqual(scorers('balanced'), ['TaintToleration 3', 'NodeResourcesBalancedAllocation 1']);
  assert.deepEqual(scorers('weighted').toSorted(), [
    'NodeAffinity 1',
    'NodeResourcesFit 2',
    'Rules 1',
    'TaintToleration 3',
  ]);
});

test('all filter as upstream does, and by NodeReady; only default preempts, and is upstream’s without an addition', () => {
  const pointsOf = (policy: (typeof POLICIES)[number]) =>
    atPoints(schedulerProfiles(configurationOf(policy), CONTEXT).flatMap(({ plugins }) => plugins));
  const upstream = pointsOf('default');
  assert.deepEqual(upstream.postFilter, ['DefaultPreemption']);
  for (const policy of POLICIES.filter((one) => one !== 'default')) {
    const points = pointsOf(policy);
    assert.equal(points.postFilter, undefined, policy);
    assert.deepEqual(new Set(points.filter), new Set([...(upstream.filter ?? []), 'NodeReady']), policy);
  }
});
