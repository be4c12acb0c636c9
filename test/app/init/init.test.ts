import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { LANGUAGE_FACTS, LANGUAGES } from '../../../src/app/init/languages.ts';
import { SCHEDULER_FILES } from '../../../src/project/project.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { testCli } from '../../helpers/cli-context.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

for (const lang of LANGUAGES) {
  describe(`init --lang ${lang}`, () => {
    const { build, run, install, test: testLine, start, names, title } = LANGUAGE_FACTS[lang];
    const scheduler = SCHEDULER_FILES[lang];

    test('writes all files of the template, and a project that the other commands read', async () => {
      using temp = tempFolder();
      const { code, out, err } = await testCli(temp.path).run('init', 'mine', '--lang', lang);
      assert.equal(code, 0, err);
      const written = filesIn(temp.file('mine'));
      const template = filesIn(join(ROOT, 'workshop/templates', lang)).map((name) =>
        name.replace(/^dot-/, '.'),
      );
      assert.deepEqual(written, [...template, 'README.md', 'minisched.yaml'].toSorted());
      assert.deepEqual(readProject(temp.file('mine')), {
        folder: temp.file('mine'),
        lang,
        schedulerName: 'workshop-scheduler',
        run,
        ...(build !== undefined && { build }),
      });
      for (const name of written) assert.ok(out.includes(name), `${name} is not named`);
      assert.ok(out.startsWith(`A scheduler in ${title} is in mine:\n`));
      const next = out.slice(out.indexOf('Next:\n')).split('\n');
      assert.deepEqual(
        next.slice(1, 6).map((line) => line.replace(/ {2,}#.*/, '').trim()),
        [
          'cd mine',
          install,
          'kubectl minisched workshop watch',
          'kubectl minisched workshop try',
          'kubectl minisched workshop run --scheduler-cmd .',
        ],
      );
    });

    test('the skeleton leaves parts of steps 2 and 3 open, the solution nothing; neither shows how they are cut', async () => {
      using temp = tempFolder();
      const cli = testCli(temp.path);
      await cli.run('init', 'skeleton', '--lang', lang);
      const { code, out } = await cli.run('init', 'solution', '--lang', lang, '--solution');
      assert.equal(code, 0);
      assert.match(out, /all of it written/);
      const [skeleton, solution] = ['skeleton', 'solution'].map((folder) =>
        readFileSync(join(temp.path, folder, scheduler), 'utf8'),
      );
      assert.ok(skeleton !== undefined && solution !== undefined);
      assert.deepEqual(stepsOf(skeleton), ['2', '2', '3', '3', '3']);
      assert.deepEqual(stepsOf(solution), []);
      assert.doesNotMatch(skeleton + solution, /^\s*(\/\/|#)(:| >>> | === | <<<)/m);
      for (const name of Object.values(names))
        assert.match(skeleton, new RegExp(`(func|function|def) ${name}\\(`), name);
    });

    test('its README names what is there', async () => {
      using temp = tempFolder();
      await testCli(temp.path).run('init', '.', '--lang', lang);
      const text = readFileSync(temp.file('README.md'), 'utf8');
      assert.doesNotMatch(text, /\$\{/);
      for (const line of [install, testLine, start, ...Object.values(names)])
        assert.ok(text.includes(line), line);
    });

    test('names no registry and no path of a machine', () => {
      const folder = join(ROOT, 'workshop/templates', lang);
      for (const name of filesIn(folder))
        assert.doesNotMatch(
          readFileSync(join(folder, name), 'utf8'),
          /https?:\/\/|\/(root|home|tmp|work)\//,
          name,
        );
    });
  });
}

test('a folder with something in it is refused and stays as it is', async () => {
  using temp = tempFolder();
  writeFileSync(temp.file('notes.txt'), 'mine');
  const cli = testCli(temp.path);
  const { code, err, out } = await cli.run('init', '.', '--lang', 'go');
  assert.equal(code, 2);
  assert.equal(out, '');
  assert.equal(
    err,
    'error: . is not empty: notes.txt\nnext: name a folder that is empty, or not there yet\n',
  );
  assert.deepEqual(readdirSync(temp.path), ['notes.txt']);
  const onFile = await cli.run('init', 'notes.txt', '--lang', 'go');
  assert.equal(onFile.code, 2);
  assert.match(onFile.err, /^error: notes\.txt is not a folder\n/);
});

test('a folder is made with those above it; an empty one, and a repository without a file, are taken', async () => {
  using temp = tempFolder();
  const cli = testCli(temp.path);
  assert.equal((await cli.run('init', "a/b's/c", '--lang', 'python')).code, 0);
  assert.ok(readProject(temp.file("a/b's/c")));
  mkdirSync(temp.file('cloned/.git'), { recursive: true });
  const { code, out } = await cli.run('init', 'cloned', '--lang', 'python');
  assert.equal(code, 0);
  assert.match(out, /\n {2}cd cloned\n/);
});

test('the language must be said, and be one of three', async () => {
  using temp = tempFolder();
  const cli = testCli(temp.path);
  assert.equal((await cli.run('init', 'x')).code, 2);
  const { code, err } = await cli.run('init', 'x', '--lang', 'rust');
  assert.equal(code, 2);
  assert.match(err, /ts, go, python/);
  assert.deepEqual(readdirSync(temp.path), []);
});

test('the npm package has every file of the templates', () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const answer = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' });
  const packed = new Set(
    [...answer.matchAll(/"path": "(workshop\/templates\/[^"]+)"/g)].map(([, path]) => path),
  );
  for (const name of filesIn(join(ROOT, 'workshop/templates')))
    assert.ok(packed.has(`workshop/templates/${name}`), `${name} is not in the package`);
});

/** Names with `/`, sorted, without what tools leave behind. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !name.includes('__pycache__'))
    .toSorted();
}

function stepsOf(text: string): string[] {
  return [...text.matchAll(/TODO \(step (\d)\)/g)].map(([, step = '']) => step);
}
