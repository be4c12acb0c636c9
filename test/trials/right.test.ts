import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { NAMESPACES, NODES, PODS } from '../../src/api/resources.ts';
import type { OpenTrialCluster } from '../../src/app/trials/embedded-trials.ts';
import { BuildError } from '../../src/trials/build.ts';
import type { TrialEvent } from '../../src/trials/run-trials.ts';
import { TRIAL_IDS } from '../../src/trials/trial.ts';
import { eventually } from '../helpers/eventually.ts';
import { SHORT, smallScheduler, trialCluster, tried } from '../helpers/trials.ts';

/** All that a run may leave behind. */
async function state({ api }: OpenTrialCluster): Promise<unknown> {
  const [namespaces, pods, nodes] = await Promise.all([
    api.list(NAMESPACES),
    api.list(PODS),
    api.list(NODES),
  ]);
  return {
    namespaces: namespaces.items.map(({ metadata }) => metadata.name),
    pods: pods.items.map(({ metadata }) => metadata.name),
    nodes: nodes.items.map(({ metadata, spec }) => ({ name: metadata.name, labels: metadata.labels, spec })),
  };
}

describe('trials', () => {
  let cluster: OpenTrialCluster;
  let untouched: unknown;
  before(async () => {
    cluster = await trialCluster();
    // its nodes are not ready at once
    await eventually(async () => {
      const { items } = await cluster.api.list(NODES);
      return items.every(({ spec }) => !spec?.taints?.some(({ key }) => key.includes('not-ready')));
    }, 'the nodes are ready');
    untouched = await state(cluster);
  });
  after(() => cluster.close());

  async function assertNothingLeft(): Promise<void> {
    await eventually(
      async () => JSON.stringify(await state(cluster)) === JSON.stringify(untouched),
      'the cluster is as it was before',
      5000,
    );
  }

  it('are all passed by a scheduler that is right; nothing is left on the cluster', async () => {
    const results = await tried(cluster, smallScheduler());
    assert.deepEqual(
      results.map(({ trial, ok, found }) => `${trial.id} ${String(ok)}${ok ? '' : `: ${found}`}`),
      TRIAL_IDS.map((id) => `${id} true`),
    );
    await assertNothingLeft();
  });

  it('leave nothing when they are broken off in the middle', async () => {
    const controller = new AbortController();
    const reason = new Error('Ctrl-C');
    const pids: string[] = [];
    const program = { ...smallScheduler(), run: `echo pid $$; ${smallScheduler().run}` };
    const signal = controller.signal;
    const observe = (event: TrialEvent): void => {
      if (event.type === 'said' && event.line.startsWith('pid ')) pids.push(event.line.slice(4));
    };
    const running = tried(cluster, program, { only: ['tolerates', 'quick'], signal, observe });
    // all workers have the taint, and the program is at work
    await eventually(async () => {
      const { items } = await cluster.api.list(NODES);
      return items.filter(({ spec }) => spec?.taints?.some(({ key }) => key === 'workshop')).length === 3;
    }, 'it is in the middle');
    controller.abort(reason);
    await assert.rejects(running, reason);
    await assertNothingLeft();
    const [pid] = pids;
    assert.ok(pid);
    assert.throws(() => process.kill(Number(pid), 0), { code: 'ESRCH' });
  });

  it('taint no node where that is not allowed, and say so', async () => {
    const shy = { ...cluster, mayChangeNodes: false };
    const [tolerates, mine] = await tried(shy, smallScheduler(), { only: ['tolerates', 'binds'] });
    assert.equal(tolerates?.ok, undefined);
    assert.match(tolerates?.found ?? '', /--yes/);
    assert.equal(mine?.ok, true);
  });

  it('do not begin when the program does not build, and tell what the build said', async () => {
    const program = { ...smallScheduler(), build: 'echo one; echo two >&2; exit 3' };
    await assert.rejects(tried(cluster, program), (error) => {
      assert.ok(error instanceof BuildError);
      assert.deepEqual(error.said.toSorted(), ['one', 'two']);
      assert.equal(error.exitCode, 1);
      return true;
    });
  });

  it('tell the last lines of a program that crashes, and go on with a new one', async () => {
    const [binds, says] = await tried(cluster, smallScheduler('crashes'), {
      only: ['binds', 'says-scheduled'],
    });
    assert.equal(binds?.mistake?.id, 'crashes');
    assert.match(binds?.said.join('\n') ?? '', /this pod is one too many/);
    assert.equal(says?.ok, true, 'its first pod is well placed');
  });

  const outcomes = async (mistake: string): Promise<string[]> => {
    const results = await tried(cluster, smallScheduler(mistake), { limits: SHORT });
    return results.map(({ trial, ok, mistake: told, found }) => {
      return ok === undefined ? found : ok ? `${trial.id} passed` : `${trial.id}: ${told?.id ?? ''}`;
    });
  };
  const rest = (played: readonly string[], why: string): string[] => [
    ...played,
    ...TRIAL_IDS.slice(played.length).map(() => `not tried: ${why}`),
  ];

  it('say one thing of a program that does not start, and do not go on', async () => {
    const expected = rest(['finds-waiting: does-not-start'], 'it does not run yet');
    assert.deepEqual(await outcomes('does-not-start'), expected);
  });

  it('say one thing of a program that does nothing', async () => {
    const expected = rest(['finds-waiting: does-nothing'], 'it does nothing for a pod yet');
    assert.deepEqual(await outcomes('does-nothing'), expected);
  });

  it('let a program that only tells what it noticed pass step 2, and say one thing of the rest', async () => {
    const noticed = ['finds-waiting passed', 'leaves-others passed', 'avoids-control-plane: does-not-bind'];
    assert.deepEqual(await outcomes('does-not-bind'), rest(noticed, 'it places no pod yet'));
  });

  it('say one thing of a program whose bindings are all refused', async () => {
    const [finds, leaves, third, ...others] = await outcomes('is-refused');
    assert.deepEqual(
      [finds, leaves, third],
      ['finds-waiting passed', 'leaves-others passed', 'avoids-control-plane: is-refused'],
    );
    assert.ok(
      others.every((found) => found === 'not tried: it places no pod yet'),
      others.join(),
    );
  });
});
