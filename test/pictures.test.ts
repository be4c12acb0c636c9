import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
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
