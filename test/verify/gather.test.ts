import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EVENTS, NODES, PODS } from '../../src/api/resources.ts';
import { collectEvidence } from '../../src/verify/collect.ts';
import { gatherFacts } from '../../src/verify/gather.ts';
import type { JournalEntry } from '../../src/workshop/journal-entry.ts';
import { event, node, pod } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';
import { SCHEDULER, time } from '../helpers/story.ts';

describe('gathering facts', () => {
  test('reads nodes in natural order, the workshop’s pods and only their events', async () => {
    const api = new MemoryApi(new FakeClock());
    for (const name of ['w10', 'w2', 'w1']) await api.create(NODES, node(name).build());
    await api.create(NODES, node('cp').controlPlane().build());
    const one = pod('pod1').scheduler(SCHEDULER).on('w1').phase('Running').build();
    const made = await api.create(PODS, one);
    const stranger = await api.create(PODS, pod('stranger').build());
    await api.create(EVENTS, event(made).named('a').note('Successfully assigned').build());
    await api.create(EVENTS, event(stranger).named('b').build());
    const { cluster } = await gatherFacts(options(api, []));
    assert.deepEqual(
      cluster.nodes.map(({ name, controlPlane }) => `${name}${controlPlane ? '*' : ''}`),
      ['cp*', 'w1', 'w2', 'w10'],
    );
    assert.deepEqual(
      cluster.pods.map(({ name, node }) => [name, node]),
      [['pod1', 'w1']],
    );
    assert.deepEqual(
      cluster.events.map((found) => [found.pod, found.from]),
      [['pod1', SCHEDULER]],
    );
    assert.equal(cluster.kind, 'other');
  });

  test('reads everything, however many pages that is', async () => {
    const api = new MemoryApi(new FakeClock());
    const made = await api.create(PODS, pod('pod1').scheduler(SCHEDULER).build());
    for (let count = 0; count < 501; count += 1)
      await api.create(EVENTS, event(made).named(`e${count}`).build());
    const { cluster } = await gatherFacts(options(api, []));
    assert.equal(cluster.events.length, 501);
  });

  test('a simulated cluster is called one as soon as its journal says so', async () => {
    const api = new MemoryApi(new FakeClock());
    const { cluster } = await gatherFacts(options(api, [], 'kube-system'));
    const run: JournalEntry = {
      seq: 1,
      at: time(0),
      kind: 'run-started',
      program: 'x',
      context: 'c',
      cluster: 'embedded',
      clusterId: cluster.id,
      scheduler: SCHEDULER,
      policy: 'least-pods',
    };
    assert.equal((await gatherFacts(options(api, [run]))).cluster.kind, 'embedded');
  });
});

describe('collecting evidence', () => {
  test('with nothing done runs no command, asks nobody and says so', async () => {
    const api = new MemoryApi(new FakeClock());
    const asked: string[] = [];
    const collected = await collectEvidence({
      ...options(api, []),
      program: 'p',
      kubectl: async (args) => {
        asked.push(args.join(' '));
        return { line: '', exitCode: 0, stdout: '', stderr: '', startedAt: time(0), milliseconds: 0 };
      },
      why: async () => {
        asked.push('why');
        return undefined;
      },
    });
    assert.equal(collected.done, false);
    assert.deepEqual(asked, []);
  });

  test('runs kubectl for nodes, pods, each pod and events, and keeps what it said', async () => {
    const api = new MemoryApi(new FakeClock());
    await api.create(PODS, pod('pod1').scheduler(SCHEDULER).build());
    const collected = await collectEvidence({
      ...options(api, []),
      program: 'p',
      kubectl: async (args) => ({
        line: `kubectl ${args.join(' ')}`,
        exitCode: 1,
        stdout: '',
        stderr: 'Error from server (NotFound)\n',
        startedAt: time(0),
        milliseconds: 1,
      }),
      why: async () => 'because',
    });
    assert.ok(collected.done);
    assert.equal(collected.outputs.length, 11);
    assert.deepEqual(collected.outputs[2], {
      file: 'outputs/03-describe-pod1.txt',
      line: 'kubectl describe pod pod1',
      exitCode: 1,
      startedAt: time(0),
      text: '$ kubectl describe pod pod1\nError from server (NotFound)\n',
    });
    assert.equal(collected.evidence.ok, false);
    assert.equal(collected.evidence.note.why, undefined, 'nobody is asked why before step 4 was played');
  });
});

function options(api: MemoryApi, journal: readonly JournalEntry[], context = 'memory') {
  const signal = new AbortController().signal;
  return {
    api,
    journal,
    context,
    namespace: 'default',
    scheduler: SCHEDULER,
    now: () => Date.parse(time(0)),
    signal,
  };
}
