import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { OpenTrialCluster } from '../../src/app/trials/embedded-trials.ts';
import { TRIALS } from '../../src/trials/plays/index.ts';
import { MISTAKES, type MistakeId } from '../../src/trials/mistakes.ts';
import type { TrialId } from '../../src/trials/trial.ts';
import { SHORT, smallScheduler, trialCluster, tried } from './trials.ts';

/** In which trial a scheduler that makes the mistake is found out. */
const FOUND_IN: Readonly<Record<MistakeId, TrialId>> = {
  'does-not-start': 'finds-waiting',
  'asks-nothing': 'finds-waiting',
  crashes: 'binds',
  'forgets-waiting': 'finds-waiting',
  'does-nothing': 'binds',
  'binds-others': 'leaves-others',
  'ignores-taints': 'avoids-control-plane',
  'counts-daemons': 'fewest-pods',
  'counts-finished': 'fewest-pods',
  'counts-only-own': 'fewest-pods',
  'fills-up': 'fewest-pods',
  'does-not-count': 'fewest-pods',
  'ignores-requests': 'has-room',
  'ignores-tolerations': 'tolerates',
  'fears-preferences': 'tolerates',
  'ignores-cordon': 'avoids-cordoned',
  'does-not-bind': 'binds',
  'is-refused': 'binds',
  'binds-twice': 'binds',
  'no-scheduled-event': 'says-scheduled',
  'event-elsewhere': 'says-scheduled',
  'event-anonymous': 'says-scheduled',
  'races-itself': 'no-overcommit',
  polls: 'quick',
  slow: 'quick',
  'dies-with-watch': 'watch-ends',
  'dies-in-outage': 'watch-ends',
  'deaf-after-watch': 'watch-ends',
  'misses-the-gap': 'watch-ends',
  'no-failed-event': 'says-failed',
  'hot-loop': 'says-failed',
  'added-only': 'retries-untaint',
  'stuck-after-failure': 'retries-untaint',
  'binds-gone': 'retries-untaint',
};

/** One test for each mistake that is found out in the trials of these steps, all on one cluster. */
export function testMistakes(steps: readonly number[]): void {
  describe(`a scheduler that makes one of the usual mistakes of step ${steps.join(' or ')}`, () => {
    let cluster: OpenTrialCluster;
    before(async () => {
      cluster = await trialCluster();
    });
    after(() => cluster.close());

    for (const { id, name } of MISTAKES.filter((one) => steps.includes(stepOf(one.id)))) {
      it(`is told: ${name}`, async () => {
        const only = [FOUND_IN[id]];
        const [result] = await tried(cluster, smallScheduler(id), { only, limits: SHORT });
        const told = { ok: result?.ok, mistake: result?.mistake?.id };
        assert.deepEqual(told, { ok: false, mistake: id }, JSON.stringify(result, null, 2));
      });
    }
  });
}

function stepOf(id: MistakeId): number {
  return TRIALS.find((trial) => trial.id === FOUND_IN[id])?.step ?? 0;
}
