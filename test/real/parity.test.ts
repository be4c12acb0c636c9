import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { dirname } from 'node:path';

import { findProgram, missing } from '../helpers/require-tools.ts';
import { compare } from '../parity/compare.ts';
import { judge } from '../parity/differences.ts';
import { startEmbeddedTarget } from '../parity/embedded-target.ts';
import { KNOWN } from '../parity/known.ts';
import { startRealControlPlane } from '../parity/real-control-plane.ts';
import { readRecording } from '../parity/recordings.ts';
import { shareOf } from '../parity/report.ts';
import { runAreas, type Answers } from '../parity/run.ts';
import type { Area } from '../parity/sequence.ts';
import { AREAS } from '../parity/sequences/all.ts';
import type { Target } from '../parity/target.ts';

const PAGE = readFileSync(new URL('../parity/README.md', import.meta.url), 'utf8');
const assets = dirname(findProgram('kubectl') ?? 'kubectl');

suite('the embedded server answers as kube-apiserver', { skip: missing('kubectl') }, () => {
  test('did when it was recorded', { timeout: 280_000 }, async (context) => {
    const ours = await answersOf(await startEmbeddedTarget(assets, (line) => context.diagnostic(line)));
    const comparisons = compare(recorded(), ours);
    const { identical, known, unknown, stale } = judge(comparisons, KNOWN);
    const all = comparisons.length;
    context.diagnostic(
      `${String(identical)} of ${String(all)} answers identical, ${String(known.length)} differ for known reasons`,
    );
    const lines = unknown.slice(0, 20).flatMap(({ id, lines }) => [id, ...lines.slice(0, 5)]);
    assert.deepEqual(lines, []);
    assert.ok(
      PAGE.includes(`**${shareOf(comparisons)}**`),
      'npm run parity -- --write: the page is out of date',
    );
    assert.deepEqual(
      stale.map(({ request, reason }) => `explains nothing any more: ${String(request)} ${reason}`),
      [],
    );
  });

  const skip = missing('etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl');
  test('does today', { skip, timeout: 480_000 }, async () => {
    const first = await differingToday(AREAS);
    // its admission reads informers, which may lag a write by a moment: what differs is asked once more, on a new server
    const again = new Set(first.map(({ id }) => id.split('/')[0]));
    const differing =
      first.length > 0 ? await differingToday(AREAS.filter(({ area }) => again.has(area))) : [];
    assert.deepEqual(
      differing.slice(0, 20).flatMap(({ id, lines }) => [id, ...lines.slice(0, 5)]),
      [],
    );
  });
});

async function differingToday(areas: readonly Area[]) {
  const real = await answersOf(await startRealControlPlane(assets), areas);
  return compare(recorded(areas), real).filter(({ lines }) => lines.length > 0);
}

function recorded(areas: readonly Area[] = AREAS): Answers {
  return new Map(areas.flatMap(({ area }) => Object.entries(readRecording(area)?.answers ?? {})));
}

async function answersOf(target: Target, areas: readonly Area[] = AREAS): Promise<Answers> {
  try {
    return await runAreas(target, areas);
  } finally {
    await target.stop();
  }
}
