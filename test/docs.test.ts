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

  for (const [title, home] of [
    ["A pod's way through the scheduler", 'scheduler'],
    ["A request's way through the embedded cluster", 'embedded'],
  ] as const) {
    test(`${title} leads along files that are there`, () => {
      const rows = section('ARCHITECTURE.md', title).match(/^\| \d .*$/gm) ?? [];
      assert.equal(rows.length, 8);
      for (const row of rows) {
        const paths = [...row.matchAll(/`([\w-]+\/|[\w/-]+\.ts)`/g)].map(([, path = '']) => path);
        const [first = ''] = paths;
        for (const path of paths) {
          const places = [path, join(dirname(first), path), join(home, path)];
          assert.ok(
            places.some((place) => existsSync(join(ROOT, 'src', place))),
            path,
          );
        }
      }
    });
  }

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

/** What stands under a heading of the second level. */
function section(page: string, title: string): string {
  const [, text = ''] = read(page).split(`## ${title}\n`);
  return text.split('\n## ')[0] ?? '';
}
