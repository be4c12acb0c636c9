import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';

import { UsageError } from '../../src/lib/errors.ts';
import { LANGUAGES } from '../../src/project/project.ts';
import { projectText } from '../../src/project/project-text.ts';
import { parseProject, readProject } from '../../src/project/read-project.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

test('a project is read from its folder, which is then absolute', () => {
  using temp = tempFolder();
  writeFileSync(
    temp.file('minisched.yaml'),
    'lang: go\nschedulerName: mine\nbuild: go build -o bin/scheduler .\nrun: ./bin/scheduler\n',
  );
  assert.deepEqual(readProject(relative(process.cwd(), temp.path)), {
    folder: temp.path,
    lang: 'go',
    schedulerName: 'mine',
    build: 'go build -o bin/scheduler .',
    run: './bin/scheduler',
  });
});

test('only lang and run must be said', () => {
  assert.deepEqual(parseProject('lang: ts\nrun: node scheduler.ts\n', 'f'), {
    lang: 'ts',
    schedulerName: 'workshop-scheduler',
    run: 'node scheduler.ts',
  });
});

test('what is written is read again as the same project', () => {
  const line = fc.string({ minLength: 1, unit: 'grapheme-ascii' }).filter((text) => text === text.trim());
  const project = fc.record(
    {
      lang: fc.constantFrom(...LANGUAGES),
      schedulerName: fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/),
      build: line.filter((text) => text !== ''),
      run: line.filter((text) => text !== ''),
    },
    { requiredKeys: ['lang', 'schedulerName', 'run'] },
  );
  fc.assert(
    fc.property(project, (one) => {
      assert.deepEqual(parseProject(projectText(one), 'f'), { ...one });
    }),
  );
});

test('a malformed project is one sentence with file and line', () => {
  const complaint = (source: string): string => {
    try {
      parseProject(source, 'x/minisched.yaml');
    } catch (error) {
      assert.ok(error instanceof UsageError);
      assert.match(error.next ?? '', /lang .* run/);
      return error.message;
    }
    throw new Error('it was taken');
  };
  assert.equal(
    complaint('lang: rust\nrun: x\n'),
    'x/minisched.yaml:1: "lang" must be one of ts, go, python, not "rust"',
  );
  assert.equal(complaint('# mine\nlang: go\n'), 'x/minisched.yaml:2: "run" is missing');
  assert.equal(complaint(''), 'x/minisched.yaml:1: a project is a map with lang and run');
  assert.equal(complaint('- a\n'), 'x/minisched.yaml:1: a project is a map with lang and run');
  assert.equal(
    complaint('lang: go\nrun: |\n  a\n  b\n'),
    'x/minisched.yaml:2: "run" must be one line for a shell, not "a\\nb\\n"',
  );
  assert.equal(
    complaint('lang: go\nrun: ""\n'),
    'x/minisched.yaml:2: "run" must be one line for a shell, not ""',
  );
  assert.equal(
    complaint('lang: go\nrun: x\nimage: y\n'),
    'x/minisched.yaml:3: "image" is not a word that is known here',
  );
  assert.equal(
    complaint('lang: go\nrun: x\nschedulerName: Mine!\n'),
    'x/minisched.yaml:3: "schedulerName" must be a name of a-z, 0-9, "-" and "." that begins and ends with a letter or digit, not "Mine!"',
  );
  assert.match(complaint('lang: go\nlang: ts\nrun: x\n'), /^x\/minisched\.yaml:2: /);
});

test('a folder without the file, and a file that is no file, say so', () => {
  using temp = tempFolder();
  assert.throws(() => readProject(temp.path), {
    message: `there is no minisched.yaml in ${temp.path}`,
    next: 'kubectl minisched init DIR --lang ts|go|python makes a project',
  });
  assert.throws(() => readProject(temp.file('none')), /there is no minisched\.yaml in /);
  mkdirSync(temp.file('minisched.yaml'));
  assert.throws(() => readProject(temp.path), /minisched\.yaml cannot be read$/);
});
