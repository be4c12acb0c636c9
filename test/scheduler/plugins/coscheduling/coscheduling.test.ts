import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../../../src/api/types.ts';
import type { ClusterEvent } from '../../../../src/scheduler/framework/cluster-event.ts';
import { Framework } from '../../../../src/scheduler/framework/framework.ts';
import { WaitingPods } from '../../../../src/scheduler/framework/waiting-pods.ts';
import {
  coscheduling,
  type CoschedulingArgs,
} from '../../../../src/scheduler/plugins/coscheduling/coscheduling.ts';
import { MIN_AVAILABLE, POD_GROUP } from '../../../../src/scheduler/plugins/coscheduling/pod-group.ts';
import { node, pod } from '../../../helpers/builders.ts';
import { FakeClock, settle } from '../../../helpers/fake-clock.ts';
import { cacheOf } from '../../node-info.ts';

const member = (name: string, { gang = 'g', min = '3' } = {}) =>
  pod(name).scheduler('ours').label(POD_GROUP, gang).label(MIN_AVAILABLE, min);

/** The plugin among what a scheduler gives it, with the members of a gang of three. */
function arrange(args: CoschedulingArgs = {}, members: readonly Pod[] = three()) {
  const clock = new FakeClock();
  const plugin = coscheduling(args);
  const framework = new Framework(
    [plugin, { name: 'Binder', bind: () => Promise.resolve() }].map((one) => ({ plugin: one, weight: 1 })),
  );
  const waitingPods = new WaitingPods(clock);
  const activated: string[] = [];
  framework.start({
    clock,
    waitingPods,
    activate: (pods) => void activated.push(...Array.from(pods, ({ metadata }) => metadata.name)),
  });
  for (const one of members) framework.podChanged(undefined, one);
  const snapshot = cacheOf([node('n').build()]).snapshot();
  const ended = new Map<string, string>();
  /** Reserve and Permit, and what a scheduler does when the wait ends. */
  const claim = (one: Pod) => {
    framework.runReserve(one, 'n');
    const permit = framework.runPermit(one, 'n');
    assert.ok(!('rejection' in permit));
    if (permit.length === 0) return 'go';
    void waitingPods.add(one, 'n', permit).then((end) => {
      ended.set(one.metadata.name, 'message' in end ? end.message : end.kind);
      if (end.kind !== 'allowed') framework.runUnreserve(one, 'n');
    });
    return 'wait';
  };
  const refusal = (one: Pod) =>
    framework.runPreFilter(one, snapshot).found.rejected?.rejection.reasons.join();
  const fail = (one: Pod) =>
    framework.runPostFilter(one, {
      snapshot,
      rejectionOf: () => ({ reasons: [] }),
      tryOn: () => assert.fail('not asked for'),
    }).message;
  return { clock, plugin, framework, activated, ended, claim, refusal, fail, waitingPods };
}

function three(): [Pod, Pod, Pod] {
  return [member('a').build(), member('b').build(), member('c').build()];
}

test('pods of a gang wait for each other; the first wakes the others and the last one frees them all', async () => {
  const [a, b, c] = three();
  const { claim, activated, ended } = arrange({}, [a, b, c]);
  assert.equal(claim(a), 'wait');
  assert.deepEqual(activated, ['b', 'c']);
  assert.equal(claim(b), 'wait');
  assert.deepEqual(activated, ['b', 'c']);
  assert.equal(claim(c), 'go');
  await settle();
  assert.deepEqual(Object.fromEntries(ended), { a: 'allowed', b: 'allowed' });
});

test('a gang with too few pods is refused with how many there are; pods of none are not asked about', () => {
  const { refusal } = arrange({}, [member('a').build(), member('b').build()]);
  assert.equal(
    refusal(member('a').build()),
    'podGroup default/g cannot find enough sibling pods, current pods number: 2, minMember of group: 3',
  );
  assert.equal(refusal(pod('alone').build()), undefined);
  assert.equal(refusal(pod('half').label(POD_GROUP, 'g').build()), undefined);
});

test('only pods that can come to be placed count: not those that are gated, going, finished, or of another scheduler', () => {
  const [a, b] = three();
  const others = [
    member('gated').gate('x').build(),
    member('going').deleting().build(),
    member('finished').on('n').phase('Succeeded').build(),
    member('theirs').scheduler('default-scheduler').build(),
    member('elsewhere').namespace('other').build(),
  ];
  const few = arrange({}, [a, b, ...others]);
  assert.match(few.refusal(a) ?? '', /current pods number: 2,/);
  const placed = member('theirs').scheduler('default-scheduler').on('n').build();
  const enough = arrange({}, [a, b, placed]);
  assert.equal(enough.refusal(a), undefined);
});

test('a label that is no number, and pods that do not agree on it, are told', () => {
  const one = arrange({}, [member('a', { min: 'three' }).build()]);
  assert.match(
    one.refusal(member('a', { min: 'three' }).build()) ?? '',
    /min-available is not a whole number/,
  );
  const [a, b, c] = three();
  const { refusal } = arrange({}, [a, b, c, member('d', { min: '2' }).build()]);
  assert.match(refusal(member('d', { min: '2' }).build()) ?? '', /has pods with another .*min-available/);
  assert.equal(refusal(a), undefined);
});

test('when a pod finds no node and the others are too few, none of them waits any longer, and the gang rests', async () => {
  const [a, b, c] = three();
  const { claim, fail, refusal, ended, clock, activated } = arrange({}, [a, b, c]);
  claim(a);
  assert.equal(
    fail(b),
    'PodGroup default/g gets rejected due to Pod b is unschedulable even after PostFilter',
  );
  await settle();
  assert.equal(ended.get('a'), 'optimistic rejection in PostFilter');
  assert.equal(refusal(c), 'podGroup default/g failed recently');
  activated.length = 0;
  await clock.advance(1_000);
  assert.equal(refusal(c), undefined);
  assert.deepEqual(activated, [], 'b is what it waits for, and nothing has helped b');
});

test('what would have been tried during the rest is tried after it', async () => {
  const [a, b, c] = three();
  const { claim, fail, framework, clock, activated } = arrange({}, [a, b, c]);
  claim(a);
  fail(b);
  await settle();
  activated.length = 0;
  fail(c); // its turn had not come: it changes nothing
  fail(b); // something has helped it
  const d = member('d').build();
  framework.podChanged(undefined, d);
  fail(d); // it is new
  await clock.advance(1_000);
  assert.deepEqual(activated, ['b', 'd']);
});

test('as long as enough others can make it, nobody is sent away', async () => {
  const [a, b, c] = three();
  const d = member('d').build();
  const { claim, fail, ended } = arrange({}, [a, b, c, d]);
  claim(a);
  assert.equal(fail(b), undefined);
  claim(c);
  assert.equal(claim(d), 'go');
  await settle();
  assert.deepEqual(Object.fromEntries(ended), { a: 'allowed', c: 'allowed' });
  assert.equal(fail(b), undefined, 'one too many is no matter of the gang any more');
});

test('a new try begins without grudge: who found no node before may find one now', async () => {
  const [a, b, c] = three();
  const { claim, fail, ended } = arrange({}, [a, b, c, member('d').build()]);
  fail(b);
  claim(a);
  assert.equal(fail(c), undefined);
  await settle();
  assert.equal(ended.size, 0);
});

test('a pod that was seen on its node is not taken for lost, whatever the binding says', async () => {
  const [a, b, c] = three();
  const { claim, framework, ended } = arrange({}, [a, b, c]);
  claim(a);
  claim(b);
  framework.podChanged(b, { ...b, spec: { ...b.spec, nodeName: 'n' } });
  framework.runUnreserve(b, 'n');
  await settle();
  assert.equal(ended.size, 0);
});

test('a wait that is too long ends it for all; the gang rests longer each time, and then all are tried again', async () => {
  const [a, b, c] = three();
  const { claim, ended, refusal, framework, clock, activated } = arrange({ permitWaitingTimeSeconds: 10 }, [
    a,
    b,
    c,
  ]);
  claim(a);
  await clock.advance(4_000);
  claim(b);
  await clock.advance(6_000);
  assert.equal(ended.get('a'), 'rejected due to timeout after waiting 10s at plugin Coscheduling');
  assert.equal(ended.get('b'), 'pod a of its group lost its node');
  assert.equal(refusal(c), 'podGroup default/g failed recently');
  activated.length = 0;
  await clock.advance(1_000);
  assert.deepEqual(activated, ['a', 'b', 'c']);
  claim(a);
  await clock.advance(11_000);
  assert.equal(refusal(a), 'podGroup default/g failed recently');
  await clock.advance(1_000);
  assert.equal(refusal(a), undefined);
  // once it was placed, what was before is forgotten
  for (const one of [a, b, c]) claim(one);
  framework.runUnreserve(c, 'n');
  assert.equal(refusal(c), 'podGroup default/g failed recently');
  await clock.advance(1_000);
  assert.equal(refusal(c), undefined);
});

test('every rest is as long as the configuration says', async () => {
  const [a, b, c] = three();
  const { claim, fail, refusal, clock } = arrange({ podGroupBackoffSeconds: 5 }, [a, b, c]);
  claim(a);
  fail(b);
  await clock.advance(4_999);
  assert.equal(refusal(c), 'podGroup default/g failed recently');
  await clock.advance(1);
  assert.equal(refusal(c), undefined);
});

test('when a pod of a gang that waits goes away, the others wait no longer for it', async () => {
  const [a, b, c] = three();
  const { claim, framework, ended } = arrange({}, [a, b, c]);
  claim(a);
  framework.podChanged(c, undefined);
  await settle();
  assert.equal(ended.get('a'), 'pod c of its group is gone');
});

test('pods of other gangs are let alone', async () => {
  const [a, b, c] = three();
  const others = ['x', 'y', 'z'].map((name) => member(name, { gang: 'other' }).build());
  const [x] = others;
  assert.ok(x);
  const { claim, fail, ended } = arrange({}, [a, b, c, ...others]);
  claim(a);
  claim(x);
  fail(b);
  await settle();
  assert.deepEqual([...ended.keys()], ['a']);
});

test('a gang that is placed takes a pod that replaces one of it without a wait', () => {
  const [a, b, c] = three();
  const { framework, claim } = arrange({}, [a, b, c]);
  for (const one of [a, b, c]) framework.podChanged(one, { ...one, spec: { ...one.spec, nodeName: 'n' } });
  framework.podChanged({ ...c, spec: { ...c.spec, nodeName: 'n' } }, undefined);
  const d = member('d').build();
  framework.podChanged(undefined, d);
  assert.equal(claim(d), 'go');
});

test('in the queue a gang stands where its first pod stands, behind what is more important', () => {
  const [a, b] = three();
  const c = member('c').priority(9).build();
  const { plugin, framework } = arrange({}, [a, b, c]);
  const alone = pod('alone').build();
  const urgent = pod('urgent').priority(5).build();
  const queued = [a, alone, b, urgent, c].map((one, sequence) => ({ pod: one, sequence }));
  const less = (x: (typeof queued)[number], y: (typeof queued)[number]) => plugin.less?.(x, y) ?? false;
  const order = () => queued.toSorted((x, y) => (less(x, y) ? -1 : 1)).map((one) => one.pod.metadata.name);
  assert.deepEqual(order(), ['urgent', 'a', 'b', 'c', 'alone']);
  // another gang of the same name stands where its own first pod stands
  for (const one of [a, b, c]) framework.podChanged(one, undefined);
  framework.podChanged(undefined, b);
  queued.shift();
  queued.pop();
  assert.deepEqual(order(), ['urgent', 'alone', 'b']);
});

test('a pod that comes helps those of its own gang, once they are enough', () => {
  const [a, b, c] = three();
  const { framework } = arrange({}, [a, b]);
  const helps = (event: ClusterEvent, now: Pod) =>
    framework.isWorthAnotherTry(new Set(['Coscheduling']), a, { event, now });
  assert.equal(helps('pod-waiting', b), false);
  framework.podChanged(undefined, c);
  assert.equal(helps('pod-waiting', c), true);
  assert.equal(helps('pod-waiting', member('x', { gang: 'other' }).build()), false);
  assert.equal(helps('pod-waiting', pod('alone').build()), false);
  assert.equal(helps('node-taints', c), false);
});
