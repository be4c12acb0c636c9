import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject, Pod } from '../../src/api/types.ts';
import { Cache } from '../../src/scheduler/cache.ts';
import { nodeHandler, podHandler } from '../../src/scheduler/event-handlers.ts';
import { WaitingPods } from '../../src/scheduler/framework/waiting-pods.ts';
import { SchedulingQueue } from '../../src/scheduler/queue.ts';
import { node, pod } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

/** A cache and a queue behind the handlers; `causes` is what made the parked pod `parked` move. */
function arrange() {
  const cache = new Cache();
  const events: string[] = [];
  let last: KubeObject | undefined;
  const queue = new SchedulingQueue({
    clock: new FakeClock(),
    gate: ({ spec }) => (spec.schedulingGates ? 'gated' : undefined),
    isWorthAnotherTry: (_rejectedBy, _pod, { event, before }) => {
      events.push(event);
      last = before;
      return false;
    },
  });
  queue.add(pod('parked').build());
  const queued = queue.pop();
  if (queued) queue.requeue(queued, new Set(['Any']));
  const noticed: string[] = [];
  const waitingPods = new WaitingPods(new FakeClock());
  const counted: string[] = [];
  const options = {
    cache,
    queue,
    waitingPods,
    podChanged: (before?: Pod, now?: Pod) =>
      void counted.push(`${before?.metadata.name ?? '-'} > ${now?.metadata.name ?? '-'}`),
    isOurs: ({ spec }: { spec: { schedulerName?: string } }) => spec.schedulerName === 'ours',
    onNoticed: ({ metadata }: { metadata: { name: string } }) => void noticed.push(metadata.name),
  };
  const waiting = () => queue.counts().active;
  const handlers = { pods: podHandler(options), nodes: nodeHandler(options) };
  return { cache, events, before: () => last, noticed, counted, waiting, waitingPods, queue, ...handlers };
}

const ours = (name: string) => pod(name).scheduler('ours');
const podCount = (cache: Cache, name: string) => cache.get(name)?.podCount;

test('our unassigned pods wait in the queue; pods of other schedulers do not', () => {
  const { pods, noticed, waiting } = arrange();
  pods.onAdd(ours('a').build());
  pods.onAdd(pod('b').scheduler('default-scheduler').build());
  assert.deepEqual(noticed, ['a']);
  assert.equal(waiting(), 1);
});

test('a pod with scheduling gates waits outside until the last one is taken away', () => {
  const { pods, noticed, waiting, queue } = arrange();
  pods.onAdd(ours('a').gate('wait').build());
  assert.equal(waiting(), 0);
  assert.equal(queue.counts().gated, 1);
  pods.onUpdate(ours('a').gate('wait').build(), ours('a').build());
  assert.equal(waiting(), 1);
  assert.deepEqual(noticed, ['a']);
});

test('assigned pods count on their node, whoever placed them (fault F7)', () => {
  const { pods, nodes, cache } = arrange();
  nodes.onAdd(node('n').build());
  pods.onAdd(pod('theirs').scheduler('default-scheduler').on('n').build());
  pods.onAdd(ours('ours').on('n').build());
  assert.equal(podCount(cache, 'n'), 2);
});

test('pods seen before their node count once it comes (fault F9)', () => {
  const { pods, nodes, cache } = arrange();
  pods.onAdd(pod('early').on('n').build());
  assert.equal(podCount(cache, 'n'), undefined);
  nodes.onAdd(node('n').build());
  assert.equal(podCount(cache, 'n'), 1);
});

test('a pod that gets its node leaves the queue and counts there', () => {
  const { pods, nodes, cache, waiting, events } = arrange();
  nodes.onAdd(node('n').build());
  pods.onAdd(ours('a').build());
  pods.onUpdate(ours('a').build(), ours('a').on('n').build());
  assert.equal(waiting(), 0);
  assert.equal(podCount(cache, 'n'), 1);
  assert.equal(events.at(-1), 'pod-placed');
});

test('a confirmed assumption is not counted twice', () => {
  const { pods, nodes, cache } = arrange();
  nodes.onAdd(node('n').build());
  cache.assume(ours('a').build(), 'n');
  pods.onUpdate(ours('a').build(), ours('a').on('n').build());
  assert.equal(podCount(cache, 'n'), 1);
});

test('an assumed pod that is deleted before it was confirmed is no longer counted', () => {
  const { pods, nodes, cache, events, before } = arrange();
  nodes.onAdd(node('n').build());
  cache.assume(ours('a').build(), 'n');
  pods.onDelete(ours('a').build());
  assert.equal(podCount(cache, 'n'), 0);
  assert.equal(events.at(-1), 'pod-deleted');
  assert.partialDeepStrictEqual(before(), { metadata: { name: 'a' }, spec: { nodeName: 'n' } });
});

test('an assumed pod whose deletion has begun frees its node at once, for its binding will be refused', () => {
  const { pods, nodes, cache, events } = arrange();
  nodes.onAdd(node('n').build());
  cache.assume(ours('a').build(), 'n');
  pods.onUpdate(ours('a').build(), ours('a').label('a', 'b').build());
  assert.equal(podCount(cache, 'n'), 1);
  pods.onUpdate(ours('a').build(), ours('a').deleting().build());
  assert.equal(podCount(cache, 'n'), 0);
  assert.equal(events.at(-1), 'pod-deleted');
});

test('the wait for leave to be bound ends when the pod is going, is gone, or was placed by somebody else', async () => {
  const ways: ((handlers: ReturnType<typeof arrange>) => void)[] = [
    ({ pods }) => {
      pods.onUpdate(ours('a').build(), ours('a').deleting().build());
    },
    ({ pods }) => {
      pods.onDelete(ours('a').build());
    },
    ({ pods }) => {
      pods.onUpdate(ours('a').build(), ours('a').on('n2').build());
    },
  ];
  for (const way of ways) {
    const handlers = arrange();
    const ended = handlers.waitingPods.add(ours('a').build(), 'n', [{ plugin: 'Gang', waitMs: 1_000 }]);
    handlers.pods.onUpdate(ours('a').build(), ours('a').label('a', 'b').build());
    assert.equal(handlers.waitingPods.size, 1);
    way(handlers);
    assert.deepEqual(await ended, { kind: 'gone' });
  }
});

test('of a pod on a node it is told that it came, that it has other labels, and that it asks for less', () => {
  const { pods, events } = arrange();
  const placed = pod('a').on('n').requests({ cpu: '2' });
  pods.onAdd(placed.build());
  pods.onUpdate(placed.build(), placed.label('a', 'b').build());
  const now = placed.build();
  pods.onUpdate(now, placed.requests({ cpu: '1' }).build());
  pods.onUpdate(placed.build(), placed.requests({ cpu: '3' }).build());
  pods.onUpdate(placed.build(), placed.phase('Running').build());
  assert.deepEqual(events, ['pod-placed', 'pod-changed', 'pod-scaled-down']);
});

test('plugins that keep count hear of every pod, whoever schedules it', () => {
  const { pods, counted } = arrange();
  pods.onAdd(pod('theirs').scheduler('default-scheduler').build());
  pods.onUpdate(ours('a').build(), ours('a').on('n').build());
  pods.onDelete(pod('theirs').build());
  assert.deepEqual(counted, ['- > theirs', 'a > a', 'theirs > -']);
});

test('a pod that finished or is gone frees its node and may help others', () => {
  const { pods, nodes, cache, events } = arrange();
  nodes.onAdd(node('n').build());
  const running = pod('a').on('n').build();
  pods.onAdd(running);
  pods.onUpdate(running, pod('a').on('n').phase('Succeeded').build());
  assert.equal(podCount(cache, 'n'), 0);
  pods.onAdd(pod('b').on('n').build());
  pods.onDelete(pod('b').on('n').build());
  assert.equal(podCount(cache, 'n'), 0);
  assert.equal(events.at(-1), 'pod-deleted');
});

test('a pod of ours that is deleted leaves the queue', () => {
  const { pods, waiting } = arrange();
  pods.onAdd(ours('a').build());
  pods.onDelete(ours('a').build());
  assert.equal(waiting(), 0);
});

test('each change of a node that matters is told, a heartbeat is not, nor is a cordon, which helps nobody', () => {
  const { nodes, events } = arrange();
  const plain = node('n').build();
  const changes = [
    node('n').taint('k', 'NoSchedule').build(),
    node('n').unschedulable().build(),
    node('n').ready(false).build(),
    node('n').label('zone', 'a').build(),
    node('n').allocatable({ cpu: '1' }).build(),
    node('n').version('heartbeat').build(),
  ];
  const cordoned = node('n').unschedulable().build();
  const told = changes.map((changed) => {
    events.length = 0;
    nodes.onUpdate(plain, changed);
    return [...events];
  });
  assert.deepEqual(told, [['node-taints'], [], ['node-ready'], ['node-labels'], ['node-allocatable'], []]);
  nodes.onUpdate(cordoned, plain);
  assert.deepEqual(events, ['node-unschedulable']);
});

test('a removed node is no candidate any more, and comes back empty-handed but for its pods', () => {
  const { nodes, pods, cache } = arrange();
  nodes.onAdd(node('n').build());
  pods.onAdd(pod('a').on('n').build());
  nodes.onDelete(node('n').build());
  assert.deepEqual(cache.nodes, []);
  nodes.onAdd(node('n').build());
  assert.equal(podCount(cache, 'n'), 1);
});
