import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Container, OwnerReference, Pod } from '../../../src/embedded/data/types.ts';
import { podStatus } from '../../../src/embedded/kubelet/pod-status.ts';
import { stepContainers, stopContainers, waitingContainers } from '../../../src/embedded/kubelet/pod-step.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

interface Shape {
  readonly init?: readonly Container[];
  readonly containers?: readonly Container[];
  readonly restartPolicy?: string;
  readonly owners?: readonly OwnerReference[];
}

function podOf({ init = [], containers = [SERVER], restartPolicy = 'Always', owners = [] }: Shape): Pod {
  const pod: Pod = {
    metadata: { name: 'p', namespace: 'd', uid: 'u', generation: 1, ownerReferences: [...owners] },
    spec: { initContainers: [...init], containers: [...containers], restartPolicy },
  };
  return { ...pod, status: podStatus(pod, waitingContainers(pod), {}, START) };
}

/** The pod after the kubelet looked at it at `seconds`, and when it wants to look again. */
function at(
  pod: Pod,
  seconds: number,
): { readonly pod: Pod; readonly next: number | undefined; readonly news: string[] } {
  const now = START + seconds * 1_000;
  const { containers, news, lookAgainAt } = stepContainers(pod, now);
  return {
    pod: { ...pod, status: podStatus(pod, containers, {}, now) },
    next: lookAgainAt === undefined ? undefined : (lookAgainAt - START) / 1_000,
    news: news.map(({ container, what }) => `${container} ${what}`),
  };
}

const SERVER: Container = { name: 'web', image: 'nginx' };
const program = (name: string, ...command: string[]): Container => ({ name, image: 'busybox', command });

function condition(pod: Pod, type: string): string {
  const found = pod.status?.conditions?.find((one) => one.type === type);
  return `${found?.status ?? '-'} ${found?.reason ?? ''}`.trim();
}

test('a pod whose containers are being created is Pending, with the words of a kubelet', () => {
  const pod = podOf({});
  assert.equal(pod.status?.phase, 'Pending');
  assert.deepEqual(pod.status.containerStatuses?.[0]?.state, { waiting: { reason: 'ContainerCreating' } });
  const ready = pod.status.conditions?.find(({ type }) => type === 'Ready');
  assert.equal(ready?.reason, 'ContainersNotReady');
  assert.equal(ready.message, 'containers with unready status: [web]');
  assert.deepEqual(
    pod.status.conditions?.map(({ type }) => type),
    ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'],
  );
});

test('a container without a command runs and is ready', () => {
  const { pod, next, news } = at(podOf({}), 2);
  assert.equal(pod.status?.phase, 'Running');
  assert.equal(condition(pod, 'Ready'), 'True');
  assert.match(pod.status.containerStatuses?.[0]?.containerID ?? '', /^embedded:\/\/[0-9a-f]{64}$/);
  assert.equal(next, undefined);
  assert.deepEqual(news, ['web started']);
});

test('a step that changes nothing hands back the same statuses, so that nothing is written', () => {
  const { pod } = at(podOf({}), 2);
  const again = stepContainers(pod, START + 60_000);
  assert.equal(again.containers.regular[0], pod.status?.containerStatuses?.[0]);
});

test('init containers run one after the other, a sidecar among them stays, then the rest starts', () => {
  const pod = podOf({
    init: [
      program('one', 'sleep', '3'),
      { ...program('side', 'serve'), restartPolicy: 'Always' },
      program('two', 'true'),
    ],
  });
  assert.equal(pod.status?.containerStatuses?.[0]?.state?.waiting?.reason, 'PodInitializing');
  const first = at(pod, 1);
  assert.deepEqual([first.news, first.next], [['one started'], 4]);
  assert.equal(condition(first.pod, 'Initialized'), 'False ContainersNotInitialized');
  const second = at(first.pod, 4);
  assert.deepEqual(second.news, ['side started', 'two started', 'web started']);
  assert.equal(second.pod.status?.phase, 'Running');
  assert.equal(condition(second.pod, 'Initialized'), 'True');
});

test('an init container that fails fails the pod that is never restarted', () => {
  const { pod } = at(podOf({ init: [program('one', 'false')], restartPolicy: 'Never' }), 1);
  assert.equal(pod.status?.phase, 'Failed');
  assert.equal(pod.status.containerStatuses?.[0]?.state?.waiting?.reason, 'PodInitializing');
});

for (const [code, phase] of [
  ['0', 'Succeeded'],
  ['7', 'Failed'],
] as const)
  test(`a pod that is never restarted ends as ${phase} with exit code ${code}`, () => {
    const pod = podOf({
      containers: [program('c', 'sh', '-c', `sleep 5; exit ${code}`)],
      restartPolicy: 'Never',
    });
    const running = at(pod, 1);
    assert.equal(running.next, 6);
    const ended = at(running.pod, 6);
    assert.equal(ended.pod.status?.phase, phase);
    assert.equal(ended.pod.status.containerStatuses?.[0]?.state?.terminated?.exitCode, Number(code));
    assert.equal(
      condition(ended.pod, 'Ready'),
      phase === 'Failed' ? 'False PodFailed' : 'False PodCompleted',
    );
  });

test('a container that keeps ending is started again at once, then after 10 s, 20 s, with back-off', () => {
  let now = at(podOf({ containers: [program('c', 'false')] }), 1);
  const starts: number[] = [];
  const reasons = new Set<string>();
  for (let second = 1; second < 60; second += 1) {
    now = at(now.pod, second);
    if (now.news.includes('c started')) starts.push(second);
    reasons.add(now.pod.status?.containerStatuses?.[0]?.state?.waiting?.reason ?? '');
  }
  assert.deepEqual(starts, [1, 11, 31]);
  assert.ok(reasons.has('CrashLoopBackOff'));
  assert.equal(now.pod.status?.phase, 'Running');
  assert.equal(now.pod.status.containerStatuses?.[0]?.restartCount, 3);
  assert.match(
    now.pod.status.containerStatuses[0].state?.waiting?.message ?? '',
    /^back-off 40s restarting failed container=c pod=p_d\(u\)$/,
  );
});

test('what we know nothing of ends after a second in a job, and runs for ever elsewhere', () => {
  const containers = [program('c', 'perl', '-e', '1')];
  const owners = [{ apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'j', controller: true }];
  assert.equal(at(podOf({ containers, owners, restartPolicy: 'Never' }), 1).next, 2);
  assert.equal(at(podOf({ containers, restartPolicy: 'Never' }), 1).next, undefined);
});

test('a kubelet that was away finds that a program has ended long ago', () => {
  const running = at(podOf({ containers: [program('c', 'sleep', '5')], restartPolicy: 'OnFailure' }), 1);
  assert.equal(at(running.pod, 1_000).pod.status?.phase, 'Succeeded');
});

test('containers that are stopped end at once: servers well, programs by the signal', () => {
  const { pod } = at(podOf({ containers: [SERVER, program('c', 'sleep', '100')] }), 1);
  const { containers, news } = stopContainers(pod, START + 5_000);
  assert.deepEqual(
    containers.regular.map(({ state }) => state?.terminated?.exitCode),
    [0, 143],
  );
  assert.deepEqual(
    news.map(({ container, what }) => `${container} ${what}`),
    ['web killing', 'c killing'],
  );
});

test('a container that is resized while it runs tells its new size and goes on', () => {
  const { pod } = at(podOf({}), 2);
  const resources = { requests: { cpu: '150m' } };
  const asked = { ...pod, spec: { ...pod.spec, containers: [{ ...SERVER, resources }] } };
  const after = at(asked, 5);
  const [status] = after.pod.status?.containerStatuses ?? [];
  assert.deepEqual([status?.resources, status?.allocatedResources], [resources, resources.requests]);
  assert.deepEqual(status?.state, pod.status?.containerStatuses?.[0]?.state);
  assert.equal(status?.restartCount, 0);
  assert.deepEqual(after.news, ['web resized']);
  assert.deepEqual(at(after.pod, 6).news, []);
});

test('a container for debugging runs once beside the others, and ends with the pod', () => {
  const { pod } = at(podOf({}), 2);
  const debuggers = [
    { name: 'shell', image: 'busybox', targetContainerName: 'web' },
    { name: 'nap', image: 'busybox', command: ['sleep', '3'] },
  ];
  const asked = { ...pod, spec: { ...pod.spec, containers: [SERVER], ephemeralContainers: debuggers } };
  const begun = at(asked, 5);
  const states = ({ status }: Pod): string[] =>
    (status?.ephemeralContainerStatuses ?? []).map(
      ({ name, ready, state }) => `${name} ${Object.keys(state ?? {}).join()} ${String(ready)}`,
    );
  assert.deepEqual(states(begun.pod), ['shell running false', 'nap running false']);
  assert.deepEqual(begun.news, ['shell started', 'nap started']);
  assert.equal(begun.next, 8);
  assert.equal(condition(begun.pod, 'Ready'), 'True');
  const later = at(begun.pod, 60);
  assert.deepEqual(states(later.pod), ['shell running false', 'nap terminated false']);
  assert.deepEqual([later.news, later.next], [[], undefined]);
  const { containers, news } = stopContainers(later.pod, START + 70_000);
  assert.ok(containers.ephemeral[0]?.state?.terminated);
  assert.deepEqual(
    news.map(({ container }) => container),
    ['web', 'shell'],
  );
});
