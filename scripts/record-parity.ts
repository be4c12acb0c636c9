/**
 * Runs the parity sequences against a real control plane (KUBEBUILDER_ASSETS) and writes its answers to test/fixtures/parity, dated
 * with its version: `node scripts/record-parity.ts [--area NAME]... [--request PATTERN]` (a regular expression for `area/sequence`).
 * `--check` runs them a second time on a second control plane and lists where the two differ: what the normalising misses.
 */
import { parseArgs } from 'node:util';

import { compare } from '../test/parity/compare.ts';
import { ask } from '../test/parity/http-client.ts';
import { startRealControlPlane } from '../test/parity/real-control-plane.ts';
import { ofArea, readRecording, writeRecording } from '../test/parity/recordings.ts';
import { runAreas, type Answer, type Answers } from '../test/parity/run.ts';
import { at } from '../test/parity/sequence.ts';
import { AREAS } from '../test/parity/sequences/all.ts';

const { values } = parseArgs({
  options: {
    area: { type: 'string', multiple: true },
    request: { type: 'string', default: '' },
    check: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const assets = process.env['KUBEBUILDER_ASSETS'];
if (!assets)
  throw new Error(
    'set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver, kube-controller-manager and kubectl',
  );
const areas = AREAS.filter(({ area }) => values.area?.includes(area) ?? true);
const pattern = new RegExp(values.request);

const first = await run(assets);
if (values.check) {
  const recorded: Answers = new Map(
    areas.flatMap(({ area }) => recordedAnswers(area).filter(([id]) => isWanted(id))),
  );
  const differing = compare(recorded, first.answers).filter(({ lines }) => lines.length > 0);
  for (const { id, lines } of differing)
    console.log([id, ...lines.slice(0, 12).map((line) => `    ${line}`)].join('\n'));
  console.log(`${first.answers.size} requests, ${differing.length} differ from the recording`);
  process.exitCode = differing.length > 0 ? 1 : 0;
} else {
  for (const { area } of areas) {
    writeRecording(area, {
      kubernetes: first.version,
      recorded: new Date().toISOString().slice(0, 10),
      answers: Object.fromEntries(answersNow(area)),
    });
  }
}
for (const [id, answer] of first.answers)
  if ('trouble' in answer) console.log(`TROUBLE ${id}: ${String(answer['trouble'])}`);
console.log(`${first.answers.size} requests in ${Math.round(first.seconds)} s`);

function recordedAnswers(area: string): [string, Answer][] {
  return Object.entries(readRecording(area)?.answers ?? {});
}

/** Whether the answer is of a sequence that ran. */
function isWanted(id: string): boolean {
  return pattern.test(id.slice(0, id.indexOf(': ')));
}

/** The area's new answers, where the old ones of their sequences were; those of sequences that did not run stay. */
function answersNow(area: string): [string, Answer][] {
  const fresh = [...ofArea(first.answers, area)];
  const old = values.request === '' ? [] : recordedAnswers(area);
  const place = old.findIndex(([id]) => isWanted(id));
  const kept = old.filter(([id]) => !isWanted(id));
  return place < 0 ? [...kept, ...fresh] : kept.toSpliced(place, 0, ...fresh);
}

async function run(assets: string): Promise<{ answers: Answers; version: string; seconds: number }> {
  const target = await startRealControlPlane(assets);
  try {
    const { body } = await ask(target, { method: 'GET', path: '/version' });
    const begun = performance.now();
    const answers = await runAreas(target, areas, {
      wanted: (name) => pattern.test(name),
      ...(values.verbose ? { progress: console.log } : {}),
    });
    return { answers, version: String(at(body, 'gitVersion')), seconds: (performance.now() - begun) / 1000 };
  } finally {
    await target.stop();
  }
}
