import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { podKey } from '../../src/api/pods.ts';
import type { Pod } from '../../src/api/types.ts';
import { NodeState } from '../../src/scheduler/framework/node-state.ts';
import { node, pod } from '../helpers/builders.ts';

const MIB = 1024 * 1024;
const PORTS = [80, 53];
const IPS = ['', '10.0.0.1', '::'];
const amounts = fc.record(
  {
    cpu: fc.constantFrom('0', '100m', '1'),
    memory: fc.constantFrom('0', '1Mi', '2Gi'),
    'ephemeral-storage': fc.constantFrom('1Gi'),
    'nvidia.com/gpu': fc.constantFrom('0', '1', '2'),
    'hugepages-2Mi': fc.constantFrom('4Mi'),
    unknown: fc.constantFrom('7'),
  },
  { requiredKeys: [] },
);
const ports = fc.array(
  fc.record({
    hostPort: fc.constantFrom(0, ...PORTS),
    hostIP: fc.constantFrom(...IPS),
    protocol: fc.constantFrom('TCP', 'UDP'),
  }),
  { maxLength: 2 },
);
const spec = fc.record({
  containers: fc.array(
    fc.record({ name: fc.constant('c'), resources: fc.record({ requests: amounts }), ports }),
    {
      minLength: 1,
      maxLength: 2,
    },
  ),
  affinity: fc.constantFrom(
    undefined,
    { podAffinity: {} },
    { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone' }] } },
  ),
});
const podOf = (at: number, from: Pod['spec']): Pod => pod(`p${at}`).spec(from).build();
const pods = fc.array(spec, { maxLength: 8 }).map((specs) => specs.map((one, at) => podOf(at, one)));

/** All that a plugin can read of it. */
function seen(state: NodeState) {
  const { pods, podCount, requested, nonZeroRequested, podsWithAffinity, podsWithRequiredAntiAffinity } =
    state;
  const conflicts = PORTS.flatMap((port) =>
    IPS.flatMap((ip) => ['TCP', 'UDP'].map((protocol) => state.usedPorts.conflicts(ip, protocol, port))),
  );
  return {
    pods,
    podCount,
    requested,
    nonZeroRequested,
    podsWithAffinity,
    podsWithRequiredAntiAffinity,
    conflicts,
  };
}

function stateOf(pods: Iterable<Pod>): NodeState {
  const state = new NodeState('n');
  for (const one of pods) state.add(one);
  return state;
}

test('a node from which all pods were taken is as one that never had any', () => {
  fc.assert(
    fc.property(pods, fc.infiniteStream(fc.nat()), (all, random) => {
      const state = stateOf(all);
      const left = [...all];
      while (left.length > 0) {
        const [gone] = left.splice((random.next().value ?? 0) % left.length, 1);
        if (gone) state.remove(podKey(gone));
      }
      assert.deepEqual(seen(state), seen(new NodeState('n')));
    }),
  );
});

test('however pods came and went, the sums are those of the pods that are there', () => {
  fc.assert(
    fc.property(pods, fc.array(fc.nat(7)), (all, steps) => {
      const state = new NodeState('n');
      const there = new Map<string, Pod>();
      for (const at of steps) {
        const one = all[at];
        if (!one) continue;
        if (there.delete(podKey(one))) state.remove(podKey(one));
        else {
          there.set(podKey(one), one);
          state.add(one);
        }
        assert.deepEqual(seen(state), seen(stateOf(there.values())));
        assert.deepEqual(seen(NodeState.copyOf(state)), seen(state));
      }
    }),
  );
});

test('pods ask for what is counted in whole units by name, with a minimum for scores', () => {
  const state = stateOf([
    pod('a').requests({ cpu: '1', 'nvidia.com/gpu': '2', unknown: '3', pods: '4' }).build(),
    pod('b').build(),
  ]);
  assert.deepEqual(state.requested, {
    milliCpu: 1000,
    memory: 0,
    ephemeralStorage: 0,
    allowedPods: 0,
    scalar: new Map([['nvidia.com/gpu', 2]]),
  });
  assert.deepEqual(state.nonZeroRequested, { milliCpu: 1100, memory: 400 * MIB });
});

test('a pod that asks as a whole has a minimum only of what neither it nor a container names', () => {
  const wide = pod('a')
    .requests({ memory: '1Mi' })
    .spec({ resources: { requests: { cpu: '10m' } } });
  assert.deepEqual(stateOf([wide.build()]).nonZeroRequested, { milliCpu: 10, memory: MIB });
  const narrow = pod('b').spec({ resources: { requests: { cpu: '10m' } } });
  assert.deepEqual(stateOf([narrow.build()]).nonZeroRequested, { milliCpu: 10, memory: 200 * MIB });
  const halves = [{ name: 'a', resources: { requests: { memory: '1Mi' } } }, { name: 'b' }];
  const half = pod('c').spec({ containers: halves, resources: { requests: { cpu: '10m' } } });
  assert.deepEqual(stateOf([half.build()]).nonZeroRequested, { milliCpu: 10, memory: MIB });
});

test('what a node can give is read by name; a node that is gone gives nothing', () => {
  const state = new NodeState('n');
  state.setNode(
    node('n')
      .allocatable({ cpu: '1500m', memory: '1Gi', pods: '3', 'hugepages-2Mi': '2Mi', odd: '1' })
      .build(),
  );
  assert.deepEqual(state.allocatable, {
    milliCpu: 1500,
    memory: 1024 * MIB,
    ephemeralStorage: 0,
    allowedPods: 3,
    scalar: new Map([['hugepages-2Mi', 2 * MIB]]),
  });
  state.unsetNode();
  assert.equal(state.known, false);
  assert.equal(state.allocatable.allowedPods, 0);
});
