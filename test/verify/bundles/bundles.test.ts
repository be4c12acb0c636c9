import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { drawRecord } from '../../../src/app/screen/recorded-screen.ts';
import { archiveBundle } from '../../../src/verify/archive.ts';
import { judgeBundles } from '../../../src/verify/bundles/collect.ts';
import { bundleCsv } from '../../../src/verify/bundles/csv.ts';
import { findBundles, foldersWithout } from '../../../src/verify/bundles/find.ts';
import type { HandedIn } from '../../../src/verify/bundles/handed-in.ts';
import type { Judging } from '../../../src/verify/bundles/judge.ts';
import { bundleTable } from '../../../src/verify/bundles/table.ts';
import { bundleParts, PROGRAM } from '../../helpers/bundle.ts';
import { goodStory } from '../../helpers/story.ts';
import { handIn, partsOf } from '../../helpers/handed-in.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const NOW = Date.parse('2026-02-01T00:00:00Z');
const JUDGING: Judging = { program: PROGRAM, draw: drawRecord, now: NOW };
const STYLE = { width: 100, colours: false, unicode: true };
const ALICE = { name: 'alice', number: 1 };
const BOB = { name: 'bob', number: 2 };

describe('bundles that were handed in', () => {
  test('of different people, folders and archives mixed, are all good; thirty take seconds', async () => {
    using temp = tempFolder();
    for (let number = 1; number <= 30; number++) {
      const folder = handIn(temp.path, { name: `person${number}`, number });
      if (number % 2 === 0) {
        await archiveBundle(folder, '2026-01-31T10:00:00Z');
        rmSync(folder, { recursive: true });
      }
    }
    const begun = performance.now();
    const all = await judged(temp.path);
    const took = performance.now() - begun;
    assert.deepEqual(
      all.map(({ bundle, verdict, doubts }) => [bundle, verdict, doubts]),
      Array.from({ length: 30 }, (_, at) => [`person${at + 1}${at % 2 === 1 ? '.tar.gz' : ''}`, 'good', []]),
    );
    assert.ok(took < 5000, `${took} ms`);
    assert.match(
      bundleTable(all, STYLE),
      /^person2\.tar\.gz +example\.org\/person2\/scheduler +kind +2026-01-31 10:05 +\d+\/\d+ +✔ good$/m,
    );
    assert.match(bundleTable(all, STYLE), /✔ 30 bundles: 30 good\./);
  });

  test('a file that was edited is named', async () => {
    using temp = tempFolder();
    const folder = handIn(temp.path, ALICE);
    const file = join(folder, 'SUBMISSION.md');
    writeFileSync(file, `${readFileSync(file, 'utf8')} `);
    const [alice] = await judged(temp.path);
    assert.equal(alice?.verdict, 'doubtful');
    assert.match(sentences(alice, 'edited'), /SUBMISSION\.md was changed/);
  });

  test('what follows from an edit is counted, and named by -o wide', async () => {
    using temp = tempFolder();
    const file = join(handIn(temp.path, ALICE), 'evidence.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('2-2-2', '3-2-1'));
    const all = await judged(temp.path);
    const count = all[0]?.doubts.filter(({ kind }) => kind === 'contradicts-itself').length ?? 0;
    assert.ok(count > 1, JSON.stringify(all[0]?.doubts));
    const short = bundleTable(all, { ...STYLE, width: 200 });
    assert.match(short, /evidence\.json was changed/);
    assert.match(short, new RegExp(`So ${String(count)} of its parts do not agree`));
    assert.doesNotMatch(short, /contradicts itself/);
    const wide = bundleTable(all, { ...STYLE, width: 200, wide: true });
    assert.equal(wide.match(/contradicts itself|come out otherwise/g)?.length, count);
  });

  test('a finding that does not follow from the facts is a doubt, though all is hashed again', async () => {
    using temp = tempFolder();
    const parts = partsOf(ALICE);
    const pods = parts.evidence.facts.cluster.pods.filter(({ name }) => name !== 'pod3');
    const facts = { ...parts.evidence.facts, cluster: { ...parts.evidence.facts.cluster, pods } };
    handIn(temp.path, ALICE, { ...parts, evidence: { ...parts.evidence, facts } });
    const [alice] = await judged(temp.path);
    assert.match(
      sentences(alice, 'contradicts-itself'),
      /pods-found comes out failed, but is stated as passed/,
    );
  });

  test('impossible times, and a bundle from the future', async () => {
    using temp = tempFolder();
    const parts = partsOf(ALICE);
    handIn(temp.path, ALICE, {
      ...parts,
      evidence: { ...parts.evidence, writtenAt: '2026-01-31T09:00:00.000Z' },
    });
    handIn(temp.path, BOB);
    const [alice, bob] = await judged(temp.path, { now: Date.parse('2026-01-31T09:54:30Z') });
    assert.match(sentences(alice, 'impossible-times'), /written before the cluster was looked at/);
    assert.match(sentences(bob, 'from-the-future'), /written at 2026-01-31T10:05/);
    const [, nearly] = await judged(temp.path, { now: Date.parse('2026-01-31T09:56:00Z') });
    assert.equal(nearly?.verdict, 'good', 'a clock may be some minutes ahead');
  });

  test('a stated check that failed is no doubt about honesty', async () => {
    using temp = tempFolder();
    const story = goodStory();
    const pods = story.cluster.pods.filter(({ name }) => name !== 'pod3');
    handIn(temp.path, ALICE, partsOf(ALICE, bundleParts({ ...story, cluster: { ...story.cluster, pods } })));
    const [alice] = await judged(temp.path);
    assert.equal(alice?.verdict, 'failed');
    assert.deepEqual(alice.doubts, []);
    assert.match(bundleTable([alice], STYLE), /Failed: pods-found: pod pod3 not found/);
  });

  test('another kind of cluster than was asked for is doubtful, and otherwise only said', async () => {
    using temp = tempFolder();
    handIn(temp.path, ALICE);
    assert.equal((await judged(temp.path))[0]?.verdict, 'good');
    const [alice] = await judged(temp.path, { expect: 'embedded' });
    assert.match(sentences(alice, 'not-expected-cluster'), /of the kind "kind"/);
  });

  test('a copy under another name is doubtful on both sides, whatever was changed in it', async () => {
    const whole = partsOf(ALICE);
    const [first, ...others] = whole.journal;
    assert.ok(first);
    const changed = JSON.parse(
      JSON.stringify({ evidence: whole.evidence, journal: whole.journal, outputs: whole.outputs }).replaceAll(
        'uid-1-of-kube-system',
        'another-cluster',
      ),
    );
    const otherPods = JSON.parse(JSON.stringify(changed).replaceAll('uid-1-of-', 'uid-9-of-'));
    for (const [what, copy] of [
      [
        'same-journal',
        { ...whole, evidence: { ...whole.evidence, repository: 'https://example.org/bob/scheduler' } },
      ],
      ['same-cluster', { ...whole, journal: [{ ...first, program: 'another' }, ...others] }],
      ['same-pods', { ...whole, ...changed }],
      ['same-moments', { ...whole, ...otherPods }],
    ] as const) {
      using temp = tempFolder();
      handIn(temp.path, ALICE);
      handIn(temp.path, BOB, copy);
      const [alice, bob] = await judged(temp.path);
      assert.match(sentences(alice, what), /of bob|as bob/, what);
      assert.match(sentences(bob, what), /of alice|as alice/, what);
    }
  });

  test('the same note word for word is doubtful, a short one is not', async () => {
    using temp = tempFolder();
    handIn(temp.path, { ...ALICE, note: 'Because the emptiest node has the most  room left.' });
    handIn(temp.path, { ...BOB, note: 'because the emptiest node has the most room left.' });
    handIn(temp.path, { name: 'carol', number: 3, note: 'Fewest pods first.' });
    handIn(temp.path, { name: 'dave', number: 4, note: 'Fewest pods first.' });
    const all = await judged(temp.path);
    assert.deepEqual(
      all.map(({ verdict }) => verdict),
      ['doubtful', 'doubtful', 'good', 'good'],
    );
    assert.match(sentences(all[0], 'same-note'), /word for word, that of bob/);
  });

  test('a folder and the archive that verify wrote beside it are one bundle; a changed archive is another', async () => {
    using temp = tempFolder();
    const folder = handIn(temp.path, ALICE);
    const archive = await archiveBundle(folder, '2026-01-31T10:00:00Z');
    assert.deepEqual(
      (await judged(temp.path)).map(({ bundle, verdict }) => [bundle, verdict]),
      [['alice', 'good']],
    );
    writeFileSync(join(folder, 'SUBMISSION.md'), 'mine');
    assert.deepEqual(
      (await judged(temp.path)).map(({ verdict }) => verdict),
      ['doubtful', 'doubtful'],
    );
    cpSync(archive, temp.file('elsewhere.tar.gz'));
    assert.equal((await judged(temp.path)).length, 3);
  });

  test('a broken one does not stop the others', async () => {
    using temp = tempFolder();
    handIn(temp.path, ALICE);
    writeFileSync(temp.file('broken.tar.gz'), 'no archive');
    const [alice, broken] = await judged(temp.path);
    assert.equal(alice?.verdict, 'good');
    assert.equal(broken?.verdict, 'unreadable');
    assert.match(broken.problem ?? '', /broken\.tar\.gz cannot be read/);
    assert.match(bundleTable([alice, broken], STYLE), /✘ 2 bundles: 1 good, 1 unreadable\./);
  });

  test('are looked for in folders of folders, each once, and not behind links', () => {
    using temp = tempFolder();
    const group = temp.file('class/group');
    mkdirSync(group, { recursive: true });
    const alice = handIn(group, ALICE);
    symlinkSync(group, temp.file('class/link'));
    assert.deepEqual(
      findBundles(['class', 'class/group/alice', alice], temp.path).map(({ name }) => name),
      ['class/group/alice'],
    );
    assert.throws(() => findBundles(['nowhere'], temp.path), /there is no nowhere/);
    mkdirSync(temp.file('empty'));
    assert.throws(() => findBundles(['empty'], temp.path), /empty is no bundle/);
  });

  test('that are none are not overlooked: foreign archives have a row, folders without a bundle are named', async () => {
    using temp = tempFolder();
    handIn(temp.path, ALICE);
    writeFileSync(temp.file('hans.zip'), 'PK');
    for (const folder of ['ida', 'nested/evidence']) mkdirSync(temp.file(folder), { recursive: true });
    writeFileSync(temp.file('nested/code.zip'), 'PK');
    handIn(temp.file('nested/evidence'), BOB);
    const found = findBundles(['.'], temp.path);
    assert.deepEqual(
      found.map(({ name }) => name),
      ['alice', 'hans.zip', 'nested/evidence/bob'],
    );
    assert.equal((await judgeBundles(found, JUDGING))[1]?.verdict, 'unreadable');
    assert.deepEqual(foldersWithout(['.', 'alice'], temp.path, found), ['ida']);
  });

  test('fit a narrow terminal: what goes last is the verdict', async () => {
    using temp = tempFolder();
    handIn(temp.path, ALICE);
    const all = await judged(temp.path);
    const head = (width: number, wide = false) =>
      bundleTable(all, { ...STYLE, width, wide })
        .split('\n')[0]
        ?.split(/ {2,}/);
    assert.deepEqual(head(70), ['BUNDLE', 'REPOSITORY', 'CLUSTER', 'CHECKS', 'VERDICT']);
    assert.deepEqual(head(30), ['BUNDLE', 'CLUSTER', 'CHECKS', 'VERDICT']);
    assert.equal(head(30, true)?.length, 11, 'who asks for all gets all');
  });

  test('as CSV are one row each, and no cell is a formula', async () => {
    using temp = tempFolder();
    handIn(temp.path, { ...ALICE, note: '=HYPERLINK("x"), "quoted"' });
    const lines = bundleCsv(await judged(temp.path)).split('\r\n');
    assert.equal(lines.length, 3);
    assert.match(lines[0] ?? '', /^bundle,verdict,repository,cluster,/);
    assert.match(lines[1] ?? '', /^alice,good,https:\/\/example\.org\/alice\/scheduler,kind,/);
    assert.match(lines[1] ?? '', /,"'=HYPERLINK\(""x""\), ""quoted"""$/);
  });

  test('show how the questions were answered', async () => {
    using temp = tempFolder();
    const parts = partsOf(ALICE);
    const quiz = [true, false, true].map((right, at) => ({
      at: `2026-01-31T10:01:0${at}.001Z`,
      step: at,
      id: 'why',
      choice: 1,
      right,
    }));
    handIn(temp.path, ALICE, {
      ...parts,
      evidence: { ...parts.evidence, facts: { ...parts.evidence.facts, quiz } },
    });
    handIn(temp.path, BOB);
    const all = await judged(temp.path);
    assert.deepEqual(
      all.map(({ said }) => said?.questions),
      [{ answered: 3, right: 2 }, undefined],
    );
    assert.match(
      bundleTable(all, { ...STYLE, wide: true }),
      /^BUNDLE .* QUESTIONS .*\nalice .* 2\/3 .*\nbob .* {2}- {2}/,
    );
    assert.match(sentences(all[0], 'contradicts-itself'), /answers/, 'they are not in the journal');
  });

  test('let no control character of a stranger through to the terminal', async () => {
    using temp = tempFolder();
    handIn(temp.path, { ...ALICE, note: '\u001b[31mred and six words long' });
    assert.ok(!bundleTable(await judged(temp.path), { ...STYLE, wide: true }).includes('\u001B'));
  });
});

function judged(folder: string, judging: Partial<Judging> = {}): Promise<readonly HandedIn[]> {
  const found = findBundles(['.'], folder).map((one) => ({ ...one, name: one.name.replace(/^\.\//, '') }));
  return judgeBundles(found, { ...JUDGING, ...judging });
}

function sentences(one: HandedIn | undefined, kind: string): string {
  return (
    one?.doubts
      .filter((doubt) => doubt.kind === kind)
      .map(({ sentence }) => sentence)
      .join(' ') ?? ''
  );
}
