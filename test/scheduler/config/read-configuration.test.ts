import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfiguration } from '../../../src/scheduler/config/read-configuration.ts';
import { schedulerProfiles } from '../../../src/scheduler/config/scheduler-profiles.ts';
import { REGISTRY } from '../../../src/scheduler/plugins/index.ts';
import { atPoints, CONTEXT, mistake, profileOf, read } from './read.ts';

test('nothing said is upstream’s default profile, every node scored', () => {
  const configuration = read({});
  assert.partialDeepStrictEqual(configuration, {
    parallelism: 16,
    percentageOfNodesToScore: 100,
    podInitialBackoffSeconds: 1,
    podMaxBackoffSeconds: 10,
    ignored: [],
  });
  const [profile] = schedulerProfiles(configuration, CONTEXT);
  assert.equal(profile?.schedulerName, 'ours');
  const points = atPoints(profile?.plugins ?? []);
  assert.deepEqual(points.queueSort, ['PrioritySort']);
  assert.deepEqual(points.preEnqueue, ['SchedulingGates']);
  assert.deepEqual(points.postFilter, ['DefaultPreemption']);
  assert.deepEqual(points.bind, ['DefaultBinder']);
  assert.deepEqual(points.score, [
    'TaintToleration',
    'NodeAffinity',
    'NodeResourcesFit',
    'VolumeBinding',
    'PodTopologySpread',
    'InterPodAffinity',
    'NodeResourcesBalancedAllocation',
    'ImageLocality',
  ]);
  assert.ok(!points.filter?.includes('NodeReady'), 'an addition of ours is no default of upstream’s');
});

test('a default plugin that is named again is replaced in its place, with the weight that is said', () => {
  const { plugins } = profileOf({
    plugins: { multiPoint: { enabled: [{ name: 'NodeAffinity', weight: 7 }] } },
  });
  const entry = plugins.find(({ plugin }) => plugin.name === 'NodeAffinity');
  assert.equal(entry?.weight, 7);
  const usual = profileOf({}).plugins.map(({ plugin }) => plugin.name);
  assert.deepEqual(
    plugins.map(({ plugin }) => plugin.name),
    usual,
  );
});

test('a default plugin that is disabled is gone, everywhere or at one point', () => {
  const disabled = [{ name: 'NodeAffinity' }];
  const everywhere = atPoints(profileOf({ plugins: { multiPoint: { disabled } } }).plugins);
  assert.ok(!JSON.stringify(everywhere).includes('NodeAffinity'));
  assert.ok(everywhere.filter?.includes('NodePorts'));
  const { filter, score } = atPoints(profileOf({ plugins: { score: { disabled } } }).plugins);
  assert.ok(filter?.includes('NodeAffinity'));
  assert.ok(!score?.includes('NodeAffinity'));
});

test('what kube-scheduler has and this program has not is named, not refused', () => {
  const { ignored } = read({
    enableProfiling: true,
    clientConnection: { qps: 50 },
    extenders: [],
    profiles: [
      {
        plugins: {
          multiPoint: { enabled: [{ name: 'GangScheduling' }], disabled: [{ name: 'PodGroupPodsCount' }] },
          placementScore: { enabled: [{ name: 'x' }] },
        },
        pluginConfig: [{ name: 'GangScheduling', args: {} }],
      },
    ],
  });
  assert.deepEqual(ignored, [
    'clientConnection',
    'enableProfiling',
    'extenders',
    'profiles[0].plugins.placementScore',
    'profiles[0].plugins.multiPoint.enabled[0] (GangScheduling)',
    'profiles[0].pluginConfig[0] (GangScheduling)',
  ]);
});

const args = (name: string, given: unknown) => ({ profiles: [{ pluginConfig: [{ name, args: given }] }] });
const P = 'profiles[0]';
const A = `${P}.pluginConfig[0].args`;

const MISTAKES: readonly (readonly [object, string])[] = [
  [{ parallelizm: 1 }, 'parallelizm: unknown field; did you mean parallelism?'],
  [{ parallelism: 0 }, 'parallelism: should be an integer value greater than zero'],
  [{ parallelism: '4' }, 'parallelism: must be a whole number, not the text "4"'],
  [{ parallelism: 1.5 }, 'parallelism: must be a whole number, not 1.5'],
  [{ percentageOfNodesToScore: 101 }, 'percentageOfNodesToScore: 101 is not in valid range [0, 100]'],
  [{ podInitialBackoffSeconds: 0 }, 'podInitialBackoffSeconds: must be greater than 0'],
  [
    { podInitialBackoffSeconds: 5, podMaxBackoffSeconds: 4 },
    'podMaxBackoffSeconds: must be greater than or equal to podInitialBackoffSeconds',
  ],
  [
    { podInitialBackoffSeconds: 50 },
    'podInitialBackoffSeconds: must not be greater than podMaxBackoffSeconds, which is 10 when not said',
  ],
  [{ profiles: {} }, 'profiles: must be a list, not a map'],
  [{ profiles: ['x'] }, `${P}: must be a map, not the text "x"`],
  [{ profiles: [{ schedulerName: '' }] }, `${P}.schedulerName: must not be empty`],
  [{ profiles: [{}, {}] }, `${P}: schedulerName is missing: each of several profiles needs one`],
  [
    { profiles: [{ schedulerName: 'a' }, { schedulerName: 'a' }] },
    'profiles[1].schedulerName: duplicate value "a": profiles[0] has it already',
  ],
  [
    { profiles: [{ plugins: { score: { enabled: [{ name: 'NodeResourceFit' }] } } }] },
    `${P}.plugins.score.enabled[0].name: no plugin "NodeResourceFit"; did you mean NodeResourcesFit?`,
  ],
  [{ profiles: [{ plugins: { scores: {} } }] }, `${P}.plugins.scores: unknown field; did you mean score?`],
  [
    { profiles: [{ plugins: { score: { enabled: [{ weight: 1 }] } } }] },
    `${P}.plugins.score.enabled[0]: name is missing`,
  ],
  [
    { profiles: [{ plugins: { score: { enabled: [{ name: 'NodeAffinity', weight: -1 }] } } }] },
    `${P}.plugins.score.enabled[0].weight: -1 is not in valid range [0, 2147483647]`,
  ],
  [args('Nobody', {}), `${P}.pluginConfig[0].name: no plugin "Nobody"`],
  [
    { profiles: [{ pluginConfig: [{ name: 'PodCount' }, { name: 'PodCount' }] }] },
    `${P}.pluginConfig[1]: duplicate value "PodCount"`,
  ],
  [args('NodeName', { x: 1 }), `${A}.x: unknown field`],
  [
    args('PodCount', { kind: 'PodCountArguments' }),
    `${A}.kind: must be PodCountArgs, not "PodCountArguments"`,
  ],
  [
    args('DefaultPreemption', { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0 }),
    `${A}.minCandidateNodesPercentage: cannot be zero at the same time as minCandidateNodesAbsolute`,
  ],
  [
    args('InterPodAffinity', { hardPodAffinityWeight: 101 }),
    `${A}.hardPodAffinityWeight: 101 is not in valid range [0, 100]`,
  ],
  [
    args('NodeResourcesFit', { ignoredResourceGroups: ['a/b'] }),
    `${A}.ignoredResourceGroups[0]: resource group name can't contain '/'`,
  ],
  [
    args('NodeResourcesFit', { scoringStrategy: { type: 'Least' } }),
    `${A}.scoringStrategy.type: unsupported value "Least": one of LeastAllocated, MostAllocated, RequestedToCapacityRatio`,
  ],
  [
    args('NodeResourcesFit', {
      scoringStrategy: { type: 'LeastAllocated', resources: [{ name: 'cpu', weight: 101 }] },
    }),
    `${A}.scoringStrategy.resources[0].weight: 101 is not in valid range [1, 100]`,
  ],
  [
    args('NodeResourcesFit', { scoringStrategy: { type: 'RequestedToCapacityRatio' } }),
    `${A}.scoringStrategy: requestedToCapacityRatio is missing: must be specified when type is RequestedToCapacityRatio`,
  ],
  [
    args('NodeResourcesFit', {
      scoringStrategy: {
        type: 'RequestedToCapacityRatio',
        requestedToCapacityRatio: {
          shape: [
            { utilization: 50, score: 1 },
            { utilization: 50, score: 2 },
          ],
        },
      },
    }),
    `${A}.scoringStrategy.requestedToCapacityRatio.shape[1].utilization: values must be sorted in increasing order`,
  ],
  [
    args('NodeResourcesBalancedAllocation', { resources: [{ name: 'cpu', weight: 2 }] }),
    `${A}.resources[0].weight: must be 1`,
  ],
  [
    args('NodeResourcesBalancedAllocation', { resources: [{ name: 'cpu' }, { name: 'cpu' }] }),
    `${A}.resources[1].name: duplicate value "cpu"`,
  ],
  [
    args('PodTopologySpread', {
      defaultConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
    }),
    `${A}.defaultConstraints: defaultingType must be List when defaultConstraints are not empty`,
  ],
  [
    args('PodTopologySpread', {
      defaultingType: 'List',
      defaultConstraints: [{ maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
    }),
    `${A}.defaultConstraints[0].maxSkew: 0 is not in valid range [1, 2147483647]`,
  ],
  [
    args('PodTopologySpread', {
      defaultingType: 'List',
      defaultConstraints: [
        { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
        { maxSkew: 2, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
      ],
    }),
    `${A}.defaultConstraints[1]: duplicate value {zone, ScheduleAnyway}`,
  ],
  [
    args('NodeAffinity', {
      addedAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In' }] }],
        },
      },
    }),
    `${A}.addedAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]: values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty`,
  ],
  [args('Rules', { rules: [{}] }), `${A}.rules[0]: points is missing`],
  [args('Rules', { maxPoints: 0 }), `${A}.maxPoints: 0 is not in valid range [1, 2147483647]`],
];

for (const [fields, said] of MISTAKES)
  test(said, () => {
    assert.equal(
      mistake(() => read(fields)),
      said,
    );
  });

test('another version, kind or document is refused', () => {
  const options = { registry: REGISTRY, schedulerName: 's' };
  const said = (value: unknown) => mistake(() => readConfiguration(value, options));
  assert.equal(said(undefined), ': must be a map, not nothing');
  assert.equal(said([]), ': must be a map, not a list');
  assert.equal(said({}), ': apiVersion is missing: kubescheduler.config.k8s.io/v1');
  assert.equal(
    said({ apiVersion: 'kubescheduler.config.k8s.io/v1beta3' }),
    'apiVersion: must be kubescheduler.config.k8s.io/v1, not "kubescheduler.config.k8s.io/v1beta3"',
  );
  assert.equal(
    said({ apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'Pod' }),
    'kind: must be KubeSchedulerConfiguration, not "Pod"',
  );
});

test('how much of a cluster is looked at is said for all, or by a profile for itself', () => {
  const { profiles, percentageOfNodesToScore } = read({
    percentageOfNodesToScore: 40,
    profiles: [{ schedulerName: 'a' }, { schedulerName: 'b', percentageOfNodesToScore: 70 }],
  });
  assert.equal(percentageOfNodesToScore, 40);
  const made = schedulerProfiles({ ...read({}), profiles, percentageOfNodesToScore }, CONTEXT);
  assert.deepEqual(
    made.map((profile) => [profile.schedulerName, profile.percentageOfNodesToScore]),
    [
      ['a', 40],
      ['b', 70],
    ],
  );
});

test('args are handed on with every word that was said', () => {
  const rules = [
    {
      points: -3,
      podSelector: { matchLabels: { tier: '' } },
      nodeSelector: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd', ''] }] },
      nodeYoungerThanDays: 30,
      nodeOlderThanDays: 7,
    },
  ];
  const constraint = {
    maxSkew: 2,
    topologyKey: 'zone',
    whenUnsatisfiable: 'DoNotSchedule',
    minDomains: 3,
    nodeAffinityPolicy: 'Ignore',
    nodeTaintsPolicy: 'Honor',
    matchLabelKeys: ['pod-template-hash'],
  };
  const term = { matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['4'] }] };
  const addedAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }] }, term],
    },
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, preference: term }],
  };
  const scoringStrategy = {
    type: 'RequestedToCapacityRatio',
    resources: [{ name: 'example.com/gpu', weight: 9 }],
    requestedToCapacityRatio: {
      shape: [
        { utilization: 0, score: 10 },
        { utilization: 90, score: 1 },
      ],
    },
  };
  const all = {
    Rules: { maxPoints: 9, rules },
    PodTopologySpread: { defaultConstraints: [constraint], defaultingType: 'List' },
    NodeAffinity: { addedAffinity },
    NodeResourcesFit: { ignoredResources: ['a.b/c'], ignoredResourceGroups: ['d.e'], scoringStrategy },
    DefaultPreemption: { minCandidateNodesPercentage: 3, minCandidateNodesAbsolute: 4 },
    InterPodAffinity: { hardPodAffinityWeight: 0, ignorePreferredTermsOfExistingPods: true },
    Coscheduling: { permitWaitingTimeSeconds: 5, podGroupBackoffSeconds: 6 },
    PodCount: { prefer: 'most' },
  };
  for (const [name, given] of Object.entries(all)) {
    const [profile] = read(args(name, given)).profiles;
    assert.deepEqual(profile?.pluginConfig.get(name)?.args, given);
  }
});

test('profiles share one queue, so they sort it alike', () => {
  const two = read({
    profiles: [
      { schedulerName: 'a' },
      {
        schedulerName: 'b',
        plugins: {
          queueSort: { disabled: [{ name: 'PrioritySort' }], enabled: [{ name: 'Coscheduling' }] },
        },
      },
    ],
  });
  assert.equal(
    mistake(() => schedulerProfiles(two, CONTEXT)),
    'profiles[1].plugins.queueSort: must be the same for all profiles, since they share one queue: PrioritySort in the first, Coscheduling here',
  );
});
