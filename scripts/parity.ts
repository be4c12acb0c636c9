/**
 * Runs the parity sequences against the embedded server and compares with what a real kube-apiserver answered (test/fixtures/parity):
 * `node scripts/parity.ts [--area NAME]... [--request PATTERN] [--lines 12]`. Prints each difference and the share that is identical.
 * `--write` puts the shares into test/parity/README.md (of all areas only).
 * PATTERN is a regular expression for `area/sequence`. With `--live` it runs a real control plane (KUBEBUILDER_ASSETS) beside it instead of
 * the recordings.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { format, resolveConfig } from 'prettier';

import { compare, type Comparison } from '../test/parity/compare.ts';
import { startEmbeddedTarget } from '../test/parity/embedded-target.ts';
import { startRealControlPlane } from '../test/parity/real-control-plane.ts';
import { KNOWN } from '../test/parity/known.ts';
import { readRecording, type Recording } from '../test/parity/recordings.ts';
import { reportPage, shareOf } from '../test/parity/report.ts';
import { runAreas, type Answers, type RunOptions } from '../test/parity/run.ts';
import { AREAS } from '../test/parity/sequences/all.ts';
import type { Target } from '../test/parity/target.ts';

const { values } = parseArgs({
  options: {
    area: { type: 'string', multiple: true },
    request: { type: 'string', default: '' },
    lines: { type: 'string', default: '12' },
    write: { type: 'boolean', default: false },
    live: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const assets = process.env['KUBEBUILDER_ASSETS'] ?? '';
const areas = AREAS.filter(({ area }) => values.area?.includes(area) ?? true);
const pattern = new RegExp(values.request);
const options: RunOptions = {
  wanted: (name) => pattern.test(name),
  ...(values.verbose ? { progress: console.log } : {}),
};

const ours = await answersOf(await startEmbeddedTarget(assets, (line) => console.log(`LOG ${line}`)));
const real = values.live ? await answersOf(await startRealControlPlane(assets)) : recorded();
const all = compare(real, ours);
report(all);
if (values.write) await write(all);

async function answersOf(target: Target): Promise<Answers> {
  try {
    return await runAreas(target, areas, options);
  } finally {
    await target.stop();
  }
}

/** The recorded answers of the sequences that ran. */
function recorded(): Answers {
  const answers = areas.flatMap(({ area }) => Object.entries(readRecording(area)?.answers ?? {}));
  return new Map(answers.filter(([id]) => pattern.test(id.slice(0, id.indexOf(': ')))));
}

function report(comparisons: readonly Comparison[]): void {
  const limit = Number(values.lines);
  for (const { id, lines, ordered } of comparisons) {
    if (lines.length > 0) console.log([id, ...lines.slice(0, limit).map((line) => `    ${line}`)].join('\n'));
    else if (!ordered) console.log(`${id}\n    the order of fields`);
  }
  for (const { area } of areas) {
    const of = comparisons.filter(({ id }) => id.startsWith(`${area}/`));
    console.log(`${area.padEnd(14)} ${shareOf(of)}`);
  }
  console.log(`${'all'.padEnd(14)} ${shareOf(comparisons)}`);
}

async function write(comparisons: readonly Comparison[]): Promise<void> {
  const recordings = new Map<string, Recording>();
  for (const { area } of areas) {
    const recording = readRecording(area);
    if (recording) recordings.set(area, recording);
  }
  const page = fileURLToPath(new URL('../test/parity/README.md', import.meta.url));
  const style = await resolveConfig(page);
  writeFileSync(page, await format(reportPage(comparisons, recordings, KNOWN), { ...style, filepath: page }));
}
