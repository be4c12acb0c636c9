import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node, Pod } from '../../../src/embedded/data/types.ts';
import { freeAddress, hostAddress, podCidr } from '../../../src/embedded/kubelet/addresses.ts';
import { rejectionOf } from '../../../src/embedded/kubelet/admit.ts';
import { nodeObject } from '../../../src/embedded/kubelet/node-object.ts';

const NODE: Node = nodeObject(
  { name: 'worker', index: 1, role: 'worker', arch: 'amd64', version: 'v1.37.2', capacity: { pods: '2' } },
  0,
);

function pod(cpu: string, more: Partial<NonNullable<Pod['spec']>> = {}): Pod {
  return {
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', resources: { requests: { cpu } } }], ...more },
    status: { phase: 'Running' },
  };
}

test('a pod that fits is taken', () => {
  assert.equal(rejectionOf(pod('5'), NODE, [pod('3')]), undefined);
});

test('a pod that asks for too much is refused in the words of a kubelet', () => {
  assert.deepEqual(rejectionOf(pod('5500m'), NODE, [pod('3')]), {
    reason: 'OutOfcpu',
    message: "Node didn't have enough resource: cpu, requested: 5500, used: 3000, capacity: 8000",
  });
});

test('a pod too many is refused, but ended pods take no place', () => {
  const ended: Pod = { ...pod('1'), status: { phase: 'Succeeded' } };
  assert.equal(rejectionOf(pod('0'), NODE, [pod('0'), ended]), undefined);
  assert.equal(rejectionOf(pod('0'), NODE, [pod('0'), pod('0')])?.reason, 'OutOfpods');
});

test('a pod for another node, and one that a taint would evict, are refused', () => {
  assert.equal(rejectionOf(pod('0', { nodeSelector: { disk: 'ssd' } }), NODE, [])?.reason, 'NodeAffinity');
  const tainted: Node = { ...NODE, spec: { taints: [{ key: 'gone', effect: 'NoExecute' }] } };
  assert.equal(rejectionOf(pod('0'), tainted, [])?.reason, 'TaintToleration');
  assert.equal(rejectionOf(pod('0', { tolerations: [{ operator: 'Exists' }] }), tainted, []), undefined);
});

test('a node says that it is simulated', () => {
  const { nodeInfo, conditions = [] } = NODE.status ?? {};
  assert.equal(nodeInfo?.osImage, 'embedded (simulated node)');
  assert.match(nodeInfo.containerRuntimeVersion, /^embedded:\/\//);
  assert.equal(nodeInfo.kubeletVersion, 'v1.37.2');
  assert.deepEqual(
    conditions.map(({ type, status }) => `${type} ${status}`),
    ['MemoryPressure False', 'DiskPressure False', 'PIDPressure False', 'Ready True'],
  );
});

test('no two of 5,000 nodes share an address or a network', () => {
  const indexes = Array.from({ length: 5_000 }, (_, at) => at);
  assert.equal(new Set(indexes.map(podCidr)).size, 5_000);
  assert.equal(new Set(indexes.map(hostAddress)).size, 5_000);
  assert.deepEqual(
    [podCidr(0), podCidr(255), podCidr(256)],
    ['10.244.0.0/24', '10.244.255.0/24', '10.245.0.0/24'],
  );
});

test('addresses are given in turn, and none twice', () => {
  const pods: Pod[] = [];
  let last = 1;
  for (let count = 0; count < 253; count += 1) {
    const ip = freeAddress('10.244.1.0/24', pods, last);
    assert.ok(ip);
    last = Number(ip.split('.')[3]);
    pods.push({ metadata: {}, status: { podIP: ip } });
  }
  assert.equal(new Set(pods.map(({ status }) => status?.podIP)).size, 253);
  assert.equal(freeAddress('10.244.1.0/24', pods, last), undefined);
  assert.equal(freeAddress('10.244.1.0/24', pods.slice(10), last), '10.244.1.2');
});
