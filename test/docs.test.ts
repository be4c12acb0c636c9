import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { CHECKS } from '../src/workshop/checks/schema.ts';
import { parseStep } from '../src/workshop/content.ts';
import { ITEMS } from '../src/workshop/items/schema.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGES = ['.', 'workshop'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);
const contributing = read('CONTRIBUTING.md');

describe('the documentation', () => {
  for (const page of PAGES) {
    test(`${page} links and names only files that are there`, () => {
      const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to = '']) =>
        join(dirname(page), to),
      );
      const named = [...read(page).matchAll(/`((?:src|test|scripts|workshop)\/[\w./-]*)`/g)].map(
        ([, path = '']) => path,
      );
      const wanted = [...links, ...named].filter((path) => !path.includes('NN-'));
      assert.deepEqual(
        wanted.filter((path) => !existsSync(join(ROOT, path))),
        [],
      );
    });
  }

  test('a pod’s way through the scheduler leads along files that are there', () => {
    const rows = read('ARCHITECTURE.md').match(/^\| \d .*$/gm) ?? [];
    assert.equal(rows.length, 8);
    for (const row of rows) {
      const files = [...row.matchAll(/`([\w/-]+\.ts)`/g)].map(([, file = '']) => file);
      const [first = ''] = files;
      for (const file of files) {
        const places = [file, join(dirname(first), file), join('scheduler', file)];
        assert.ok(
          places.some((place) => existsSync(join(ROOT, 'src', place))),
          file,
        );
      }
    }
  });

  test('the example of a step in CONTRIBUTING is a valid step', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(contributing) ?? [];
    const { title, checks } = parseStep(example, 'CONTRIBUTING.md');
    assert.equal(title, 'Patience');
    assert.equal(checks.length, 1);
  });

  test('CONTRIBUTING explains every item that can be played and every check', () => {
    const words = [...Object.keys(ITEMS), ...Object.keys(CHECKS)];
    assert.deepEqual(
      words.filter((word) => !new RegExp(`^\\| \`(\\{ )?${word}:`, 'm').test(contributing)),
      [],
    );
  });
});

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}
