/**
 * `npm run bench:cycle`: what one scheduling cycle costs under policy `default`, feature by feature: a pod is decided and assumed, in
 * process, without an API server. Each line has microseconds of processor time a pod and its ratio to the plain pod on the same nodes.
 *
 *     npm run bench:cycle -- --nodes 500,5000 --pods 300
 *     npm run bench:cycle -- --only plain --metrics     # measured as `serve --serve-health` is
 */
import { parseArgs } from 'node:util';
import type { Pod } from '../src/api/types.ts';
import { preset } from '../src/scheduler/config/presets.ts';
import { readConfiguration } from '../src/scheduler/config/read-configuration.ts';
import { schedulerProfiles } from '../src/scheduler/config/scheduler-profiles.ts';
import { Registry } from '../src/metrics/registry.ts';
import { SchedulerMetrics } from '../src/metrics/scheduler-metrics.ts';
import { Cache } from '../src/scheduler/cache.ts';
import { REGISTRY } from '../src/scheduler/plugins/index.ts';
import { Profiles } from '../src/scheduler/profiles.ts';
import { newlyQueued } from '../src/scheduler/queued-pod.ts';
import { decideOne } from '../src/scheduler/schedule-one.ts';
import { systemClock } from '../src/lib/clock.ts';
import { OFFLINE } from '../src/app/scheduling/offline-api.ts';
import { node, pod } from '../test/helpers/builders.ts';
import { print } from './measure.ts';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '500,5000' },
    pods: { type: 'string', default: '300' },
    only: { type: 'string', default: '' },
    metrics: { type: 'boolean', default: false },
  },
});

const ZONES = 10;
const PODS_ON_NODE = 10;
const WARM_UP = 50;

/** What the pods of one line ask for. */
const FEATURES: Readonly<Record<string, (number: number) => Pod>> = {
  plain: (number) => web(number).build(),
  'tolerations, taints on half of the nodes': (number) => web(number).tolerate('half').build(),
  'node selector': (number) => web(number).selector('zone', 'z1').build(),
  'required and preferred node affinity': (number) =>
    web(number)
      .affinity({
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['z0'] }] }],
          },
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 10,
              preference: { matchExpressions: [{ key: 'zone', operator: 'In', values: ['z3'] }] },
            },
          ],
        },
      })
      .build(),
  'host port': (number) =>
    web(number)
      .spec({
        containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 20_000 + (number % 1000) }] }],
      })
      .build(),
  'extended resource': (number) => web(number).requests({ cpu: '100m', 'example.com/gpu': '1' }).build(),
  'hard spread over zones and nodes': (number) =>
    web(number).spread(evenly('zone', 1)).spread(evenly('kubernetes.io/hostname', 5)).build(),
  'soft spread over zones': (number) =>
    web(number)
      .spread({ ...evenly('zone', 1), whenUnsatisfiable: 'ScheduleAnyway' })
      .build(),
  'required pod affinity by zone': (number) =>
    web(number)
      .affinity({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near('zone')] } })
      .build(),
  'required pod anti-affinity by node': (number) =>
    web(number)
      .label('app', `alone-${number % 50}`)
      .affinity({
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            near('kubernetes.io/hostname', `alone-${number % 50}`),
          ],
        },
      })
      .build(),
  'preferred pod affinity by zone': (number) =>
    web(number)
      .affinity({
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: near('zone') }],
        },
      })
      .build(),
  'fits nowhere, preemption included': (number) => web(number).requests({ cpu: '64' }).priority(10).build(),
};

for (const count of values.nodes.split(',').map(Number)) {
  print(
    `\n${count} nodes with ${PODS_ON_NODE} pods each, ${values.pods} pods a line: microseconds of processor time a pod, ratio to plain`,
  );
  let plain: number | undefined;
  for (const [feature, make] of Object.entries(FEATURES)) {
    if (!feature.includes(values.only)) continue;
    const micros = measure(count, Number(values.pods), make);
    plain ??= micros;
    print(`  ${feature.padEnd(42)} ${micros.toFixed(0).padStart(7)}   ${(micros / plain).toFixed(2)}`);
  }
}

function measure(nodes: number, pods: number, make: (number: number) => Pod): number {
  const cache = clusterOf(nodes);
  const profiles = frameworks();
  const decide = (number: number) => {
    const one = make(number);
    const { framework } = profiles.forCycle(one, nodes);
    const attempt = decideOne({ framework, cache, tieBreak: () => 0 }, newlyQueued(one, 0, 0));
    if (attempt.kind === 'error') throw new Error(attempt.message);
    if (attempt.kind === 'decision') cache.assume(one, attempt.node);
  };
  for (let number = 0; number < WARM_UP; number++) decide(number);
  const begun = process.cpuUsage();
  for (let number = WARM_UP; number < WARM_UP + pods; number++) decide(number);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / pods;
}

function frameworks(): Profiles {
  const schedulerName = 'bench';
  const configuration = readConfiguration(preset('default', schedulerName), {
    registry: REGISTRY,
    schedulerName,
  });
  return new Profiles(
    schedulerProfiles(configuration, { api: OFFLINE, clock: systemClock, random: () => 0 }),
    values.metrics
      ? {
          metrics: new SchedulerMetrics(new Registry()),
          now: () => systemClock.monotonic(),
          random: Math.random,
        }
      : undefined,
  );
}

function clusterOf(nodes: number): Cache {
  const cache = new Cache();
  for (let number = 0; number < nodes; number++) {
    const name = `node-${number}`;
    const built = node(name)
      .label('zone', `z${number % ZONES}`)
      .label('kubernetes.io/hostname', name)
      .allocatable({ cpu: '32', memory: '256Gi', pods: '110', 'example.com/gpu': '8' });
    if (number % 2 === 0) built.taint('half', 'PreferNoSchedule');
    cache.setNode(built.build());
    for (let at = 0; at < PODS_ON_NODE; at++)
      cache.setPod(web(`${number}-${at}`).on(name).uid(`${name}-${at}`).build());
  }
  return cache;
}

function web(number: number | string) {
  return pod(`web-${number}`)
    .uid(`web-${number}`)
    .label('app', 'web')
    .requests({ cpu: '100m', memory: '128Mi' });
}

function evenly(topologyKey: string, maxSkew: number) {
  return {
    maxSkew,
    topologyKey,
    whenUnsatisfiable: 'DoNotSchedule' as const,
    labelSelector: { matchLabels: { app: 'web' } },
  };
}

function near(topologyKey: string, app = 'web') {
  return { topologyKey, labelSelector: { matchLabels: { app } } };
}
