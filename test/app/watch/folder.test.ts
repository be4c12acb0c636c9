import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { openProgress } from '../../../src/app/watch/progress-store.ts';
import { resetTo, type Skeleton, solutionOf, todoLines } from '../../../src/app/watch/skeleton.ts';
import { programOf, watcheeOf } from '../../../src/app/watch/watched-program.ts';
import { testCli } from '../../helpers/cli-context.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const PARTS: Skeleton['parts'] = [
  { text: 'func mine() {\n' },
  { step: 2, solution: '\tsolved()\n', skeleton: '\t// TODO (step 2): write\n' },
  { text: '}\n' },
];

function project(text: string) {
  const folder = tempFolder();
  writeFileSync(folder.file('a.go'), text);
  const read = (name: string) => readFileSync(folder.file(name), 'utf8');
  const skeleton: Skeleton = { folder: folder.path, file: 'a.go', parts: PARTS };
  return { folder: folder.path, read, skeleton, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

test("a step is put back, and the person's own text is kept beside it, each time under another name", () => {
  using own = project('func mine() {\n\tfirst()\n}\n// more\n');
  assert.equal(
    resetTo(own.skeleton, 2, false),
    'step 2 in a.go is as at the beginning; yours is in a.go.1.bak',
  );
  assert.equal(own.read('a.go'), 'func mine() {\n\t// TODO (step 2): write\n}\n// more\n');
  assert.deepEqual(todoLines(own.skeleton, 2), [2]);
  writeFileSync(`${own.folder}/a.go`, 'func mine() {\n\tsecond()\n}\n');
  assert.match(resetTo(own.skeleton, 2, true), /a.go.2.bak/);
  assert.match(own.read('a.go.1.bak'), /first/);
  assert.match(own.read('a.go.2.bak'), /second/);
  assert.deepEqual(readdirSync(own.folder), ['a.go', 'a.go.1.bak', 'a.go.2.bak']);
});

test('where the part cannot be found, nothing is changed and nothing is kept', () => {
  using own = project('func ours() {\n\tfirst()\n}\n');
  assert.throws(() => resetTo(own.skeleton, 2, false), {
    message: /no line "func mine\(\) \{" any more/,
    next: /w puts/,
  });
  assert.throws(() => resetTo(own.skeleton, 4, false), /leaves nothing open for step 4/);
  assert.deepEqual(readdirSync(own.folder), ['a.go']);
});

test('the solution of a step without a part of its own is the whole file, and it is said why', () => {
  using own = project('');
  assert.match(solutionOf(own.skeleton, 2), /^In a.go:\n\nfunc mine\(\) \{\n\tsolved\(\)\n\}$/);
  assert.match(
    solutionOf(own.skeleton, 4),
    /nothing open for step 4.*\n\nfunc mine\(\) \{\n\tsolved\(\)\n\}\n$/,
  );
});

test('one process at a time watches a folder, and what it wrote is read by the next', () => {
  using own = project('');
  const kept = { version: 1, step: 3, passed: [2], broken: [], hints: {}, finished: false } as const;
  const store = openProgress(own.folder, process.pid);
  assert.equal(store.read(), undefined);
  store.write(kept);
  assert.throws(
    () => openProgress(own.folder, process.ppid),
    /workshop watch of this folder is running already/,
  );
  store.close();
  const next = openProgress(own.folder, process.ppid);
  assert.deepEqual(next.read(), kept);
  next.close();
  assert.deepEqual(readdirSync(`${own.folder}/.minisched`), ['progress.json']);
});

test('where a program is watched, and how it runs: a project, a line in a folder, or the folder as the line', () => {
  using own = project('');
  writeFileSync(`${own.folder}/minisched.yaml`, 'lang: go\nrun: ./mine\n');
  const { context } = testCli(own.folder);
  const runIn = (words: Parameters<typeof watcheeOf>[1]) => programOf(context, watcheeOf(context, words)).run;
  assert.equal(runIn({}), './mine');
  assert.equal(runIn({ folder: own.folder }), './mine');
  assert.equal(runIn({ schedulerCmd: '.' }), './mine');
  assert.equal(runIn({ schedulerCmd: 'go run .' }), 'go run .');
  assert.throws(
    () => watcheeOf(context, { folder: 'nowhere', schedulerCmd: 'go run .' }),
    /there is no folder/,
  );
  assert.throws(() => runIn({ folder: 'nowhere' }), /there is no minisched.yaml/);
});
