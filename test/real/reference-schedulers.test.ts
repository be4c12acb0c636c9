import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { LIMITS, type Limits } from '../../src/trials/limits.ts';
import { TRIAL_IDS, type TrialId } from '../../src/trials/trial.ts';
import { tryReference } from '../helpers/reference-report.ts';
import { type Reference, references } from '../helpers/reference-schedulers.ts';

/** What is fast here, and soon given up. The one that polls does so more often. */
const HURRIED: Limits = { ...LIMITS, firstMs: 4000, hopelessMs: 1500, leastMs: 2000, againMs: 3000 };
const POLLS = { POLL_SECONDS: '1.2' };

/** What each passes and what not: workshop/YOUR-OWN.md shows and explains it. Of what is left to chance neither is asked, nor of the
 * slow ones whether they get through many pods in time. */
const EXPECTED: Readonly<
  Record<string, { readonly passes: readonly TrialId[]; readonly fails: readonly TrialId[] }>
> = {
  'least-loaded': {
    passes: ['finds-waiting', 'leaves-others', 'avoids-cordoned', 'binds', 'says-scheduled', 'comes-back'],
    fails: [
      'fewest-pods',
      'has-room',
      'tolerates',
      'no-overcommit',
      'quick',
      'watch-ends',
      'says-failed',
      'retries-untaint',
      'retries-room',
    ],
  },
  weighted: {
    passes: ['finds-waiting', 'leaves-others', 'binds', 'comes-back'],
    fails: ['fewest-pods', 'has-room', 'tolerates', 'says-scheduled', 'quick', 'watch-ends', 'says-failed'],
  },
  'random-watch': {
    passes: ['finds-waiting', 'leaves-others', 'binds', 'says-scheduled', 'quick', 'comes-back'],
    fails: ['tolerates', 'watch-ends', 'says-failed'],
  },
  'random-informer': {
    passes: [
      'finds-waiting',
      'leaves-others',
      'binds',
      'says-scheduled',
      'quick',
      'comes-back',
      'watch-ends',
    ],
    fails: ['tolerates', 'says-failed'],
  },
  serve: { passes: TRIAL_IDS, fails: [] },
  'kube-scheduler': { passes: TRIAL_IDS.filter((id) => id !== 'fewest-pods'), fails: ['fewest-pods'] },
};

// they wait more than they work, each on a cluster of its own
void describe('the schedulers that everybody writes, and two good ones, on trial', { concurrency: 3 }, () => {
  for (const reference of references()) {
    it(`${reference.title} passes and fails what it should`, { skip: reference.skip }, () =>
      asExpected(reference),
    );
  }
});

async function asExpected(reference: Reference): Promise<void> {
  const isGood = ['serve', 'kube-scheduler'].includes(reference.id);
  const { passes, fails } = EXPECTED[reference.id] ?? { passes: [], fails: [] };
  const limits = isGood ? LIMITS : HURRIED;
  const { results } = await tryReference(reference, { limits, env: POLLS, only: [...passes, ...fails] });
  const told = (ok: boolean): TrialId[] =>
    results.filter((one) => one.ok === ok).map(({ trial }) => trial.id);
  const why = results.map(({ trial, ok, found }) => `${trial.id} ${String(ok)}: ${found}`).join('\n');
  assert.deepEqual(
    passes.filter((id) => !told(true).includes(id)),
    [],
    why,
  );
  assert.deepEqual(
    fails.filter((id) => !told(false).includes(id)),
    [],
    why,
  );
}
