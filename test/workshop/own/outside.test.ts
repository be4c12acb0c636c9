import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Pod } from '../../../src/api/types.ts';
import type { Mode, SchedulerEvent } from '../../../src/scheduler/events.ts';
import { Outside } from '../../../src/workshop/own/outside.ts';
import { event, pod } from '../../helpers/builders.ts';

/** A program as nobody but its surroundings knows it. */
function watched(mode: Mode = 'bind') {
  const told: SchedulerEvent[] = [];
  const clock = { now: 1000 };
  const pods: Pod[] = [];
  const outside = new Outside({
    scheduler: 'mine',
    mode,
    program: 'go run .',
    pods: () => pods,
    nodes: () => ['worker', 'worker2'],
    observe: (one) => told.push(one),
    now: () => clock.now,
  });
  return { outside, told, clock, pods, types: () => told.map(({ type, seen }) => `${type} ${seen ?? ''}`) };
}

const waiting = (name = 'pod1') => pod(name).uid(name).scheduler('mine').build();
const placed = (name: string, on: string) => pod(name).uid(name).scheduler('mine').on(on).build();

describe('a program seen from outside', () => {
  test('runs when it has asked for pods, and says how many were waiting; once', () => {
    const { outside, told } = watched();
    outside.pod(waiting());
    outside.asked();
    outside.asked();
    assert.deepEqual(told, [
      {
        time: '1970-01-01T00:00:01.000Z',
        type: 'running',
        seen: 'cluster',
        scheduler: 'mine',
        mode: 'bind',
        policy: 'custom',
        nodes: 2,
        waiting: 1,
      },
    ]);
  });

  test('has noticed a pod when its output names it, and decided when a node stands in the same line', () => {
    const { outside, types } = watched('decide');
    outside.pod(waiting());
    outside.said('pod10 is none of mine');
    outside.said('saw default/pod1');
    outside.said('pod1 -> worker2');
    outside.said('pod1 -> worker, on second thoughts');
    assert.deepEqual(types(), ['said ', 'said ', 'noticed output', 'said ', 'decided output', 'said ']);
  });

  test('names the longer one of two nodes where that is meant', () => {
    const { outside, told } = watched('decide');
    outside.pod(waiting());
    outside.said('pod1 -> worker2');
    assert.equal(told.find((one) => one.type === 'decided')?.node, 'worker2');
  });

  test('may say a name before the watch tells of the pod, but not long before', () => {
    const early = watched();
    early.outside.said('saw pod1');
    early.clock.now += 500;
    early.outside.pod(waiting());
    assert.ok(early.types().includes('noticed output'));
    const old = watched();
    old.outside.said('saw pod1, which somebody deleted since');
    old.clock.now += 5000;
    old.outside.pod(waiting());
    assert.ok(!old.types().includes('noticed output'));
  });

  test('has noticed and placed what the cluster shows on a node, with what was there before', () => {
    const { outside, told, clock, pods, types } = watched();
    outside.asked();
    outside.pod(waiting());
    clock.now += 70;
    const now = placed('pod1', 'worker');
    pods.push(
      now,
      placed('other', 'worker'),
      placed('elsewhere', 'worker2'),
      pod('daemon').on('worker').daemon().build(),
      pod('done').on('worker').phase('Succeeded').build(),
    );
    outside.pod(now);
    assert.deepEqual(types(), ['running cluster', 'noticed cluster', 'bound cluster']);
    const bound = told.find((one) => one.type === 'bound');
    assert.deepEqual(
      { node: bound?.node, hadPods: bound?.hadPods, attempts: bound?.attempts, ms: bound?.milliseconds },
      { node: 'worker', hadPods: 1, attempts: 1, ms: 70 },
    );
  });

  test('counts as deciding what placed a pod although it was only to decide', () => {
    const { outside, types } = watched('decide');
    outside.pod(waiting());
    outside.pod(placed('pod1', 'worker'));
    assert.deepEqual(types(), ['running cluster', 'noticed cluster', 'decided cluster', 'bound cluster']);
  });

  test('refused a pod that got an event FailedScheduling', () => {
    const { outside, told } = watched();
    const blocked = waiting();
    outside.pod(blocked);
    for (const note of ['no room', 'still none'])
      outside.event(event(blocked).reason('FailedScheduling').note(note).build());
    outside.event(event(blocked).reason('Pulled').build());
    outside.event(event(waiting('stranger')).reason('FailedScheduling').build());
    assert.deepEqual(
      told.flatMap((one) => (one.type === 'unschedulable' ? [[one.attempts, one.message]] : [])),
      [
        [1, 'no room'],
        [2, 'still none'],
      ],
    );
  });

  test('has nothing to do with pods of others, placed ones, and those that are gone', () => {
    const { outside, told } = watched();
    outside.pod(pod('theirs').uid('theirs').scheduler('other').build());
    outside.pod(placed('old', 'worker'));
    outside.pod(waiting());
    outside.gone(waiting());
    outside.said('theirs old pod1');
    outside.pod(placed('pod1', 'worker'));
    assert.deepEqual(
      told.map(({ type }) => type),
      ['said'],
    );
  });

  test('that ended says with which code, and its last words without what a terminal would act on', () => {
    const { outside, told, clock } = watched();
    for (const line of ['1', '2', '3', '', '4', '5', '\u001B[31mpanic\u001B[0m']) outside.said(line);
    clock.now += 60_000;
    outside.ended(2);
    const end = told.at(-1);
    assert.deepEqual(end?.type === 'ended' && [end.program, end.code, end.last], [
      'go run .',
      2,
      ['2', '3', '4', '5', 'panic'],
    ]);
  });

  test('that was stopped says what the cluster showed of it', () => {
    const { outside, told, clock } = watched();
    outside.pod(waiting());
    outside.pod(waiting('pod2'));
    outside.pod(placed('pod1', 'worker'));
    clock.now += 4000;
    outside.stopped();
    const { time: _time, ...stopped } = told.at(-1) ?? {};
    assert.deepEqual(stopped, {
      type: 'stopped',
      seen: 'cluster',
      scheduler: 'mine',
      bound: 1,
      failed: 0,
      pending: 1,
      seconds: 4,
    });
  });
});
