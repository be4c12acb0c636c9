import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import type { Report } from '../../src/doctor/finding.ts';
import { verdict } from '../../src/doctor/verdict.ts';

const report = (blocks: Report['blocks'], level: Report['level'], found = 'it is so'): Report => ({
  id: 'x',
  title: 'X',
  blocks,
  level,
  found,
});

test('the last line says what can be done, and why not more', () => {
  const noDocker = report('kind', 'trouble', 'Docker is not installed');
  const noKubectl = report('all', 'trouble', 'kubectl is not installed');
  const noGo = report('program', 'trouble', 'Go is not installed');
  const says = (...reports: Report[]) => verdict(reports, 'auto', false).sentence;
  assert.equal(says(), 'You can do the workshop on kind and embedded.');
  assert.equal(says(report('kind', 'warning')), 'You can do the workshop on kind and embedded.');
  assert.equal(says(noDocker), 'You can do the workshop, only embedded: Docker is not installed.');
  assert.equal(says(noDocker, noKubectl), 'You cannot do the workshop yet: kubectl is not installed.');
  assert.equal(
    says(noGo),
    'You can do the workshop on kind and embedded, but not write a scheduler of your own: Go is not installed.',
  );
  assert.equal(
    verdict([noDocker], 'kind', false).sentence,
    'You cannot do the workshop on kind yet: Docker is not installed; on embedded you can.',
  );
  assert.equal(verdict([], 'kind', false).sentence, 'You can do the workshop on kind.');
  assert.equal(verdict([], 'embedded', false).sentence, 'You can do the workshop on embedded.');
});

const reports = fc.array(
  fc
    .record({
      blocks: fc.constantFrom<Report['blocks'][]>('all', 'kind', 'program'),
      level: fc.constantFrom<Report['level'][]>('ok', 'warning', 'trouble'),
    })
    .map(({ blocks, level }) => report(blocks, level)),
);

test('warnings never stand in the way; a trouble more never makes ready what was not', () => {
  fc.assert(
    fc.property(
      reports,
      fc.constantFrom('auto', 'kind', 'embedded'),
      fc.constantFrom<Report['blocks'][]>('all', 'kind', 'program'),
      (all, wanted, blocks) => {
        const now = verdict(all, wanted, true);
        assert.deepEqual(verdict([...all, report(blocks, 'warning')], wanted, true), now);
        const worse = verdict([...all, report(blocks, 'trouble')], wanted, true);
        assert.ok(now.ready || !worse.ready);
        assert.ok(now.embedded || !now.kind, 'kind needs what embedded needs');
        if (blocks !== 'kind') assert.equal(worse.ready, false);
        if (blocks === 'kind') assert.equal(worse.ready, now.ready && wanted !== 'kind');
      },
    ),
  );
});
