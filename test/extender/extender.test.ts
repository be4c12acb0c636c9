import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PODS } from '../../src/api/resources.ts';
import type { Node, Pod } from '../../src/api/types.ts';
import { answer, type Verb } from '../../src/extender/answer.ts';
import { Extender } from '../../src/extender/extender.ts';
import type { Plugin } from '../../src/scheduler/framework/plugin.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import { Profiles } from '../../src/scheduler/profiles.ts';
import { node, pod } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';
import { cacheOf } from '../scheduler/node-info.ts';

interface Arrangement {
  readonly nodes: readonly Node[];
  readonly pods?: readonly Pod[];
  readonly extra?: readonly Plugin[];
}

function arrange({ nodes, pods = [], extra = [] }: Arrangement) {
  const api = new MemoryApi();
  const clock = new FakeClock();
  const cache = cacheOf(nodes, pods);
  const plugins = [
    ...extra.map((plugin) => ({ plugin, weight: 1 })),
    ...policyPlugins('least-pods', { api, clock, random: () => 0 }),
  ];
  const extender = new Extender({
    api,
    profiles: new Profiles([{ schedulerName: 'extended-scheduler', plugins }]),
    cache,
    tieBreak: () => 0,
    clock,
    signal: new AbortController().signal,
  });
  /** As over HTTP: what is asked and answered goes through JSON. */
  const ask = async (verb: Verb, args: object): Promise<unknown> => {
    const { status, body } = await answer(extender, verb, JSON.stringify(args));
    assert.equal(status, 200, String(body));
    return JSON.parse(JSON.stringify(body));
  };
  return { api, clock, cache, extender, ask };
}

const WORKERS = ['worker', 'worker2', 'worker3'];
const three = WORKERS.map((name) => node(name).build());
const fresh = (name: string) => pod(name).scheduler('extended-scheduler').build();
const scores = (list: unknown) =>
  Object.fromEntries(
    (Array.isArray(list) ? list : []).map((one: { Host: string; Score: number }) => [one.Host, one.Score]),
  );

describe('filter', () => {
  test('with nodeCacheCapable, names come and go; a rejection that no preemption helps is told apart', async () => {
    const nodes = [
      node('a').build(),
      node('b').taint('k', 'NoSchedule').build(),
      node('c').allocatable({ pods: '1' }).build(),
    ];
    const { ask } = arrange({ nodes, pods: [pod('there').on('c').build()] });
    assert.deepEqual(await ask('filter', { Pod: fresh('x'), Nodes: null, NodeNames: ['c', 'b', 'a'] }), {
      NodeNames: ['a'],
      FailedNodes: { c: 'Too many pods' },
      FailedAndUnresolvableNodes: { b: 'node(s) had untolerated taint(s)' },
      Error: '',
    });
  });

  test('without it, nodes come and go as they are, and are believed before the cache', async () => {
    const { ask } = arrange({ nodes: three });
    const cordoned = node('worker').version('99').unschedulable().build();
    const stranger = node('stranger').version('1').build();
    const answered = await ask('filter', {
      Pod: fresh('x'),
      Nodes: { metadata: {}, items: [cordoned, stranger] },
    });
    assert.deepEqual(answered, {
      Nodes: { items: [stranger] },
      FailedNodes: {},
      FailedAndUnresolvableNodes: { worker: 'node(s) were unschedulable' },
      Error: '',
    });
  });

  test('what is on a node that came in the question is from the cache', async () => {
    const full = node('full').version('1').allocatable({ pods: '1' }).build();
    const { ask } = arrange({ nodes: [full], pods: [pod('there').on('full').build()] });
    const now = node('full').version('2').allocatable({ pods: '1' }).build();
    const answered = await ask('filter', { Pod: fresh('x'), Nodes: { items: [now] } });
    assert.deepEqual(answered, {
      Nodes: { items: [] },
      FailedNodes: { full: 'Too many pods' },
      FailedAndUnresolvableNodes: {},
      Error: '',
    });
  });

  test('a node that the watch has not brought is no candidate yet', async () => {
    const { ask } = arrange({ nodes: three });
    assert.deepEqual(await ask('filter', { Pod: fresh('x'), NodeNames: ['worker', 'new'] }), {
      NodeNames: ['worker'],
      FailedNodes: { new: 'node(s) were not known to the extender yet' },
      FailedAndUnresolvableNodes: {},
      Error: '',
    });
  });

  test('a plugin that throws is the error of the answer', async () => {
    const broken: Plugin = {
      name: 'Broken',
      filter() {
        throw new Error('no idea');
      },
    };
    const { ask } = arrange({ nodes: three, extra: [broken] });
    const answered = await ask('filter', { Pod: fresh('x'), NodeNames: WORKERS });
    assert.match(JSON.stringify(answered), /"Error":".*Broken.*no idea/);
  });
});

describe('prioritize', () => {
  test('the emptiest node is best, alone, in whole numbers', async () => {
    const pods = [
      pod('1').on('worker').build(),
      pod('2').on('worker3').build(),
      pod('3').on('worker3').build(),
    ];
    const { ask } = arrange({ nodes: three, pods });
    const found = scores(await ask('prioritize', { Pod: fresh('x'), NodeNames: WORKERS }));
    assert.equal(found['worker2'], 10);
    assert.ok(found['worker'] === 9 && (found['worker3'] ?? 10) < 9, JSON.stringify(found));
  });

  test('of equally good ones the first by name is, in whatever order they are asked about', async () => {
    const { ask } = arrange({ nodes: three });
    const NodeNames = WORKERS.toReversed();
    assert.deepEqual(scores(await ask('prioritize', { Pod: fresh('x'), NodeNames })), {
      worker: 10,
      worker2: 9,
      worker3: 9,
    });
  });

  test('one that the watch has not brought is worth nothing', async () => {
    const { ask } = arrange({ nodes: three });
    const found = scores(await ask('prioritize', { Pod: fresh('x'), NodeNames: ['new', 'worker'] }));
    assert.deepEqual(found, { worker: 10, new: 0 });
  });
});

describe('pods that are about to be placed', () => {
  const best = async (
    ask: (verb: Verb, args: object) => Promise<unknown>,
    name: string,
    NodeNames = WORKERS,
  ) => {
    const found = scores(await ask('prioritize', { Pod: fresh(name), NodeNames }));
    return Object.keys(found).find((host) => found[host] === 10);
  };

  test('count for the next one, before any binding is seen', async () => {
    const { ask } = arrange({ nodes: three });
    const places = [];
    for (const name of ['a', 'b', 'c', 'd']) places.push(await best(ask, name));
    assert.deepEqual(places, ['worker', 'worker2', 'worker3', 'worker']);
  });

  test('count, too, where the filter left one node, since no priorities are asked then', async () => {
    const { ask } = arrange({ nodes: three });
    await ask('filter', { Pod: fresh('a'), NodeNames: ['worker'] });
    assert.equal(await best(ask, 'b'), 'worker2');
  });

  test('are counted once when they are asked about again', async () => {
    const { ask, cache } = arrange({ nodes: three });
    for (let times = 0; times < 3; times++) assert.equal(await best(ask, 'a'), 'worker');
    assert.deepEqual(
      cache.nodes.map(({ podCount }) => podCount),
      [1, 0, 0],
    );
  });

  test('are where kube-scheduler binds them, though the answer preferred another node', async () => {
    const { ask, cache, api } = arrange({ nodes: three });
    api.put(PODS, fresh('a'));
    await best(ask, 'a');
    const { name, namespace, uid } = fresh('a').metadata;
    const answered = await ask('bind', {
      PodName: name,
      PodNamespace: namespace,
      PodUID: uid,
      Node: 'worker3',
    });
    assert.deepEqual(answered, { Error: '' });
    assert.equal((await api.get(PODS, { namespace: 'default', name: 'a' })).spec.nodeName, 'worker3');
    assert.equal(cache.assumedOn(fresh('a')), 'worker3');
  });

  test('are forgotten after half a minute, unless they were bound', async () => {
    const { ask, clock, cache, api } = arrange({ nodes: three });
    api.put(PODS, fresh('a'));
    await best(ask, 'a');
    const { name, namespace, uid } = fresh('a').metadata;
    await ask('bind', { PodName: name, PodNamespace: namespace, PodUID: uid, Node: 'worker' });
    await best(ask, 'b');
    await clock.advance(31_000);
    assert.equal(await best(ask, 'c'), 'worker2');
    assert.equal(cache.isAssumed(fresh('b')), false);
    assert.equal(cache.isAssumed(fresh('a')), true);
  });

  test('that the watch has brought stay where it says', async () => {
    const { ask, cache } = arrange({ nodes: three });
    await best(ask, 'a');
    cache.setPod(pod('a').on('worker2').build());
    await best(ask, 'a');
    assert.deepEqual(
      cache.nodes.map(({ podCount }) => podCount),
      [0, 1, 0],
    );
  });
});

describe('bind', () => {
  test('a pod that is gone is an error, and counts nowhere', async () => {
    const { ask, cache } = arrange({ nodes: three });
    await ask('prioritize', { Pod: fresh('a'), NodeNames: WORKERS });
    const { name, namespace, uid } = fresh('a').metadata;
    const answered = await ask('bind', {
      PodName: name,
      PodNamespace: namespace,
      PodUID: uid,
      Node: 'worker',
    });
    assert.deepEqual(answered, { Error: 'default/a -> worker: the pod is gone' });
    assert.equal(cache.isAssumed(fresh('a')), false);
  });

  test('a pod that was never asked about is bound all the same', async () => {
    const { ask, api } = arrange({ nodes: three });
    api.put(PODS, fresh('a'));
    const args = { PodName: 'a', PodNamespace: 'default', PodUID: 'uid-of-a', Node: 'worker2' };
    assert.deepEqual(await ask('bind', args), { Error: '' });
    assert.equal((await api.get(PODS, { namespace: 'default', name: 'a' })).spec.nodeName, 'worker2');
  });
});

describe('preempt', () => {
  const nodes = ['a', 'b'].map((name) => node(name).allocatable({ pods: '1' }).build());
  const pods = [pod('one').on('a').build(), pod('two').on('b').build()];
  const victim = { Pods: [{ UID: 'uid-of-one' }], NumPDBViolations: 1 };

  test('nodes stay where the pod fits without the victims, others go', async () => {
    const { ask } = arrange({ nodes, pods });
    const none = { Pods: [], NumPDBViolations: 0 };
    const args = { Pod: fresh('x'), NodeNameToVictims: null, NodeNameToMetaVictims: { a: victim, b: none } };
    assert.deepEqual(await ask('preempt', args), { NodeNameToMetaVictims: { a: victim } });
  });

  test('victims that come in full are answered by their uids', async () => {
    const { ask } = arrange({ nodes, pods });
    const NodeNameToVictims = { a: { Pods: [pods[0]], NumPDBViolations: 1 }, unknown: { Pods: null } };
    const answered = await ask('preempt', { Pod: fresh('x'), NodeNameToVictims });
    assert.deepEqual(answered, { NodeNameToMetaVictims: { a: victim } });
  });

  test('what no victim can help leaves no node', async () => {
    const { ask } = arrange({ nodes, pods });
    const picky = pod('x').selector('nobody', 'has-this').build();
    const answered = await ask('preempt', { Pod: picky, NodeNameToMetaVictims: { a: victim } });
    assert.deepEqual(answered, { NodeNameToMetaVictims: {} });
  });

  const early: readonly (readonly [string, Required<Plugin>['preFilter']])[] = [
    ['rejects the pod for good', () => ({ rejection: { reasons: ['never'], unresolvable: true } })],
    ['leaves the node out', () => ({ nodes: new Set(['b']), state: undefined })],
  ];
  for (const [how, preFilter] of early) {
    test(`a plugin that ${how} before it filters is heard`, async () => {
      const { ask } = arrange({ nodes, pods, extra: [{ name: 'Early', preFilter }] });
      const answered = await ask('preempt', { Pod: fresh('x'), NodeNameToMetaVictims: { a: victim } });
      assert.deepEqual(answered, { NodeNameToMetaVictims: {} });
    });
  }
});

test('a question that is none is refused, and says why', async () => {
  const { extender } = arrange({ nodes: three });
  for (const [verb, body, why] of [
    ['filter', 'no json', /^filter: /],
    ['filter', '[]', /the body must be an object/],
    ['filter', '{"Pod": {"metadata": {}, "spec": {}}}', /Pod\.metadata\.name must be a text/],
    ['prioritize', '{"Pod": {"metadata": {"name": "x"}}}', /Pod has no spec/],
    [
      'preempt',
      '{"Pod": {"metadata": {"name": "x"}, "spec": {}}, "NodeNameToMetaVictims": {"a": 1}}',
      /must be an object/,
    ],
    ['bind', '{"PodName": "x"}', /PodNamespace must be a text/],
  ] as const) {
    const { status, body: said } = await answer(extender, verb, body);
    assert.equal(status, 400);
    assert.match(String(said), why);
  }
});

test('priorities that cannot be worked out are no answer: kube-scheduler reads none but a list', async () => {
  const broken: Plugin = {
    name: 'Broken',
    score() {
      throw new Error('no idea');
    },
  };
  const { extender } = arrange({ nodes: three, extra: [broken] });
  const { status, body } = await answer(
    extender,
    'prioritize',
    JSON.stringify({ Pod: fresh('x'), NodeNames: WORKERS }),
  );
  assert.equal(status, 500);
  assert.match(String(body), /Broken.*no idea/);
});
