import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerPort } from '../../../src/api/pod-spec.ts';
import { nodePorts } from '../../../src/scheduler/plugins/node-ports.ts';
import { node, pod } from '../../helpers/builders.ts';
import { ask, askOne } from '../ask.ts';
import { worthATry } from '../hints.ts';
import { cacheOf, nodeInfo } from '../node-info.ts';

const REASON = "node(s) didn't have free ports for the requested pod ports";
const n = node('n').build();
const withPorts = (name: string, ...ports: readonly ContainerPort[]) =>
  pod(name).spec({ containers: [{ name: 'main', ports }] });
const other = (...ports: readonly ContainerPort[]) =>
  withPorts('other', ...ports)
    .on('n')
    .build();

const rows: readonly {
  readonly name: string;
  readonly wants: ContainerPort;
  readonly has: ContainerPort;
  readonly fits: boolean;
}[] = [
  { name: 'the same port', wants: { hostPort: 80 }, has: { hostPort: 80, protocol: 'TCP' }, fits: false },
  { name: 'another port', wants: { hostPort: 80 }, has: { hostPort: 81 }, fits: true },
  { name: 'another protocol', wants: { hostPort: 80 }, has: { hostPort: 80, protocol: 'UDP' }, fits: true },
  { name: 'a port of the container only', wants: { containerPort: 80 }, has: { hostPort: 80 }, fits: true },
  {
    name: 'another address',
    wants: { hostPort: 80, hostIP: '10.0.0.1' },
    has: { hostPort: 80, hostIP: '10.0.0.2' },
    fits: true,
  },
  {
    name: 'one address of all',
    wants: { hostPort: 80 },
    has: { hostPort: 80, hostIP: '10.0.0.2' },
    fits: false,
  },
  {
    name: 'all addresses',
    wants: { hostPort: 80, hostIP: '10.0.0.1' },
    has: { hostPort: 80, hostIP: '0.0.0.0' },
    fits: false,
  },
  {
    name: ':: is an address like any other',
    wants: { hostPort: 80, hostIP: '10.0.0.1' },
    has: { hostPort: 80, hostIP: '::' },
    fits: true,
  },
  {
    name: 'which 0.0.0.0 includes',
    wants: { hostPort: 80 },
    has: { hostPort: 80, hostIP: '::' },
    fits: false,
  },
];

for (const { name, wants, has, fits } of rows)
  test(`NodePorts: ${name} ${fits ? 'is free' : 'is taken'}`, () => {
    const rejection = fits ? undefined : { reasons: [REASON] };
    assert.deepEqual(askOne(nodePorts, withPorts('p', wants).build(), n, [other(has)]).rejection, rejection);
  });

test('sidecars hold ports of their node, plain init containers do not', () => {
  const ports = [{ hostPort: 80 }];
  const containers = [{ name: 'main' }];
  const init = pod('i').spec({ containers, initContainers: [{ name: 'i', ports }] });
  const sidecar = pod('s').spec({
    containers,
    initContainers: [{ name: 's', ports, restartPolicy: 'Always' }],
  });
  assert.equal(askOne(nodePorts, init.build(), n, [other({ hostPort: 80 })]).reasons, undefined);
  assert.deepEqual(askOne(nodePorts, sidecar.build(), n, [other({ hostPort: 80 })]).reasons, [REASON]);
  assert.deepEqual(
    askOne(nodePorts, withPorts('p', { hostPort: 80 }).build(), n, [sidecar.on('n').build()]).reasons,
    [REASON],
  );
});

test('says which port is taken, and what would have to be free', () => {
  const wants: readonly ContainerPort[] = [
    { hostPort: 80 },
    { hostPort: 81 },
    { hostPort: 53, protocol: 'UDP', hostIP: '::' },
  ];
  const p = withPorts('p', ...wants).build();
  const there = [other({ hostPort: 80 }, { hostPort: 53, protocol: 'UDP' })];
  assert.equal(askOne(nodePorts, p, n, there).detail, 'host port 80/TCP and [::]:53/UDP in use');
  assert.equal(nodePorts.wayOut?.(p, nodeInfo(n, there), wants), 'host port 80/TCP and [::]:53/UDP is free');
});

test('a port is free when the last of those that have it has left', () => {
  const there = ['a', 'b'].map((name) => withPorts(name, { hostPort: 80 }).on('n').build());
  const cache = cacheOf([n], there);
  const said = there.map((one) => {
    cache.removePod(one);
    return ask(nodePorts, withPorts('p', { hostPort: 80 }).build(), cache).reasons('n');
  });
  assert.deepEqual(said, [[REASON], undefined]);
});

test('tried again when a node comes, or a pod leaves that had the port', () => {
  const p = withPorts('p', { hostPort: 80 }).build();
  const left = (...ports: readonly ContainerPort[]) =>
    worthATry(nodePorts, p, { event: 'pod-deleted', before: other(...ports) });
  assert.equal(left({ hostPort: 80, hostIP: '10.0.0.1' }), true);
  assert.equal(left({ hostPort: 81 }), false);
  assert.equal(left(), false);
  assert.equal(
    worthATry(nodePorts, p, { event: 'pod-deleted', before: withPorts('x', { hostPort: 80 }).build() }),
    false,
  );
  assert.equal(worthATry(nodePorts, p, { event: 'node-added', now: n }), true);
  assert.equal(worthATry(nodePorts, p, { event: 'node-labels', before: n, now: n }), false);
});
