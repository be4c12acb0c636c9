import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cache } from '../../src/scheduler/cache.ts';
import { nodeHandler, podHandler } from '../../src/scheduler/event-handlers.ts';
import { SchedulingQueue } from '../../src/scheduler/queue.ts';
import { node, pod } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

/** A cache and a queue behind the handlers; `causes` is what made the parked pod `parked` move. */
function arrange() {
  const cache = new Cache();
  const events: string[] = [];
  const queue = new SchedulingQueue({
    clock: new FakeClock(),
    isWorthAnotherTry: (_rejectedBy, _pod, { event }) => {
      events.push(event);
      return false;
    },
  });
  queue.add(pod('parked').build());
  const queued = queue.pop();
  if (queued) queue.requeue(queued, new Set(['Any']));
  const noticed: string[] = [];
  const options = {
    cache,
    queue,
    isOurs: ({ spec }: { spec: { schedulerName?: string } }) => spec.schedulerName === 'ours',
    onNoticed: ({ metadata }: { metadata: { name: string } }) => void noticed.push(metadata.name),
  };
  const waiting = () => queue.counts().active;
  return { cache, events, noticed, waiting, queue, pods: podHandler(options), nodes: nodeHandler(options) };
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
  const { pods, noticed, waiting } = arrange();
  pods.onAdd(ours('a').gate('wait').build());
  assert.equal(waiting(), 0);
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
  const { pods, nodes, cache } = arrange();
  nodes.onAdd(node('n').build());
  cache.assume(ours('a').build(), 'n');
  pods.onDelete(ours('a').build());
  assert.equal(podCount(cache, 'n'), 0);
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

test('each change of a node that matters is told, a heartbeat is not', () => {
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
  const told = changes.map((changed) => {
    events.length = 0;
    nodes.onUpdate(plain, changed);
    return [...events];
  });
  assert.deepEqual(told, [
    ['node-taints'],
    ['node-unschedulable'],
    ['node-ready'],
    ['node-labels'],
    ['node-allocatable'],
    [],
  ]);
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
