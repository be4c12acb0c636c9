import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';

import { gitIgnores } from '../../../src/watch/folder/gitignore.ts';
import { changedFiles, scanFolder } from '../../../src/watch/folder/scan.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

function project(files: Readonly<Record<string, string>>) {
  const folder = tempFolder();
  const write = (name: string, text: string) => {
    mkdirSync(dirname(folder.file(name)), { recursive: true });
    writeFileSync(folder.file(name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const before = scanFolder(folder.path);
  return {
    ...folder,
    [Symbol.dispose]: () => folder[Symbol.dispose](),
    write,
    changed: () =>
      changedFiles(before, scanFolder(folder.path, before))
        .map(({ path }) => path)
        .toSorted(),
    before,
  };
}

test('what is new, gone or has another text is changed; what was touched or saved as it was is not', () => {
  using folder = project({ 'a.go': 'a', 'b.go': 'b', 'c.go': 'c', 'pkg/d.go': 'd' });
  folder.write('a.go', 'a');
  utimesSync(folder.file('b.go'), 1, 1);
  assert.deepEqual(folder.changed(), []);
  rmSync(folder.file('c.go'));
  folder.write('pkg/d.go', 'D');
  folder.write('pkg/deep/e.go', 'e');
  assert.deepEqual(folder.changed(), ['c.go', 'pkg/d.go', 'pkg/deep/e.go']);
});

test('a write into a file of its own that is renamed over the old one is a change of the old one alone', () => {
  using folder = project({ 'a.go': 'a' });
  folder.write('.a.go.tmp123', 'A');
  renameSync(folder.file('.a.go.tmp123'), folder.file('a.go'));
  assert.deepEqual(folder.changed(), ['a.go']);
});

test('a text of the same length, written within the same moment, is another text', () => {
  using folder = project({ 'a.go': 'old' });
  folder.write('a.go', 'new');
  assert.deepEqual(folder.changed(), ['a.go']);
});

test("editors' files beside the text, tools' folders, and what builds leave are not looked at", () => {
  using folder = project({ 'a.go': 'a' });
  for (const name of [
    '.a.go.swp',
    '.a.go.swx',
    '4913',
    'a.go~',
    '#a.go#',
    '.#a.go',
    'a.go___jb_tmp___',
    'a.go.1.bak',
    '.a.go.tmp',
    'a.pyc',
    'node_modules/x/index.js',
    '.git/index',
    'bin/scheduler',
    '.venv/a.py',
    '__pycache__/a.py',
    '.minisched/progress.json',
    'dist/a.js',
    '.idea/workspace.xml',
    'run.log',
  ])
    folder.write(name, 'x');
  assert.deepEqual(folder.changed(), []);
});

test('what .gitignore leaves out is not looked at', () => {
  using folder = project({ '.gitignore': '# outputs\n/scheduler\nstate-*.json\ngen/\n!kept\n' });
  folder.write('scheduler', 'x');
  folder.write('deep/state-1.json', 'x');
  folder.write('gen/a.go', 'x');
  folder.write('deep/scheduler', 'x');
  assert.deepEqual(folder.changed(), ['deep/scheduler']);
});

test('a file with a zero in it is binary', () => {
  using folder = project({ 'a.go': 'a' });
  folder.write('scheduler', '\u007fELF\0\0');
  const changed = changedFiles(folder.before, scanFolder(folder.path, folder.before));
  assert.deepEqual(changed, [{ path: 'scheduler', binary: true }]);
});

test('a folder that is gone is empty', () => {
  using folder = project({ 'a.go': 'a' });
  rmSync(folder.path, { recursive: true });
  assert.deepEqual(folder.changed(), ['a.go']);
});

const PATTERNS: readonly {
  readonly pattern: string;
  readonly out: readonly string[];
  readonly in: readonly string[];
}[] = [
  { pattern: 'bin', out: ['bin', 'bin/', 'a/bin/'], in: ['bins', 'a.bin'] },
  { pattern: '/bin', out: ['bin', 'bin/'], in: ['a/bin'] },
  { pattern: 'a/b', out: ['a/b'], in: ['c/a/b', 'a/bc'] },
  { pattern: '*.log', out: ['x.log', 'a/x.log'], in: ['x.logs', 'xlog'] },
  { pattern: '**/gen/', out: ['gen/', 'a/b/gen/'], in: ['gen', 'agen/'] },
  { pattern: 'a/**', out: ['a/b', 'a/b/c'], in: ['b/a/c'] },
  { pattern: 'f?o', out: ['foo'], in: ['fo', 'f/o'] },
  { pattern: '!x', out: [], in: ['x', '!x'] },
];

for (const { pattern, out, in: stays } of PATTERNS) {
  test(`the pattern ${pattern} leaves out what git leaves out`, () => {
    const leavesOut = gitIgnores(`${pattern}\r\n`);
    assert.deepEqual(
      out.filter((path) => !leavesOut(path)),
      [],
    );
    assert.deepEqual(
      stays.filter((path) => leavesOut(path)),
      [],
    );
  });
}
