import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawRecord } from '../../../src/app/screen/recorded-screen.ts';
import { checkBundle } from '../../../src/verify/bundle/check.ts';
import type { BundleContent } from '../../../src/verify/bundle/files.ts';
import { MANIFEST } from '../../../src/verify/manifest.ts';
import { RECORDING, REPORT } from '../../../src/verify/report-page/report-files.ts';
import { bundleContent, bundleParts, PROGRAM, rehashed } from '../../helpers/bundle.ts';
import { toldStory } from '../../helpers/story.ts';

describe('report.html and recording.cast in a bundle', () => {
  const good = bundleContent(bundleParts(toldStory()));
  const failed = (content: BundleContent, program = PROGRAM) =>
    checkBundle(content, program, drawRecord).findings.filter(({ ok }) => !ok);
  const edited = (file: string, edit: (text: string) => string): BundleContent => {
    const text = good.files.get(file)?.toString() ?? '';
    assert.notEqual(edit(text), text);
    return rehashed({ files: new Map([...good.files, [file, Buffer.from(edit(text))]]), odd: [] });
  };

  test('have their hashes, and pass', () => {
    const manifest = good.files.get(MANIFEST)?.toString() ?? '';
    for (const file of [REPORT, RECORDING]) assert.ok(manifest.includes(`  ${file}\n`), file);
    assert.deepEqual(failed(good), []);
  });

  test('with one word or one time edited, and hashed anew, are found', () => {
    for (const content of [
      edited(REPORT, (text) => text.replace('checks passed', 'checks passed with honours')),
      edited(RECORDING, (text) => text.replace('orphan Pending', 'orphan Running')),
      edited(RECORDING, (text) => text.replace(/\n\[(\d+)/, '\n[1$1')),
    ])
      assert.deepEqual(
        failed(content).map(({ id }) => id),
        ['bundle-report'],
      );
  });

  test('that are missing are found, and named', () => {
    for (const file of [REPORT, RECORDING]) {
      const files = new Map([...good.files].filter(([path]) => path !== file));
      const [finding, ...more] = failed(rehashed({ files, odd: [] }));
      assert.deepEqual(more, []);
      assert.equal(finding?.seen, `${file} is missing`);
    }
  });

  test('follow the scheduler’s log, too', () => {
    const log = `${JSON.stringify({ type: 'warning', time: '2026-01-31T10:01:00.000Z', message: 'never told' })}\n`;
    assert.deepEqual(
      failed(edited('scheduler.log', () => log)).map(({ id }) => id),
      ['bundle-report'],
    );
  });

  test('of another version of the program are not compared, and it is said', () => {
    const content = edited(REPORT, () => '<p>older</p>');
    const report = checkBundle(content, 'kubectl-minisched 9.9.9', drawRecord);
    const finding = report.findings.find(({ id }) => id === 'bundle-report');
    assert.equal(finding?.ok, true);
    assert.match(finding.seen, /not compared/);
  });
});
