import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { POD_DISRUPTION_BUDGETS } from '../../../src/api/resources.ts';
import type { Node, Pod } from '../../../src/api/types.ts';
import type { PodDisruptionBudget } from '../../../src/api/workloads.ts';
import { Cache } from '../../../src/scheduler/cache.ts';
import type { FitError } from '../../../src/scheduler/decision.ts';
import { Framework } from '../../../src/scheduler/framework/framework.ts';
import type { Plugin } from '../../../src/scheduler/framework/plugin.ts';
import type { Objects } from '../../../src/scheduler/framework/snapshot.ts';
import { defaultBinder } from '../../../src/scheduler/plugins/default-binder.ts';
import { defaultPreemption } from '../../../src/scheduler/plugins/default-preemption/default-preemption.ts';
import { nodeResourcesFit } from '../../../src/scheduler/plugins/node-resources/fit.ts';
import { taintToleration } from '../../../src/scheduler/plugins/taint-toleration.ts';
import { decideOne } from '../../../src/scheduler/schedule-one.ts';
import { node, pod, type PodBuilder } from '../../helpers/builders.ts';
import { MemoryApi } from '../../helpers/memory-api.ts';

interface Situation {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly budgets?: readonly PodDisruptionBudget[];
  /** Pods that wait, with a node that is kept for them. */
  readonly nominated?: readonly Pod[];
  readonly extra?: readonly Plugin[];
  readonly args?: {
    readonly minCandidateNodesPercentage: number;
    readonly minCandidateNodesAbsolute: number;
  };
  readonly random?: number;
}

/** What becomes of the pod, by the real filters. */
function attempt(incoming: Pod, situation: Situation): FitError {
  const { nodes, pods, budgets = [], nominated = [], extra = [], random = 0 } = situation;
  const { args = { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 } } = situation;
  const cache = new Cache(objectsOf(budgets));
  for (const one of nodes) cache.setNode(one);
  for (const one of pods) cache.setPod(one);
  for (const one of nominated) cache.nominations.observe(undefined, one);
  const plugins = [taintToleration, ...extra, nodeResourcesFit(), defaultPreemption(args, () => random)];
  const framework = new Framework(
    [...plugins, defaultBinder(new MemoryApi())].map((plugin) => ({ plugin, weight: 1 })),
  );
  const result = decideOne({ framework, cache, tieBreak: () => 0 }, queued(incoming));
  assert.equal(result.kind, 'fit-error');
  return result;
}

function objectsOf(budgets: readonly PodDisruptionBudget[]): Objects {
  return {
    get: () => undefined,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only kind that is asked for
    list: (resource) => (resource.plural === POD_DISRUPTION_BUDGETS.plural ? (budgets as never) : []),
  };
}

function queued(incoming: Pod) {
  const times = { firstSeen: 0, attempts: 1, notBefore: 0, parkedAt: 0 };
  return {
    pod: incoming,
    key: incoming.metadata.uid ?? '',
    sequence: 0,
    rejectedBy: new Set<string>(),
    ...times,
  };
}

const small = (name: string) => node(name).allocatable({ cpu: '4', memory: '8Gi', pods: '10' }).build();
const needs = (cpu: string, priority: number) => pod('incoming').requests({ cpu }).priority(priority);
const holds = (name: string, on: string, cpu: string, priority: number): PodBuilder =>
  pod(name).on(on).requests({ cpu }).priority(priority);
const budget = (app: string, disruptionsAllowed: number, disruptedPods = {}): PodDisruptionBudget => ({
  metadata: { name: `of-${app}`, namespace: 'default' },
  spec: { selector: { matchLabels: { app } } },
  status: { disruptionsAllowed, disruptedPods },
});
const victimsOf = ({ preemption }: FitError) => preemption?.victims.map(({ metadata }) => metadata.name);

void suite('which pods make room', () => {
  test('as few as possible: the least important go, of equals the youngest', () => {
    const pods = [
      holds('old', 'n', '1', 5).startedAt('2026-01-01T00:00:00Z').build(),
      holds('young', 'n', '1', 5).startedAt('2026-01-02T00:00:00Z').build(),
      holds('dear', 'n', '1', 7).build(),
      holds('new', 'n', '1', 5).build(),
    ];
    const one = attempt(needs('1', 10).build(), { nodes: [small('n')], pods });
    assert.deepEqual(victimsOf(one), ['new']);
    const two = attempt(needs('2', 10).build(), { nodes: [small('n')], pods });
    assert.deepEqual(victimsOf(two), ['young', 'new']);
    const all = attempt(needs('4', 10).build(), { nodes: [small('n')], pods });
    assert.deepEqual(victimsOf(all), ['dear', 'old', 'young', 'new']);
  });

  test('a pod that helps by itself spares those that would not be enough', () => {
    const pods = [holds('large', 'n', '3', 5).build(), holds('tiny', 'n', '500m', 1).build()];
    const result = attempt(needs('2', 10).build(), { nodes: [small('n')], pods });
    assert.deepEqual(victimsOf(result), ['large']);
  });

  test('pods of the same priority and higher stay, whatever it costs', () => {
    const pods = [holds('equal', 'n', '3', 10).build(), holds('higher', 'n', '1', 11).build()];
    const result = attempt(needs('1', 10).build(), { nodes: [small('n')], pods });
    assert.equal(result.preemption, undefined);
    assert.equal(result.clearNomination, true);
    assert.equal(
      result.message,
      '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    );
  });

  test('with a budget, those go that it does not protect, as long as that is enough', () => {
    const pods = [
      holds('kept', 'n', '2', 1).label('app', 'db').build(),
      holds('free', 'n', '2', 5).label('app', 'web').build(),
    ];
    const budgets = [budget('db', 0)];
    const one = attempt(needs('2', 10).build(), { nodes: [small('n')], pods, budgets });
    assert.deepEqual(victimsOf(one), ['free']);
    const both = attempt(needs('3', 10).build(), { nodes: [small('n')], pods, budgets });
    assert.deepEqual(victimsOf(both), ['free', 'kept']);
  });

  test('a budget counts down over its pods; one that is on its way already is not charged again', () => {
    const db = (name: string, priority: number) => holds(name, 'n', '2', priority).label('app', 'db').build();
    const pods = [db('first', 5), db('second', 4)];
    const nodes = [small('n')];
    const incoming = needs('2', 10).build();
    // the budget allows one, which is charged for the more important pod: the other one violates it and is put back first
    assert.deepEqual(victimsOf(attempt(incoming, { nodes, pods, budgets: [budget('db', 1)] })), ['first']);
    const disrupted = budget('db', 1, { first: '2026-01-01T00:00:00Z' });
    assert.deepEqual(victimsOf(attempt(incoming, { nodes, pods, budgets: [disrupted] })), ['second']);
  });

  test('a budget with an empty selector, or of another namespace, protects nothing', () => {
    const pods = [holds('a', 'n', '2', 1).label('app', 'db').build(), holds('b', 'n', '2', 5).build()];
    const empty = { ...budget('db', 0), spec: { selector: {} } };
    const elsewhere = { ...budget('db', 0), metadata: { name: 'x', namespace: 'other' } };
    const result = attempt(needs('2', 10).build(), {
      nodes: [small('n')],
      pods,
      budgets: [empty, elsewhere],
    });
    assert.deepEqual(victimsOf(result), ['a']);
  });

  test('pods that wait for the node and come first count as there, in the question who must go too', () => {
    const situation = {
      nodes: [small('n')],
      pods: [holds('a', 'n', '2', 1).build(), holds('b', 'n', '2', 2).build()],
      nominated: [pod('waits').requests({ cpu: '2' }).priority(10).nominatedTo('n').build()],
    };
    assert.deepEqual(victimsOf(attempt(needs('2', 10).build(), situation)), ['b', 'a']);
    // less important than the incoming pod: it does not count
    assert.deepEqual(victimsOf(attempt(needs('2', 11).build(), situation)), ['a']);
  });
});

void suite('which node', () => {
  const nodes = ['a', 'b'].map(small);
  const picks = (pods: readonly Pod[], budgets: readonly PodDisruptionBudget[] = []) => {
    // a result that depends on the order of nodes would not be one of the criterion
    const swapped = pods.map((one) => ({
      ...one,
      spec: { ...one.spec, nodeName: one.spec.nodeName === 'a' ? 'b' : 'a' },
    }));
    const incoming = needs('3', 100).build();
    const [straight, mirrored] = [pods, swapped].map(
      (there) => attempt(incoming, { nodes, pods: there, budgets }).preemption?.node,
    );
    assert.equal(mirrored, straight === 'a' ? 'b' : 'a');
    return straight;
  };

  test('the fewest violated budgets come before everything else', () => {
    const pods = [
      holds('protected', 'a', '3', 1).label('app', 'db').build(),
      holds('free', 'b', '3', 50).build(),
    ];
    assert.equal(picks(pods, [budget('db', 0)]), 'b');
    assert.equal(picks(pods), 'a');
  });

  test('then the lowest priority of the most important victim, then the lowest sum', () => {
    assert.equal(
      picks([
        holds('x', 'a', '3', 9).build(),
        holds('y1', 'b', '1', 8).build(),
        holds('y2', 'b', '1', 8).build(),
        holds('y3', 'b', '1', 8).build(),
      ]),
      'b',
    );
    assert.equal(
      picks([
        holds('x1', 'a', '2', 9).build(),
        holds('x2', 'a', '2', 2).build(),
        holds('y1', 'b', '2', 9).build(),
        holds('y2', 'b', '2', 1).build(),
      ]),
      'b',
    );
  });

  test('few pods of a negative priority are not worse than many', () => {
    assert.equal(
      picks([
        holds('x1', 'a', '2', -5).build(),
        holds('x2', 'a', '2', -5).build(),
        holds('y1', 'b', '4', -5).build(),
      ]),
      'b',
    );
  });

  test('then the fewest victims', () => {
    assert.equal(
      picks([
        holds('x1', 'a', '2', 9).build(),
        // the lowest priority there is adds nothing to the sum
        holds('x2', 'a', '2', -(2 ** 31)).build(),
        holds('y1', 'b', '4', 9).build(),
      ]),
      'b',
    );
  });

  test('then the latest start of the most important victims, whatever the others did', () => {
    assert.equal(
      picks([
        holds('x1', 'a', '2', 9).startedAt('2026-01-02T00:00:00Z').build(),
        holds('x2', 'a', '2', 1).startedAt('2026-01-09T00:00:00Z').build(),
        holds('y1', 'b', '2', 9).startedAt('2026-01-03T00:00:00Z').build(),
        holds('y2', 'b', '2', 1).startedAt('2026-01-01T00:00:00Z').build(),
      ]),
      'b',
    );
  });

  test('then the first by name, wherever the search began', () => {
    const many = Array.from({ length: 5 }, (_, at) => `n${at}`);
    const situation = {
      nodes: many.map(small),
      pods: many.map((name) => holds(`on-${name}`, name, '4', 1).build()),
    };
    for (const random of [0, 0.5, 0.99])
      assert.equal(attempt(needs('1', 9).build(), { ...situation, random }).preemption?.node, 'n0');
  });

  test('only as many nodes are tried as the args say, from any one on, and on until one breaks no budget', () => {
    const many = Array.from({ length: 5 }, (_, at) => `n${at}`);
    const args = { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 1 };
    const pods = many.map((name, at) => holds(`on-${name}`, name, '4', at).label('app', name).build());
    const situation = { nodes: many.map(small), pods, args };
    const incoming = needs('1', 9).build();
    assert.equal(attempt(incoming, { ...situation, random: 0.5 }).preemption?.node, 'n2');
    assert.equal(attempt(incoming, { ...situation, random: 0.99 }).preemption?.node, 'n4');
    const budgets = [budget('n2', 0), budget('n3', 0)];
    assert.equal(attempt(incoming, { ...situation, random: 0.5, budgets }).preemption?.node, 'n4');
  });
});

void suite('whether at all, and what is said', () => {
  const full = { nodes: [small('a'), small('b')], pods: [holds('low', 'a', '4', 1).build()] };
  const both = [...full.pods, holds('lower', 'b', '4', 0).build()];

  test('the room that was found is in the message', () => {
    const { message, preemption } = attempt(needs('2', 10).build(), { ...full, pods: both });
    assert.equal(preemption?.node, 'b');
    assert.equal(
      message,
      '0/2 nodes are available: 2 Insufficient cpu. preemption: found a potential placement for pod on node b, preempting 1 victims',
    );
  });

  test('nodes that no eviction helps are not tried', () => {
    const nodes = [small('a'), node('t').taint('key', 'NoSchedule').build()];
    const pods = [holds('low', 'a', '1', 1).build(), holds('more', 't', '1', 1).build()];
    const result = attempt(needs('8', 10).build(), { nodes, pods });
    assert.equal(
      result.message,
      '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). ' +
        'preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    );
    assert.equal(result.clearNomination, true);
  });

  test('the reason of a node that stays too full without its less important pods is its own', () => {
    const pods = [holds('low', 'a', '1', 1).build(), holds('equal', 'a', '3', 10).build(), ...both.slice(1)];
    const { message } = attempt(needs('4', 10).build(), {
      ...full,
      pods: pods.slice(0, 2),
      nodes: [small('a')],
    });
    assert.match(message, /preemption: 0\/1 nodes are available: 1 Insufficient cpu\.$/);
  });

  test('a pod that must not preempt is told so, and keeps its nomination', () => {
    const { message, preemption, clearNomination } = attempt(needs('2', 10).neverPreempts().build(), {
      ...full,
      pods: both,
    });
    assert.equal(
      message,
      '0/2 nodes are available: 2 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.',
    );
    assert.deepEqual([preemption, clearNomination], [undefined, undefined]);
  });

  test('while pods leave the nominated node for it, no others have to', () => {
    const leaving = holds('low', 'a', '4', 1)
      .deleting()
      .condition({ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' })
      .build();
    const incoming = needs('2', 10).nominatedTo('a').build();
    const waits = attempt(incoming, { ...full, pods: [leaving, ...both.slice(1)] });
    assert.match(
      waits.message,
      / preemption: not eligible due to a terminating pod on the nominated node\.$/,
    );
    assert.equal(waits.preemption, undefined);
    // one that leaves for another reason does not count, and neither does a node that is of no use any more
    const deleted = holds('low', 'a', '4', 1).deleting().build();
    assert.equal(attempt(incoming, { ...full, pods: [deleted, ...both.slice(1)] }).preemption?.node, 'b');
    const tainted = [node('a').taint('key', 'NoSchedule').build(), small('b')];
    assert.equal(
      attempt(incoming, { nodes: tainted, pods: [leaving, ...both.slice(1)] }).preemption?.node,
      'b',
    );
  });

  test('when a preFilter ends it all, the words are those of upstream, whose DynamicResources was not reached', () => {
    const extra = [
      {
        name: 'Ends',
        preFilter: () => ({ rejection: { reasons: ['no way'], unresolvable: true as const } }),
      },
    ];
    const { message, clearNomination } = attempt(needs('2', 10).build(), { ...full, extra });
    assert.equal(message, '0/2 nodes are available: no way. not found');
    assert.equal(clearNomination, undefined);
  });

  test('filters that pass although the verdict was no are an error, which is said', () => {
    const extra = [{ name: 'Odd', preFilter: () => ({ rejection: { reasons: ['odd'] } }) }];
    const { message } = attempt(needs('0', 10).build(), { ...full, extra });
    assert.match(message, /preemption: \[?expected at least one victim pod on node "a"/);
  });
});

/** A node with up to six pods of distinct importance. */
const situations = fc.record({
  asks: fc.integer({ min: 1, max: 8 }),
  priority: fc.integer({ min: 0, max: 6 }),
  pods: fc.array(
    fc.record({
      cpu: fc.integer({ min: 0, max: 4 }),
      priority: fc.integer({ min: -1, max: 8 }),
      started: fc.integer({ min: 0, max: 59 }),
      app: fc.constantFrom('db', 'web', undefined),
    }),
    { maxLength: 6 },
  ),
  allowed: fc.integer({ min: 0, max: 2 }),
});

void suite('for any pods on a node', () => {
  const CPUS = 8;
  const node8 = node('n')
    .allocatable({ cpu: String(CPUS), memory: '8Gi', pods: '110' })
    .build();

  test('victims are of lower priority, enough, and none too many; without budgets nobody of more importance could be spared', () => {
    fc.assert(
      fc.property(situations, fc.boolean(), ({ asks, priority, pods, allowed }, protects) => {
        const there = pods
          .filter(({ cpu }, at) => pods.slice(0, at).reduce((sum, one) => sum + one.cpu, cpu) <= CPUS)
          .map(({ cpu, app, started, ...one }, at) => {
            const time = `2026-01-01T00:${String(started).padStart(2, '0')}:0${at}Z`;
            const builder = holds(`p${at}`, 'n', String(cpu), one.priority).startedAt(time);
            return { cpu, pod: (app === undefined ? builder : builder.label('app', app)).build() };
          });
        const used = there.reduce((sum, { cpu }) => sum + cpu, 0);
        fc.pre(used + asks > CPUS);
        const budgets = protects ? [budget('db', allowed)] : [];
        const { preemption } = attempt(needs(String(asks), priority).build(), {
          nodes: [node8],
          pods: there.map((one) => one.pod),
          budgets,
        });
        const mayGo = there.filter((one) => (one.pod.spec.priority ?? 0) < priority);
        const freed = (gone: readonly { cpu: number }[]) => gone.reduce((sum, { cpu }) => sum + cpu, 0);
        const isEnough = (gone: readonly { cpu: number }[]) => used - freed(gone) + asks <= CPUS;
        const victims = there.filter((one) => preemption?.victims.includes(one.pod));
        assert.equal(
          preemption !== undefined,
          asks <= CPUS && isEnough(mayGo),
          'room is found where there is any',
        );
        if (!preemption) return;
        assert.ok(victims.every((one) => mayGo.includes(one)));
        assert.ok(isEnough(victims));
        for (const spared of victims) assert.ok(!isEnough(victims.filter((one) => one !== spared)));
        if (protects) return;
        // of all sets that suffice, the one that spares the most important, then the next one, and so on
        const order = mayGo.toSorted(
          (a, b) =>
            (b.pod.spec.priority ?? 0) - (a.pod.spec.priority ?? 0) ||
            (a.pod.status?.startTime ?? '').localeCompare(b.pod.status?.startTime ?? ''),
        );
        const sets = Array.from({ length: 2 ** order.length }, (_, bits) =>
          order.filter((_one, at) => (bits & (2 ** (order.length - 1 - at))) !== 0),
        );
        assert.deepEqual(
          victims.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)),
          sets.find(isEnough),
        );
      }),
      { numRuns: 300 },
    );
  });
});
