import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { findProgram } from '../../src/exec/find-program.ts';
import { kindImage } from '../../src/exec/kind-image.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const NAME = `kindest/node:v1.37.0@sha256:${'a1'.repeat(32)}`;
const PIECE = 1024 * 1024;

/** A kind with these bytes, alone on PATH. */
function kindOf(content: string) {
  const folder = tempFolder();
  writeFileSync(folder.file('kind'), content, { mode: 0o755 });
  return { folder, env: { PATH: folder.path } };
}

test("kind's own node image is found in its program, wherever the file is read in two", async () => {
  for (const at of [0, 10, PIECE - NAME.length, PIECE - 40, PIECE - 1, PIECE, 2 * PIECE + 7]) {
    // Go puts texts one after the other, without an end
    const { folder, env } = kindOf(`${'\0'.repeat(at)}${NAME}cluster name${'\0'.repeat(100)}`);
    using _ = folder;
    assert.equal(await kindImage(env), NAME, String(at));
  }
});

test('a kind that is a script, and no kind at all, tell nothing', async () => {
  const { folder, env } = kindOf('#!/bin/sh\nexec /opt/kind "$@"\n');
  using _ = folder;
  assert.equal(await kindImage(env), undefined);
  assert.equal(await kindImage({ PATH: '/nowhere' }), undefined);
  assert.equal(await kindImage({}), undefined);
});

test('a program is the first on PATH that is a file and may be run', () => {
  using folder = tempFolder();
  const [folders, texts, good, later] = ['a', 'b', 'c', 'd'].map((name) => folder.file(name));
  for (const made of [folders, texts, good, later]) mkdirSync(made ?? '');
  mkdirSync(folder.file('a/tool'));
  writeFileSync(folder.file('b/tool'), '');
  writeFileSync(folder.file('c/tool'), '', { mode: 0o755 });
  writeFileSync(folder.file('d/tool'), '', { mode: 0o755 });
  const env = { PATH: `:${[folders, texts, good, later].join(':')}` };
  assert.equal(findProgram('tool', env), folder.file('c/tool'));
  assert.equal(findProgram('other', env), undefined);
});
