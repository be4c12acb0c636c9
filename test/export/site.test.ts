import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { markdown } from '../../src/export/html/markdown.ts';
import { site } from '../../src/export/html/site.ts';
import { wordsOf } from '../../src/export/words-of.ts';
import { writeExport } from '../../src/export/write.ts';
import { loadSteps, type Step } from '../../src/workshop/content.ts';
import { languagesOf } from '../../src/workshop/translation.ts';
import { testCli } from '../helpers/cli-context.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const CONTENT = fileURLToPath(new URL('../../workshop', import.meta.url));
const PICTURES = join(CONTENT, 'pictures');
/** Elements that have no end. */
const VOID = new Set(['!doctype', 'meta', 'link', 'img', 'source', 'br', 'hr', 'input']);

describe('the workshop as pages', () => {
  let steps: readonly Step[] = [];
  let pages: ReadonlyMap<string, string> = new Map();
  before(() => {
    steps = loadSteps(CONTENT);
    pages = pagesOf(steps);
  });

  test('has one of all steps and one for each; every element is closed in order', () => {
    assert.equal(pages.size, steps.length + 1);
    for (const [name, text] of pages) assert.deepEqual(unclosed(text), [], name);
  });

  test('has links to pages that are there, and asks nobody else for anything', () => {
    const files = site(steps, wordsOf('en'), PICTURES);
    for (const [name, text] of pages) {
      const loaded = [
        ...text.matchAll(
          /<(?:link|script|img|source|iframe|object|embed)\b[^>]*?(?:href|src|srcset)="([^"]*)"/g,
        ),
      ];
      const linked = [...text.matchAll(/<a\b[^>]*?href="([^"]*)"/g)].filter(
        ([, to]) => !to?.startsWith('https://'),
      );
      assert.ok(loaded.length >= 2 && linked.length >= 1, name);
      for (const [, to = ''] of [...loaded, ...linked]) {
        assert.ok(to === 'data:,' || files.has(to), `${name}: ${to}`);
      }
    }
    assert.doesNotMatch(String(files.get('style.css')), /url\(|@import/);
    for (const [name, content] of files)
      if (name.endsWith('.svg')) assert.doesNotMatch(String(content), /(?:href|src)=/, name);
  });

  test('lead from the first to the last and back', () => {
    const names: string[] = [];
    for (let at: string | undefined = 'index.html'; at !== undefined;) {
      names.push(at);
      [, at] = /<a rel="next" href="([^"]*)"/.exec(pages.get(at) ?? '') ?? [];
    }
    assert.deepEqual(names, [...pages.keys()]);
    for (const [index, name] of names.slice(1).entries())
      assert.equal(/<a rel="prev" href="([^"]*)"/.exec(pages.get(name) ?? '')?.[1], names[index]);
  });

  test('show every command, manifest, check, hint, question and answer of their step', () => {
    for (const step of steps) {
      const text = textIn(pages.get(`${step.folder.split('/').at(-1) ?? ''}.html`) ?? '');
      const commands = step.play.flatMap((item) =>
        'run' in item && item.program !== 'own' ? [item.run] : [],
      );
      const said = step.quiz.flatMap(({ choices }) => choices.flatMap(({ text, why }) => [text, why]));
      const files = step.play.flatMap((item) => ('show' in item ? [item.show] : []));
      const wanted = [
        ...commands,
        ...said,
        ...step.hints,
        ...files,
        ...step.checks.flatMap(({ title, program }) => (program === 'own' ? [] : [title])),
      ];
      assert.ok(wanted.length > 0);
      // what is filled in is not there as it is written
      for (const piece of wanted.flatMap((one) => one.split(/\$\{\w+\}/)))
        assert.ok(text.includes(plain(piece)), `step ${step.number}: ${piece}`);
      assert.doesNotMatch(text, /\$\{/, `step ${step.number}`);
    }
  });

  test('are the same when they are made again', () => {
    assert.deepEqual(site(steps, wordsOf('en'), PICTURES), site(loadSteps(CONTENT), wordsOf('en'), PICTURES));
  });

  test('say it in every language that there is', () => {
    for (const lang of languagesOf(CONTENT)) {
      const translated = pagesOf(loadSteps(CONTENT, lang), lang);
      assert.deepEqual([...translated.keys()], [...pages.keys()]);
      for (const [name, text] of translated) {
        assert.match(text, new RegExp(`<html lang="${lang}">`));
        assert.equal(text === pages.get(name), lang === 'en', `${name} in ${lang}`);
      }
    }
  });

  test('take nothing in a text for HTML, a program or a picture', () => {
    const { text } = markdown(
      'A <script>alert(1)</script> **b** <img src=x onerror=y> [a](javascript:alert(1)) [b](https://example.org/x) ![i](https://example.org/i.png)\n\n<iframe src="x"></iframe>',
    );
    assert.doesNotMatch(text, /<(?:script|img|iframe)|javascript:/);
    assert.match(text, /&lt;script&gt;alert\(1\)&lt;\/script&gt; <strong>b<\/strong>/);
    assert.match(text, /<a href="https:\/\/example\.org\/x">b<\/a> i/);
  });
});

describe('writing an export', () => {
  const files = new Map([
    ['a/b.txt', 'new'],
    ['run.sh', '#!/bin/sh\n'],
  ]);

  test('makes folders; one that is not empty is refused, and written over only when it is said', () => {
    using temp = tempFolder();
    const folder = temp.file('deep/out');
    writeExport(folder, files, { force: false });
    assert.equal(readFileSync(join(folder, 'a/b.txt'), 'utf8'), 'new');
    writeFileSync(join(folder, 'mine'), 'mine');
    writeFileSync(join(folder, 'a/b.txt'), 'old');
    assert.throws(() => writeExport(folder, files, { force: false }), /is not empty/);
    assert.equal(readFileSync(join(folder, 'a/b.txt'), 'utf8'), 'old');
    writeExport(folder, files, { force: true });
    assert.equal(readFileSync(join(folder, 'a/b.txt'), 'utf8'), 'new');
    assert.equal(readFileSync(join(folder, 'mine'), 'utf8'), 'mine');
    assert.throws(() => writeExport(join(folder, 'mine'), files, { force: true }), /is no folder/);
  });

  test('by the command line says where to look, and refuses what pages do not need', async () => {
    using temp = tempFolder();
    const cli = testCli(temp.path);
    const { out, code } = await cli.run('workshop', 'export', 'site', '--format', 'html', '--lang', 'en');
    assert.deepEqual([code, /Open site\/index\.html/.test(out)], [0, true]);
    assert.ok(readdirSync(temp.file('site')).includes('00-mental-model.html'));
    assert.equal((await cli.run('workshop', 'export', 'site', '--format', 'html')).code, 3);
    for (const flags of [
      ['--format', 'html', '--all'],
      ['--format', 'html', '--source', 'x'],
      ['--format', 'pdf'],
      [],
    ])
      assert.equal((await cli.run('workshop', 'export', 'other', ...flags)).code, 2);
    assert.equal((await cli.run('workshop', 'export', 'other', '--format', 'html', '--lang', 'tlh')).code, 2);
  });
});

function pagesOf(steps: readonly Step[], lang = 'en'): ReadonlyMap<string, string> {
  return new Map(
    [...site(steps, wordsOf(lang), PICTURES)]
      .filter(([name]) => name.endsWith('.html'))
      .map(([name, text]) => [name, String(text)]),
  );
}

/** Elements that are closed by another one, or not at all. */
function unclosed(text: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = ''] of text.matchAll(/<(\/?)([!a-z][a-z0-9]*)\b[^>]*>/gi)) {
    const element = name.toLowerCase();
    if (VOID.has(element)) continue;
    if (slash === '') open.push(element);
    else if (open.pop() !== element) wrong.push(element);
  }
  return [...wrong, ...open];
}

/** What a reader sees, white space aside. */
function textIn(page: string): string {
  return page
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, '');
}

/** The same of a piece of Markdown. */
function plain(markdown: string): string {
  return markdown
    .replaceAll(/`|\*\*/g, '')
    .replaceAll(/(?<=^|\s)_([^_]+)_/g, '$1')
    .replaceAll(/\s+/g, '');
}
