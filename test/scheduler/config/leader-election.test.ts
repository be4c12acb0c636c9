import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { goDurationText, parseGoDuration } from '../../../src/lib/go-duration.ts';
import { configurationObject } from '../../../src/scheduler/config/print-configuration.ts';
import { mistake, read } from './read.ts';

const USUAL = {
  leaderElect: true,
  leaseDuration: 15_000,
  renewDeadline: 10_000,
  retryPeriod: 2_000,
  resourceNamespace: 'kube-system',
  resourceName: 'ours',
};

test('nothing said: nobody is elected; who writes it wants it, with upstream’s times and a lease of the scheduler’s name', () => {
  assert.equal(read({}).leaderElection, undefined);
  assert.deepEqual(read({ leaderElection: {} }).leaderElection, USUAL);
  assert.equal(read({ leaderElection: { leaderElect: false } }).leaderElection?.leaderElect, false);
  const named = read({ leaderElection: {}, profiles: [{ schedulerName: 'one' }, { schedulerName: 'two' }] });
  assert.equal(named.leaderElection?.resourceName, 'one');
});

test('all of it can be said; zero and empty are the default, as Go reads them', () => {
  const leaderElection = {
    leaderElect: true,
    leaseDuration: '1m30s',
    renewDeadline: '60s',
    retryPeriod: '500ms',
    resourceLock: 'leases',
    resourceName: 'mine',
    resourceNamespace: 'team',
  };
  assert.deepEqual(read({ leaderElection }).leaderElection, {
    leaderElect: true,
    leaseDuration: 90_000,
    renewDeadline: 60_000,
    retryPeriod: 500,
    resourceNamespace: 'team',
    resourceName: 'mine',
  });
  const zero = {
    leaseDuration: '0s',
    renewDeadline: '0',
    resourceName: '',
    resourceNamespace: '',
    resourceLock: '',
  };
  assert.deepEqual(read({ leaderElection: zero }).leaderElection, USUAL);
});

test('what is printed is read as the same', () => {
  const { leaderElection } = read({ leaderElection: { leaseDuration: '1h0m20.5s', renewDeadline: '30s' } });
  const printed = configurationObject(
    read({ leaderElection: { leaseDuration: '1h0m20.5s', renewDeadline: '30s' } }),
  );
  assert.ok('leaderElection' in printed);
  assert.deepEqual(read({ leaderElection: printed.leaderElection }).leaderElection, leaderElection);
});

for (const [what, given, said] of [
  [
    'a lease no longer than its renewal',
    { leaseDuration: '10s' },
    'leaderElection.leaseDuration: must be greater than `RenewDeadline`',
  ],
  [
    'a renewal no longer than its tries',
    { renewDeadline: '2400ms' },
    'leaderElection.renewDeadline: must be greater than retryPeriod*JitterFactor',
  ],
  ['a time below zero', { leaseDuration: '-1s' }, 'leaderElection.leaseDuration: must be greater than zero'],
  [
    'a time without a unit',
    { retryPeriod: '2' },
    'leaderElection.retryPeriod: invalid duration "2": 15s, say',
  ],
  [
    'another lock',
    { resourceLock: 'endpoints' },
    'leaderElection.resourceLock: resourceLock value must be "leases"',
  ],
  [
    'a field that is not there',
    { leaseDurations: '1s' },
    'leaderElection.leaseDurations: unknown field; did you mean leaseDuration?',
  ],
] as const)
  test(`refused: ${what}`, () => {
    assert.equal(
      mistake(() => read({ leaderElection: given })),
      said,
    );
  });

test('where nobody is elected the times are not looked at', () => {
  assert.equal(
    mistake(() => read({ leaderElection: { leaderElect: false, leaseDuration: '1s' } })),
    undefined,
  );
});

test('durations are read as Go prints them', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), (ms) => {
      assert.equal(parseGoDuration(goDurationText(ms)), ms);
    }),
  );
  assert.deepEqual(
    ['1.5h', '1h15m30.918s', '300ms', '.5s', '0'].map(parseGoDuration),
    [5_400_000, 4_530_918, 300, 500, 0],
  );
  for (const none of ['', '15', 's', '1 s', '1d', 's1', '--1s'])
    assert.equal(parseGoDuration(none), undefined);
});
