import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawRecord } from '../../src/app/screen/recorded-screen.ts';
import type { JournalEntry } from '../../src/workshop/journal-entry.ts';
import { checkBundle } from '../../src/verify/bundle/check.ts';
import type { BundleContent } from '../../src/verify/bundle/files.ts';
import { MANIFEST } from '../../src/verify/manifest.ts';
import { PICTURE, recordedPicture } from '../../src/verify/picture.ts';
import { bundleFiles } from '../../src/verify/write.ts';
import { bundleContent, bundleParts, PROGRAM, rehashed } from '../helpers/bundle.ts';
import { factsOf, goodStory, runStarted, SCHEDULER, time, toldStory, WORKERS } from '../helpers/story.ts';
import { readSvg } from '../helpers/svg.ts';

/** What a reader of the picture sees, one line for each row. */
function seen(svg: string | undefined): string {
  const rows = Map.groupBy(readSvg(svg ?? '').texts, ({ attributes }) => Number(attributes['y']));
  return Array.from(rows.values(), (row) =>
    row
      .map(({ text }) => text)
      .join(' ')
      .replace(/\s+/g, ' '),
  ).join('\n');
}

function picture(journal: readonly JournalEntry[]): string | undefined {
  return recordedPicture({ facts: factsOf(goodStory()) }, journal, drawRecord);
}

describe('the picture of a record', () => {
  test('shows what the scheduler told, newest first, and the nodes as the evidence saw them', () => {
    const text = seen(picture(toldStory().journal));
    assert.match(text, /bound 2 pending 0 failed 1 .* policy least-pods/);
    assert.match(
      text,
      /10:01:52 ✓ default\/blocked → sched-workshop-worker2 \(had 2 pods\)[^]*10:01:40 ✗ default\/blocked fits nowhere: 4 node\(s\) had untolerated taint\(s\)[^]*10:01:23 ✓ default\/orphan/,
    );
    for (const worker of WORKERS) assert.match(text, new RegExp(`${worker} ✓ Ready`));
  });

  test('says of itself that it is drawn, in the image and in its title', () => {
    const text = seen(picture(toldStory().journal));
    assert.equal(text.match(/drawn from the recorded events/g)?.length, 3);
  });

  test('is the same for the same record', () => {
    assert.equal(picture(toldStory().journal), picture(toldStory().journal));
  });

  test('leaves out what was told on another cluster', () => {
    const { journal } = toldStory();
    const elsewhere = journal.map((entry) =>
      entry.kind === 'run-started' ? { ...entry, clusterId: 'uid-of-another' } : entry,
    );
    assert.equal(picture(elsewhere), undefined);
  });

  test('leaves out what no version of ours would have told so, and is not made of nothing', () => {
    const odd = [
      {},
      { type: 'bound' },
      { type: 'explained', time: time(1) },
      { type: 'running', time: time(2) },
    ];
    const told = odd.map((event, at): JournalEntry => ({
      seq: at + 2,
      at: time(at),
      kind: 'scheduler-told',
      step: 4,
      event,
    }));
    const journal: JournalEntry[] = [{ seq: 1, at: time(0), ...runStarted() }, ...told];
    assert.equal(picture(journal), undefined);
    const event = { type: 'warning', time: time(9), message: 'seen' };
    const seenToo = [...journal, { seq: 9, at: time(9), kind: 'scheduler-told' as const, step: 4, event }];
    assert.match(seen(picture(seenToo)), /seen/);
  });
});

describe('the picture in a bundle', () => {
  const good = bundleContent(bundleParts(toldStory()));
  const failed = (content: BundleContent, program = PROGRAM) =>
    checkBundle(content, program, drawRecord)
      .findings.filter(({ ok }) => !ok)
      .map(({ id }) => id);
  const withPicture = (svg: string) =>
    rehashed({ files: new Map([...good.files, [PICTURE, Buffer.from(svg)]]), odd: [] });

  test('has its hash in the manifest, and passes', () => {
    assert.match(good.files.get(MANIFEST)?.toString() ?? '', / {2}screen\.svg\n/);
    assert.deepEqual(failed(good), []);
  });

  test('that shows something else is found, hashed anew or not', () => {
    const svg = good.files.get(PICTURE)?.toString() ?? '';
    assert.ok(svg.includes(SCHEDULER));
    assert.deepEqual(failed(withPicture(svg.replace('worker2 (had', 'worker3 (had'))), ['bundle-picture']);
    const changed = new Map([...good.files, [PICTURE, Buffer.from('<svg/>')]]);
    assert.deepEqual(failed({ files: changed, odd: [] }), ['bundle-hashes', 'bundle-picture']);
  });

  test('that is missing, or too much, is found', () => {
    const files = new Map([...good.files].filter(([path]) => path !== PICTURE));
    assert.deepEqual(failed(rehashed({ files, odd: [] })), ['bundle-picture']);
    const without = bundleContent(bundleParts());
    assert.ok(!without.files.has(PICTURE), 'nothing that can be drawn was told');
    const more = new Map([...without.files, [PICTURE, Buffer.from('<svg/>')]]);
    assert.deepEqual(failed(rehashed({ files: more, odd: [] })), ['bundle-picture']);
  });

  test('of another version of the program is not compared, and said so', () => {
    const report = checkBundle(withPicture('<svg/>'), 'kubectl-minisched 9.9.9', drawRecord);
    const finding = report.findings.find(({ id }) => id === 'bundle-picture');
    assert.equal(finding?.ok, true);
    assert.match(finding.seen, /not compared/);
  });

  test('is there only when there is something to show', () => {
    assert.ok(!bundleFiles(bundleParts()).has(PICTURE));
  });
});
