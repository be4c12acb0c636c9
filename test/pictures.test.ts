import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { redacted } from '../scripts/pictures/redact.ts';
import { readSvg } from './helpers/svg.ts';

const FOLDER = new URL('../workshop/pictures/', import.meta.url);
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const files = readdirSync(FOLDER);
const textOf = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8');

describe('the pictures of the screen', () => {
  test('are there for dark and for light pages, and README shows each', () => {
    const names = files.map((file) => file.replace(/-(?:dark|light)\.svg$/, ''));
    for (const name of new Set(names)) {
      assert.match(
        readme,
        new RegExp(`media="\\(prefers-color-scheme: dark\\)" srcset="workshop/pictures/${name}-dark.svg"`),
      );
      assert.match(readme, new RegExp(`<img alt="[^"]+" src="workshop/pictures/${name}-light.svg"`));
      assert.ok(files.includes(`${name}-dark.svg`) && files.includes(`${name}-light.svg`), name);
    }
    assert.ok(names.length >= 4);
  });

  for (const file of files)
    test(`${file} is well-formed, small, and has nothing in it but text and shapes`, () => {
      const { texts, elements } = readSvg(textOf(file));
      assert.ok(texts.some(({ text }) => text.includes('kubectl minisched')));
      assert.deepEqual([...elements].toSorted(), ['path', 'rect', 'style', 'svg', 'text', 'title', 'tspan']);
      assert.ok(textOf(file).length < 40_000);
    });

  test('show nothing of the machine they were taken on', () => {
    for (const file of files)
      assert.doesNotMatch(textOf(file), /\/tmp|\/root|\/home|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});

describe('a redaction', () => {
  const row = (text: string) => Array.from(text, (char) => ({ text: char, bold: char !== ' ' }));
  const text = (line: string, ...how: Parameters<typeof redacted>[1]) =>
    redacted([row(line)], how)[0]
      ?.map((cell) => cell.text)
      .join('');

  test('replaces every place and keeps the row as long as it was', () => {
    assert.equal(
      text('at 12:34:56 and 01:02:03  ', [/\d\d:\d\d:\d\d/g, '10:00:00']),
      'at 10:00:00 and 10:00:00  ',
    );
    assert.equal(text('(pid 123456, on) ────', [/(?<=pid )\d+/g, '47']), '(pid 47, on) ────────');
    assert.equal(text('(pid 1, on) ─────────', [/(?<=pid )\d+/g, '4711']), '(pid 4711, on) ──────');
  });

  test('keeps the look of what it replaces', () => {
    const [cells] = redacted([row('a 12 b')], [[/\d+/g, '99']]);
    assert.deepEqual(cells?.[2], { text: '9', bold: true });
  });
});
