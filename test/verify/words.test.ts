import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, describe, test } from 'node:test';
import { UsageError } from '../../src/lib/errors.ts';
import { askLine } from '../../src/verify/ask.ts';
import { noteText } from '../../src/verify/note-text.ts';
import { evidenceReport, nothingReport } from '../../src/verify/report.ts';
import { findingLines, nextCommands } from '../../src/verify/terminal.ts';
import { bundleParts } from '../helpers/bundle.ts';
import { goodStory } from '../helpers/story.ts';

const PLAIN = { width: 80, colours: false, unicode: false };

describe('--note', () => {
  const folder = mkdtempSync(join(tmpdir(), 'minisched-note-'));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  test('is a text, or the content of a file of that name', () => {
    writeFileSync(join(folder, 'why.md'), 'From a file.\n');
    assert.equal(noteText('From the line. ', folder), 'From the line.');
    assert.equal(noteText('why.md', folder), 'From a file.');
  });

  test('that is empty or names a file that is not there is a usage error', () => {
    assert.throws(() => noteText('  ', folder), UsageError);
    assert.throws(() => noteText('other.md', folder), /there is no file other\.md/);
  });
});

describe('asking at a terminal', () => {
  test('shows the question and resolves to the line', async () => {
    const { input, written, terminal } = fakeTerminal();
    const answer = askLine('Why? ', terminal);
    input.write('because\n');
    assert.equal(await answer, 'because');
    assert.match(written.join(''), /Why\? /);
  });

  test('resolves to nothing for an empty line and for the end of input', async () => {
    const first = fakeTerminal();
    first.input.write('\n');
    assert.equal(await askLine('Why? ', first.terminal), undefined);
    const second = fakeTerminal();
    second.input.end();
    assert.equal(await askLine('Why? ', second.terminal), undefined);
  });

  test('rejects with the reason when it is interrupted', async () => {
    const { terminal, stop } = fakeTerminal();
    const answer = askLine('Why? ', terminal);
    stop.abort(new Error('interrupted'));
    await assert.rejects(answer, /interrupted/);
  });
});

describe('the report on the terminal', () => {
  test('lists what holds in a line and what does not with what was expected and seen', () => {
    const [one, ...rest] = findingLines(
      [
        { id: 'a', title: 'Good', ok: true, expected: 'x', seen: 'y' },
        { id: 'b', title: 'Bad', ok: false, expected: 'this', seen: 'that' },
      ],
      PLAIN,
    );
    assert.equal(one, '[ok] Good: y');
    assert.deepEqual(rest, ['[no] Bad', '    expected: this', '    seen:     that']);
  });

  test('lets no control character of a stranger’s bundle through', () => {
    const lines = findingLines(
      [{ id: 'a', title: 'T\u001B[2J', ok: false, expected: '\u0007', seen: '\u009B1m' }],
      PLAIN,
    );
    // oxlint-disable-next-line no-control-regex -- that is the point
    assert.doesNotMatch(lines.join(''), /[\u0000-\u001F\u007F-\u009F]/);
  });

  test('names the kind of cluster, the nodes, the verdict, the steps to play again and the folder', () => {
    const story = goodStory();
    const pods = story.cluster.pods.filter(({ name }) => name !== 'pod3');
    const { evidence } = bundleParts({ ...story, cluster: { ...story.cluster, pods } });
    const text = evidenceReport(evidence, 'evidence/x', PLAIN);
    assert.match(text, /kind \(real Kubernetes/);
    assert.match(text, /sched-workshop-worker2/);
    assert.match(text, /\[no\] 1 of \d+ checks failed\./);
    assert.match(text, /pod pod3 not found/);
    assert.match(text, /^ {2}kubectl minisched workshop run --from 4$/m);
    assert.match(text, /Evidence: evidence\/x/);
  });

  test('names single steps to play again where later ones can stay as they are', () => {
    assert.deepEqual(
      nextCommands([failed('blocked-running'), failed('cluster-nodes'), failed('orphan-running')]),
      [
        'kubectl minisched workshop step 1',
        'kubectl minisched workshop step 5',
        'kubectl minisched workshop step 6',
      ],
    );
  });

  test('with nothing done names what is missing and the command', () => {
    const text = nothingReport('kind-sched-workshop');
    assert.match(text, /nothing to verify yet on kind-sched-workshop/);
    assert.match(text, /pod1 to pod6/);
    assert.match(text, /kubectl minisched workshop run/);
  });
});

function fakeTerminal() {
  const input = new PassThrough();
  const written: string[] = [];
  const stop = new AbortController();
  const terminal = { input, write: (text: string) => written.push(text), signal: stop.signal };
  return { input, written, stop, terminal };
}

function failed(id: string) {
  return { id, title: '', ok: false, expected: '', seen: '' };
}
