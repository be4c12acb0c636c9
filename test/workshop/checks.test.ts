import assert from 'node:assert/strict';
import { test } from 'node:test';

import { UnreachableError } from '../../src/api/errors.ts';
import { EVENTS, NODES, PODS } from '../../src/api/resources.ts';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import { findOut } from '../../src/workshop/checks/index.ts';
import type { World as CheckWorld } from '../../src/workshop/checks/check.ts';
import type { Check } from '../../src/workshop/checks/schema.ts';
import type { Finding } from '../../src/workshop/finding.ts';
import { Look } from '../../src/workshop/look.ts';
import { event, node, pod } from '../helpers/builders.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

const US = 'workshop-scheduler';
const common = { id: 'x', title: '${scheduler} did it' };

/** Four nodes; pod1 runs on w1, pod2 on w2, orphan waits. */
function cluster(): MemoryApi {
  const api = new MemoryApi();
  api.put(NODES, node('cp').controlPlane().build());
  for (const name of ['w1', 'w2']) api.put(NODES, node(name).build());
  for (const [name, place] of [
    ['pod1', 'w1'],
    ['pod2', 'w2'],
  ] as const) {
    const placed = api.put(PODS, pod(name).scheduler(US).on(place).phase('Running').build());
    api.put(
      EVENTS,
      event(placed)
        .reason('Scheduled')
        .from(US)
        .note(`Successfully assigned default/${name} to ${place}`)
        .build(),
    );
  }
  api.put(PODS, pod('orphan').scheduler(US).build());
  return api;
}

function told(type: 'running' | 'bound', time: string): SchedulerEvent {
  if (type === 'running')
    return { type, time, scheduler: US, mode: 'bind', policy: 'least-pods', nodes: 3, waiting: 0 };
  return {
    type,
    time,
    pod: { namespace: 'default', name: 'orphan', uid: 'u' },
    node: 'w1',
    hadPods: 0,
    attempts: 1,
    milliseconds: 1,
  };
}

async function ask(
  check: Check,
  change: Partial<CheckWorld> & { api?: MemoryApi } = {},
): Promise<Finding | undefined> {
  const { api = cluster(), ...rest } = change;
  const world: CheckWorld = {
    look: new Look(api, 'default', new AbortController().signal),
    values: { scheduler: US, taint: 'workshop=blocked:NoSchedule' },
    told: [],
    toldIsKnown: true,
    isOwn: false,
    kubectl: (args) =>
      Promise.resolve({
        line: '',
        exitCode: args.includes('broken') ? 1 : 0,
        stdout: 'Events:  <none>\n',
        stderr: 'no such thing',
        startedAt: '',
        milliseconds: 1,
      }),
    ...rest,
  };
  return findOut(check, world);
}

/** A check that holds, and the same kind of check that does not, with what it must say then. */
const CASES: readonly { name: string; holds: Check; fails: Check; says: RegExp; told?: SchedulerEvent[] }[] =
  [
    {
      name: 'nodes',
      holds: { ...common, nodes: { workers: 2, 'control-planes': 1 } },
      fails: { ...common, nodes: { workers: 3, 'control-planes': 1 } },
      says: /^not yet: 1 control-plane and 2 workers, all Ready$/,
    },
    {
      name: 'pod, its phase',
      holds: {
        ...common,
        pod: { name: ['pod1', 'pod2'], phase: 'Running', scheduler: '${scheduler}', node: 'worker' },
      },
      fails: { ...common, pod: { name: ['pod1', 'orphan'], phase: 'Running' } },
      says: /^not yet: orphan is Pending on no node$/,
    },
    {
      name: 'pod, on no node and without events',
      holds: { ...common, pod: { name: 'orphan', node: 'none', events: 'none' } },
      fails: { ...common, pod: { name: 'pod1', events: 'none' } },
      says: /^not yet: pod1 is Running on w1, 1 event$/,
    },
    {
      name: 'pod, its scheduler',
      holds: { ...common, pod: { name: 'pod1', scheduler: US } },
      fails: { ...common, pod: { name: 'pod1', scheduler: 'default-scheduler' } },
      says: /scheduler workshop-scheduler/,
    },
    {
      name: 'pod, that is not there',
      holds: { ...common, pod: { name: 'pod1' } },
      fails: { ...common, pod: { name: 'pod3' } },
      says: /^not yet: pod3 not found$/,
    },
    {
      name: 'spread',
      holds: { ...common, spread: { pods: ['pod1', 'pod2'], each: 1 } },
      fails: { ...common, spread: { pods: ['pod1', 'pod2', 'orphan'], each: 2 } },
      says: /^not yet: 1 on w1, 1 on w2, 1 on no node$/,
    },
    {
      name: 'spread, unevenly',
      holds: { ...common, spread: { pods: ['pod2', 'orphan'], on: [1, 0] } },
      fails: { ...common, spread: { pods: ['pod1', 'pod2'], on: [2, 0] } },
      says: /^not yet: 1 on w1, 1 on w2$/,
    },
    {
      name: 'event',
      holds: {
        ...common,
        event: { pod: ['pod1', 'pod2'], reason: 'Scheduled', from: '${scheduler}', message: '^successfully' },
      },
      fails: { ...common, event: { pod: 'pod1', reason: 'FailedScheduling' } },
      says: /^not yet: about pod1 only Scheduled from workshop-scheduler$/,
    },
    {
      name: 'event, from whom',
      holds: { ...common, event: { pod: 'pod1', reason: 'Scheduled', from: US } },
      fails: { ...common, event: { pod: 'pod1', reason: 'Scheduled', from: 'default-scheduler' } },
      says: /only Scheduled from workshop-scheduler/,
    },
    {
      name: 'event, its message',
      holds: { ...common, event: { pod: 'pod2', reason: 'Scheduled', message: 'to w2$' } },
      fails: { ...common, event: { pod: 'orphan', reason: 'Scheduled', message: 'to w2$' } },
      says: /no events about orphan/,
    },
    {
      name: 'taints',
      holds: { ...common, taints: { taint: '${taint}', workers: 'none' } },
      fails: { ...common, taints: { taint: '${taint}', workers: 'all' } },
      says: /^not yet: 0 of 2 workers have it$/,
    },
    {
      name: 'told',
      holds: { ...common, told: { type: 'bound', pod: 'orphan', after: 'running', within: '1s' } },
      fails: { ...common, told: { type: 'bound', pod: 'orphan', after: 'running', within: '100ms' } },
      says: /^400 ms after "running"$/,
      told: [told('running', '2026-01-01T00:00:00.100Z'), told('bound', '2026-01-01T00:00:00.500Z')],
    },
    {
      name: 'told, about whom',
      holds: { ...common, told: { type: 'bound', pod: 'orphan' } },
      fails: { ...common, told: { type: 'bound', pod: 'blocked' } },
      says: /^not yet: the scheduler has said nothing about blocked$/,
      told: [told('bound', '2026-01-01T00:00:00.500Z')],
    },
    {
      name: 'kubectl, what it matches',
      holds: { ...common, kubectl: { args: 'describe pod orphan', matches: 'Events:\\s+<none>' } },
      fails: { ...common, kubectl: { args: 'describe pod orphan', matches: 'Scheduled' } },
      says: /^not yet: "Events: {2}<none>"$/,
    },
    {
      name: 'kubectl, what it is',
      holds: { ...common, kubectl: { args: 'get x', is: 'Events:  <none>' } },
      fails: { ...common, kubectl: { args: 'broken', is: 'Events:  <none>' } },
      says: /^not yet: "no such thing"$/,
    },
  ];

for (const { name, holds, fails, says, told: said = [] } of CASES) {
  test(`${name}: holds where it is so`, async () => {
    const finding = await ask(holds, { told: said });
    assert.equal(finding?.ok, true, finding?.seen);
    assert.equal(finding?.title, 'workshop-scheduler did it');
  });

  test(`${name}: fails where it is not, and says what it saw`, async () => {
    const finding = await ask(fails, { told: said });
    assert.equal(finding?.ok, false);
    assert.match(finding?.seen ?? '', says);
  });
}

test('taints hold on all workers only when each of them has it, whatever the control plane has', async () => {
  const api = cluster();
  const check: Check = { ...common, taints: { taint: '${taint}', workers: 'all' } };
  api.put(NODES, node('w1').taint('workshop', 'NoSchedule', 'blocked').build());
  assert.equal((await ask(check, { api }))?.ok, false);
  api.put(NODES, node('w2').taint('workshop', 'NoSchedule', 'blocked').build());
  assert.equal((await ask(check, { api }))?.ok, true);
});

test('a spread fails when the control plane has one of the pods', async () => {
  const api = cluster();
  api.put(PODS, pod('pod3').on('cp').build());
  const finding = await ask({ ...common, spread: { pods: ['pod1', 'pod2', 'pod3'], each: 1 } }, { api });
  assert.equal(finding?.seen, 'not yet: 1 on w1, 1 on w2, 1 on cp');
});

test('a node that is not Ready fails the check of the nodes by name', async () => {
  const api = cluster();
  api.put(NODES, node('w2').ready('Unknown').build());
  const finding = await ask({ ...common, nodes: { workers: 2, 'control-planes': 1 } }, { api });
  assert.match(finding?.seen ?? '', /not Ready: w2/);
});

test('events of an earlier pod of the same name do not count', async () => {
  const api = cluster();
  api.put(PODS, pod('pod1').uid('another').build());
  const finding = await ask({ ...common, event: { pod: 'pod1', reason: 'Scheduled' } }, { api });
  assert.equal(finding?.ok, false);
});

test('what a scheduler in another terminal says cannot be known', async () => {
  const check: Check = { ...common, told: { type: 'bound', pod: 'orphan' } };
  assert.equal(await ask(check, { toldIsKnown: false }), undefined);
});

test('an API server that does not answer is a finding that may still come true', async () => {
  const api = cluster();
  const look = new Look(api, 'default', new AbortController().signal);
  look.nodes = () => Promise.reject(new UnreachableError('https://127.0.0.1:1', new Error('refused')));
  const finding = await ask({ ...common, nodes: { workers: 2, 'control-planes': 1 } }, { look });
  assert.equal(finding?.ok, false);
  assert.match(finding?.seen ?? '', /^not yet: cannot reach the API server/);
});
