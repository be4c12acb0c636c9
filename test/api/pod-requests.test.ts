import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { requestsOf, type RequestingPod, type RequestsOptions } from '../../src/api/pod-requests.ts';

interface Row {
  readonly name: string;
  readonly pod: RequestingPod;
  readonly options?: RequestsOptions;
  readonly asks: Readonly<Record<string, number>>;
}

const MIB = 1024 * 1024;
const asks = (name: string, requests: Readonly<Record<string, string>>, restartPolicy?: string) => ({
  name,
  resources: { requests },
  ...(restartPolicy && { restartPolicy }),
});
const cpu = (name: string, amount: string, restartPolicy?: string) =>
  asks(name, { cpu: amount }, restartPolicy);
const missing = { cpu: '100m', memory: '200Mi' };
const pending = (reason: string) => [{ type: 'PodResizePending', reason }];

const rows: readonly Row[] = [
  {
    name: 'containers add up',
    pod: {
      spec: {
        containers: [asks('a', { cpu: '1', memory: '64Mi' }), asks('b', { cpu: '250m', 'x.io/gpu': '2' })],
      },
    },
    asks: { cpu: 1250, memory: 64 * MIB, 'x.io/gpu': 2 },
  },
  { name: 'nothing is asked for', pod: { spec: { containers: [{ name: 'a' }] } }, asks: {} },
  { name: 'an explicit 0 is said', pod: { spec: { containers: [cpu('a', '0')] } }, asks: { cpu: 0 } },
  {
    name: 'a bigger init container decides',
    pod: { spec: { containers: [cpu('a', '1')], initContainers: [cpu('i', '3'), cpu('j', '2')] } },
    asks: { cpu: 3000 },
  },
  {
    name: 'a smaller init container does not',
    pod: { spec: { containers: [cpu('a', '1')], initContainers: [cpu('i', '500m')] } },
    asks: { cpu: 1000 },
  },
  {
    name: 'sidecars run beside the containers',
    pod: { spec: { containers: [cpu('a', '1')], initContainers: [cpu('s', '500m', 'Always')] } },
    asks: { cpu: 1500 },
  },
  {
    name: 'an init container runs beside the sidecars before it, not beside those after it',
    pod: {
      spec: {
        containers: [cpu('a', '1')],
        initContainers: [cpu('s', '500m', 'Always'), cpu('i', '2'), cpu('t', '1', 'Always')],
      },
    },
    asks: { cpu: 2500 },
  },
  {
    name: 'overhead comes on top',
    pod: { spec: { containers: [cpu('a', '1')], overhead: { cpu: '100m', memory: '1Mi' } } },
    asks: { cpu: 1100, memory: MIB },
  },
  {
    name: 'what the pod asks for as a whole stands in place of the sum, with overhead on top',
    pod: {
      spec: {
        containers: [asks('a', { cpu: '1', memory: '1Mi', 'x.io/gpu': '1' })],
        resources: { requests: { cpu: '4', 'hugepages-2Mi': '4Mi', 'x.io/gpu': '9' } },
        overhead: { cpu: '100m' },
      },
    },
    asks: { cpu: 4100, memory: MIB, 'hugepages-2Mi': 4 * MIB, 'x.io/gpu': 1 },
  },
  {
    name: 'unless that is left out',
    pod: { spec: { containers: [cpu('a', '1')], resources: { requests: { cpu: '4' } } } },
    options: { podLevel: false },
    asks: { cpu: 1000 },
  },
  {
    name: 'what is missing is put in for each container, but not for an explicit 0',
    pod: { spec: { containers: [{ name: 'a' }, cpu('b', '0'), asks('c', { memory: '1Mi' })] } },
    options: { missing },
    asks: { cpu: 200, memory: 401 * MIB },
  },
  {
    name: 'parts of units are rounded up once, after the sum',
    pod: {
      spec: {
        containers: [
          asks('a', { memory: '500m' }),
          asks('b', { memory: '500m' }),
          asks('c', { memory: '1m' }),
        ],
      },
    },
    asks: { memory: 2 },
  },
  {
    name: 'status is not looked at by default',
    pod: {
      spec: { containers: [cpu('a', '1')] },
      status: { containerStatuses: [{ name: 'a', allocatedResources: { cpu: '2' } }] },
    },
    asks: { cpu: 1000 },
  },
  {
    name: 'on a node, the most of what is asked, granted and there',
    pod: {
      spec: { containers: [cpu('a', '1'), cpu('b', '1')] },
      status: {
        containerStatuses: [
          { name: 'a', allocatedResources: { cpu: '2' }, resources: { requests: { cpu: '3' } } },
          { name: 'b', allocatedResources: { cpu: '1' } },
        ],
      },
    },
    options: { withStatus: true },
    asks: { cpu: 4000 },
  },
  {
    name: 'the most is taken of the sums, not of each container',
    pod: {
      spec: { containers: [cpu('a', '3'), cpu('b', '1')] },
      status: {
        containerStatuses: [
          { name: 'a', allocatedResources: { cpu: '1' }, resources: { requests: { cpu: '1' } } },
          { name: 'b', allocatedResources: { cpu: '2' }, resources: { requests: { cpu: '2' } } },
        ],
      },
    },
    options: { withStatus: true },
    asks: { cpu: 4000 },
  },
  {
    name: 'a resize that can never be does not count',
    pod: {
      spec: { containers: [cpu('a', '8')] },
      status: {
        conditions: pending('Infeasible'),
        containerStatuses: [{ name: 'a', allocatedResources: { cpu: '1' } }],
      },
    },
    options: { withStatus: true },
    asks: { cpu: 1000 },
  },
  {
    name: 'one that is only put off does',
    pod: {
      spec: { containers: [cpu('a', '8')] },
      status: {
        conditions: pending('Deferred'),
        containerStatuses: [{ name: 'a', allocatedResources: { cpu: '1' } }],
      },
    },
    options: { withStatus: true },
    asks: { cpu: 8000 },
  },
  {
    name: 'sidecars have a status too',
    pod: {
      spec: { containers: [cpu('a', '1')], initContainers: [cpu('s', '1', 'Always')] },
      status: { initContainerStatuses: [{ name: 's', allocatedResources: { cpu: '2' } }] },
    },
    options: { withStatus: true },
    asks: { cpu: 3000 },
  },
  {
    name: 'of a resize that can never be, what was not granted is missing',
    pod: { spec: { containers: [cpu('a', '8')] }, status: { conditions: pending('Infeasible') } },
    options: { withStatus: true, missing },
    asks: { cpu: 100, memory: 200 * MIB },
  },
  {
    name: 'granted to the pod as a whole, also where only its containers ask',
    pod: {
      spec: { containers: [cpu('a', '1')] },
      status: {
        containerStatuses: [{ name: 'a', allocatedResources: { cpu: '9' } }],
        allocatedResources: { cpu: '3' },
        resources: { requests: { cpu: '2' } },
      },
    },
    options: { withStatus: true },
    asks: { cpu: 3000 },
  },
  {
    name: 'the most of what the pod as a whole asks for, was granted and has',
    pod: {
      spec: { containers: [cpu('a', '1')], resources: { requests: { cpu: '2' } } },
      status: { allocatedResources: { cpu: '5' }, resources: { requests: { cpu: '4' } } },
    },
    options: { withStatus: true },
    asks: { cpu: 5000 },
  },
  {
    name: 'a status of the pod as a whole stands for those of its containers',
    pod: {
      spec: { containers: [cpu('a', '1')], resources: { requests: { cpu: '2' } } },
      status: {
        containerStatuses: [{ name: 'a', allocatedResources: { cpu: '9' } }],
        allocatedResources: { cpu: '3', memory: '1Mi' },
        resources: { requests: { cpu: '4' } },
      },
    },
    options: { withStatus: true },
    asks: { cpu: 4000, memory: MIB },
  },
];

for (const { name, pod, options, asks } of rows)
  test(`requests: ${name}`, () => assert.deepEqual(Object.fromEntries(requestsOf(pod, options)), asks));

const quantity = fc.constantFrom('0', '1m', '100m', '1', '2500m', '3');
const container = fc.record({
  name: fc.string(),
  resources: fc.record({ requests: fc.record({ cpu: quantity }) }),
});
const spec = fc.record({
  containers: fc.array(container, { minLength: 1, maxLength: 3 }),
  initContainers: fc.array(
    fc.record({
      name: fc.string(),
      resources: fc.record({ requests: fc.record({ cpu: quantity }) }),
      restartPolicy: fc.constantFrom('Always', 'Never'),
    }),
    { maxLength: 4 },
  ),
});

test('at every moment of its life a pod needs no more than it asks for, and at one of them as much', () => {
  fc.assert(
    fc.property(spec, (spec) => {
      const asked = requestsOf({ spec }).get('cpu') ?? 0;
      const cpuOf = (some: typeof spec.containers) =>
        requestsOf({ spec: { containers: some } }).get('cpu') ?? 0;
      const sidecars = (upTo: number) =>
        spec.initContainers.slice(0, upTo).filter(({ restartPolicy }) => restartPolicy === 'Always');
      const moments = [
        ...spec.initContainers.map((init, at) => cpuOf([...sidecars(at), init])),
        cpuOf([...sidecars(spec.initContainers.length), ...spec.containers]),
      ];
      assert.equal(asked, Math.max(...moments));
    }),
  );
});
