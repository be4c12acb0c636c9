import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resource } from '../../../src/embedded/api/resource-info.ts';
import type { ContainerStatus, Pod, PodSpec, PodStatus } from '../../../src/embedded/data/types.ts';
import { tableRow } from '../../../src/embedded/tables/rows.ts';

const PODS = resource('v1', 'pods');
const NOW = Date.parse('2026-01-01T12:00:00Z');

function container(name: string, state: ContainerStatus['state'], more: object = {}): ContainerStatus {
  const known = { name, image: 'i', imageID: '', ready: false, restartCount: 0 };
  return { ...known, ...(state ? { state } : {}), ...more };
}

function terminated(exitCode: number, more: object = {}): ContainerStatus['state'] {
  return { terminated: { exitCode, ...more } };
}

const UP = { running: {} };
const SIDECAR = { name: 's', restartPolicy: 'Always' };

/** Ready, status and restarts of a pod with two containers, `a` and `b`. */
function shown(
  status: PodStatus,
  { spec = {}, metadata = {} }: { spec?: Partial<PodSpec>; metadata?: Pod['metadata'] } = {},
): string {
  const pod: Pod = {
    metadata: { name: 'p', creationTimestamp: '2026-01-01T11:00:00Z', ...metadata },
    spec: { containers: [{ name: 'a' }, { name: 'b' }], ...spec },
    status: { phase: 'Running', ...status },
  };
  return tableRow(pod, PODS, NOW).cells.slice(1, 4).join(' ');
}

test('the first container that has something to say says it for the pod', () => {
  const waiting = container('a', { waiting: { reason: 'ImagePullBackOff' } });
  const ended = container('b', terminated(1, { reason: 'Error' }));
  assert.equal(shown({ containerStatuses: [waiting, ended] }), '0/2 ImagePullBackOff 0');
  assert.equal(shown({ containerStatuses: [container('a', terminated(7))] }), '0/2 ExitCode:7 0');
  assert.equal(
    shown({ containerStatuses: [container('a', terminated(0, { signal: 9 }))] }),
    '0/2 Signal:9 0',
  );
});

test('a pod of which one container is done and one runs is Running only while it is ready', () => {
  const containerStatuses = [
    container('a', terminated(0, { reason: 'Completed' })),
    container('b', UP, { ready: true }),
  ];
  const ready = { type: 'Ready', status: 'True' };
  assert.equal(shown({ containerStatuses, conditions: [ready] }), '1/2 Running 0');
  assert.equal(shown({ containerStatuses }), '1/2 NotReady 0');
  const failed = container('b', terminated(1, { reason: 'Error' }));
  assert.equal(shown({ containerStatuses: [...containerStatuses.slice(0, 1), failed] }), '0/2 Error 0');
});

test('restarts of the containers are added up, and the last one has an age', () => {
  const at = (finishedAt: string): object => ({
    restartCount: 2,
    lastState: terminated(1, { finishedAt }),
    ready: true,
  });
  const containerStatuses = [
    container('a', UP, at('2026-01-01T11:50:00Z')),
    container('b', UP, at('2026-01-01T11:57:00Z')),
  ];
  assert.equal(shown({ containerStatuses }), '2/2 Running 4 (3m ago)');
});

test('an init container that is not done is counted or explained', () => {
  const spec = { initContainers: [{ name: 'x' }, { name: 'y' }] };
  const x = container('x', terminated(0));
  const of = (y: ContainerStatus): string => shown({ initContainerStatuses: [x, y] }, { spec });
  assert.equal(of(container('y', UP)), '0/2 Init:1/2 0');
  assert.equal(of(container('y', { waiting: { reason: 'PodInitializing' } })), '0/2 Init:1/2 0');
  assert.equal(of(container('y', { waiting: { reason: 'ErrImagePull' } })), '0/2 Init:ErrImagePull 0');
  assert.equal(of(container('y', terminated(3), { restartCount: 1 })), '0/2 Init:ExitCode:3 1');
});

test('a sidecar counts among the containers, and its restarts stay when the others have begun', () => {
  const spec = { initContainers: [{ name: 'x' }, SIDECAR] };
  const initContainerStatuses = [
    container('x', terminated(0), { restartCount: 5 }),
    container('s', UP, { ready: true, started: true, restartCount: 1 }),
  ];
  const containerStatuses = [container('a', UP, { ready: true }), container('b', UP, { ready: true })];
  assert.equal(shown({ initContainerStatuses, containerStatuses }, { spec }), '3/3 Running 1');
});

test('what is wanted of a pod goes before what its containers say', () => {
  const metadata = { deletionTimestamp: '2026-01-01T12:00:00Z' };
  assert.equal(shown({}, { metadata }), '0/2 Terminating 0');
  assert.equal(shown({ reason: 'NodeLost' }, { metadata }), '0/2 Unknown 0');
  assert.equal(shown({ phase: 'Failed', reason: 'Evicted' }, { metadata }), '0/2 Evicted 0');
  const gated = { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' };
  assert.equal(shown({ phase: 'Pending', conditions: [gated] }), '0/2 SchedulingGated 0');
});

test('kubectl is told which pods are over', () => {
  const over = (phase: string): unknown => {
    const pod: Pod = { metadata: {}, status: { phase } };
    return tableRow(pod, PODS, NOW).conditions;
  };
  assert.equal(over('Running'), undefined);
  const message = 'The pod failed.';
  assert.deepEqual(over('Failed'), [{ type: 'Completed', status: 'True', reason: 'Failed', message }]);
});
