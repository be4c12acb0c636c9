import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Header } from 'tar';

import { makeManifest, type Manifest, readManifest } from '../../src/kit/manifest.ts';
import { readKit } from '../../src/kit/read-kit.ts';
import { isSafePath } from '../../src/kit/safe-path.ts';
import { measure, type PartSource, writeKit } from '../../src/kit/write-kit.ts';
import { UserError } from '../../src/lib/errors.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const never = new AbortController().signal;

async function pack(file: string, sources: readonly PartSource[], gzip = true): Promise<Manifest> {
  const parts = await Promise.all(sources.map((source) => measure(source, never)));
  const manifest = makeManifest({
    version: '0.1.0',
    createdAt: '2026-01-31T10:00:00.000Z',
    programs: {},
    images: [],
    parts,
  });
  await writeKit(file, manifest, sources, { gzip, signal: never });
  return manifest;
}

const text = (path: string, content = path): PartSource => ({ path, text: content, executable: false });

/** A fresh folder for what is unpacked. */
async function unpack(kit: string, into: string, signal = never): Promise<Manifest> {
  mkdirSync(into, { recursive: true });
  return readKit(kit, into, signal);
}

void describe('a kit as a file', () => {
  for (const gzip of [true, false]) {
    it(`${gzip ? 'gzipped' : 'plain'}, comes out as it went in`, async () => {
      using folder = tempFolder();
      const big = folder.file('big');
      // more than a piece, and no whole number of blocks
      writeFileSync(big, randomBytes(3 * 1024 * 1024 + 7));
      const kit = folder.file('k');
      const packed = await pack(
        kit,
        [
          text('program/a/b.txt', 'hello'),
          text('program/empty', ''),
          { path: 'images/0.tar', file: big, executable: false },
          { path: 'program/run', text: '#!/bin/sh\n', executable: true },
          text(`program/${'long-name/'.repeat(15)}file`),
        ],
        gzip,
      );
      const out = folder.file('out');
      assert.deepEqual(await unpack(kit, out), packed);
      assert.equal(readFileSync(join(out, 'program/a/b.txt'), 'utf8'), 'hello');
      assert.equal(readFileSync(join(out, 'program/empty'), 'utf8'), '');
      assert.deepEqual(readFileSync(join(out, 'images/0.tar')), readFileSync(big));
      assert.equal(statSync(join(out, 'program/run')).mode & 0o111, 0o111);
      assert.equal(statSync(join(out, 'program/a/b.txt')).mode & 0o111, 0);
    });
  }

  it('is read on where a piece of the file ends with the header of a part', async () => {
    using folder = tempFolder();
    const piece = 1024 * 1024;
    const kit = folder.file('k.tar');
    const headerOfB = async (size: number): Promise<number> => {
      await pack(kit, [text('program/a', 'x'.repeat(size)), text('program/b', 'y')], false);
      return readFileSync(kit).lastIndexOf('program/b');
    };
    const guess = 512 * 1954;
    const wanted = piece - 512;
    assert.equal(await headerOfB(guess + wanted - (await headerOfB(guess))), wanted);
    await unpack(kit, folder.file('out'));
    assert.equal(readFileSync(folder.file('out/program/b'), 'utf8'), 'y');
  });

  it('cut off anywhere, it is refused, never taken for whole', async () => {
    using folder = tempFolder();
    const whole = folder.file('whole.tar');
    await pack(whole, [text('program/a', 'x'.repeat(2000)), text('program/b')], false);
    const bytes = readFileSync(whole);
    // what ends an archive may be missing; everything before may not
    const needed = bytes.length - 1024;
    let tries = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: needed - 600 }), fc.boolean(), async (length, gzip) => {
        tries += 1;
        const cut = folder.file(`cut-${String(tries)}`);
        writeFileSync(
          cut,
          gzip ? gzipSync(bytes).subarray(0, Math.floor((length / needed) * 200)) : bytes.subarray(0, length),
        );
        await assert.rejects(unpack(cut, `${cut}-out`), isOneSentence);
      }),
      { numRuns: 60 },
    );
  });

  it('with any byte of a part changed, it is refused', async () => {
    using folder = tempFolder();
    const kit = folder.file('k.tar');
    await pack(kit, [text('program/a', 'x'.repeat(100))], false);
    const bytes = readFileSync(kit);
    bytes[bytes.indexOf('xxxx') + 50] = 'y'.charCodeAt(0);
    writeFileSync(kit, bytes);
    await assert.rejects(unpack(kit, folder.file('out')), /program\/a does not have the sha256/);
  });

  it('what is no kit is told as such', async () => {
    using folder = tempFolder();
    const files: Record<string, string | Buffer> = {
      words: 'these are words\n'.repeat(100),
      empty: '',
      zip: Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(2000)]),
      'words.gz': gzipSync('these are words\n'.repeat(100)),
      'other.tar': tar(['readme.txt', 'hello']),
      'manifest.tar': tar(['manifest.json', '{"name":"an extension"}']),
      'words.tar': tar(['manifest.json', 'no JSON']),
    };
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(folder.file(name), content);
      await assert.rejects(unpack(folder.file(name), folder.file(`${name}-out`)), (error: unknown) => {
        assert.match(String(error), /is not a kit/, name);
        return isOneSentence(error);
      });
    }
    await assert.rejects(unpack(folder.file('none'), folder.file('out')), /there is no kit/);
    await assert.rejects(unpack(folder.path, folder.file('out2')), /is a folder, not a kit/);
  });

  it('of another format, it says which program reads it', async () => {
    using folder = tempFolder();
    writeFileSync(folder.file('k'), tar(['manifest.json', '{"format":"minisched-kit/2"}']));
    await assert.rejects(
      unpack(folder.file('k'), folder.file('out')),
      /format minisched-kit\/2, and this program reads minisched-kit\/1/,
    );
  });

  it('nothing leaves its folder: no path, no link, no entry that the manifest does not name', async () => {
    using folder = tempFolder();
    const part = (path: string) => ({
      path,
      size: 2,
      sha256: createHash('sha256').update('hi').digest('hex'),
      executable: false,
    });
    const about = { version: '1', createdAt: '2026-01-31T10:00:00.000Z', programs: {}, images: [] };
    const manifest = (...paths: string[]) =>
      JSON.stringify(makeManifest({ ...about, parts: paths.map(part) }));
    const evil: Record<string, Buffer> = {
      'up in the manifest': tar(
        ['manifest.json', manifest('program/../../evil')],
        ['program/../../evil', 'hi'],
      ),
      'absolute in the manifest': tar(['manifest.json', manifest('/tmp/evil')], ['/tmp/evil', 'hi']),
      'up, not in the manifest': tar(
        ['manifest.json', manifest('program/a')],
        ['../evil', 'hi'],
        ['program/a', 'hi'],
      ),
      'another file': tar(['manifest.json', manifest('program/a')], ['program/a', 'hi'], ['program/b', 'hi']),
      'the same twice': tar(
        ['manifest.json', manifest('program/a')],
        ['program/a', 'hi'],
        ['program/a', 'hi'],
      ),
      'named twice': tar(['manifest.json', manifest('program/a', 'program/a')], ['program/a', 'hi']),
      'a symbolic link': tar(
        ['manifest.json', manifest('program/a')],
        ['program/a', '', 'SymbolicLink', '/etc/passwd'],
      ),
      'a hard link': tar(['manifest.json', manifest('program/a')], ['program/a', '', 'Link', '/etc/passwd']),
      'a folder': tar(['manifest.json', manifest('program/a')], ['program/', '', 'Directory']),
      'a device': tar(['manifest.json', manifest('program/a')], ['program/a', '', 'CharacterDevice']),
      'longer than said': tar(['manifest.json', manifest('program/a')], ['program/a', 'hi there']),
      'another content': tar(['manifest.json', manifest('program/a')], ['program/a', 'ho']),
      'one is missing': tar(['manifest.json', manifest('program/a', 'program/b')], ['program/a', 'hi']),
    };
    const nothing = { ...part('program/a'), size: 0, sha256: createHash('sha256').digest('hex') };
    const empty = JSON.stringify(makeManifest({ ...about, parts: [nothing] }));
    for (const type of ['SymbolicLink', 'Link', 'CharacterDevice'] as const)
      evil[`a ${type} in the place of an empty file`] = tar(
        ['manifest.json', empty],
        ['program/a', '', type, '/etc/passwd'],
      );
    for (const [name, bytes] of Object.entries(evil)) {
      writeFileSync(folder.file('evil.tar'), bytes);
      await assert.rejects(unpack(folder.file('evil.tar'), folder.file(`out/${name}`)), isOneSentence, name);
    }
    // told before it is written
    const { 'longer than said': longer = tar() } = evil;
    writeFileSync(folder.file('evil.tar'), longer);
    await assert.rejects(unpack(folder.file('evil.tar'), folder.file('out/long')), /is not as long as/);
    assert.deepEqual(readdirSync(folder.path).toSorted(), ['evil.tar', 'out']);
    const good = tar(['manifest.json', manifest('program/a')], ['program/a', 'hi']);
    writeFileSync(folder.file('good.tar'), good);
    await unpack(folder.file('good.tar'), folder.file('good'));
  });

  it('interrupted, both end with the reason', async () => {
    using folder = tempFolder();
    const ending = new AbortController();
    ending.abort(new Error('interrupted'));
    const kit = folder.file('k');
    await pack(kit, [text('program/a')]);
    await assert.rejects(unpack(kit, folder.file('out'), ending.signal), /interrupted/);
    await assert.rejects(
      writeKit(folder.file('l'), await pack(kit, [text('program/a')]), [text('program/a')], {
        gzip: true,
        signal: ending.signal,
      }),
      /interrupted|aborted/i,
    );
  });

  it('a file that changes while it is packed is told', async () => {
    using folder = tempFolder();
    const file = folder.file('f');
    writeFileSync(file, 'before');
    const source = { path: 'program/f', file, executable: false };
    const manifest = await pack(folder.file('k'), [source]);
    for (const after of ['behind', 'longer than before', 'b']) {
      writeFileSync(file, after);
      await assert.rejects(
        writeKit(folder.file('k'), manifest, [source], { gzip: false, signal: never }),
        /program\/f was changed/,
      );
    }
    truncateSync(file);
  });

  it('the gzipped one is the plain one, gzipped', async () => {
    using folder = tempFolder();
    await pack(folder.file('a'), [text('program/a')], true);
    await pack(folder.file('b'), [text('program/a')], false);
    assert.deepEqual(gunzipSync(readFileSync(folder.file('a'))), readFileSync(folder.file('b')));
  });
});

test('safe paths stay below program/ and images/, on Windows too', () => {
  for (const good of ['program/a', 'images/0.tar', 'program/.gitignore', 'program/a b/c..d/é'])
    assert.ok(isSafePath(good), good);
  const bad = [
    'a',
    'program',
    'program/',
    'program//a',
    '/program/a',
    'program/../a',
    'program/./a',
    'other/a',
    'program\\a',
    'program/a\\b',
  ];
  bad.push(
    'program/C:/a',
    'program/a:b',
    'program/a\u0000',
    'program/a\nb',
    'program/a.',
    'program/a ',
    'manifest.json',
    '',
  );
  for (const path of bad) assert.ok(!isSafePath(path), path);
});

test('a manifest that contradicts itself is refused', () => {
  const part = { path: 'program/a', size: 1, sha256: 'a'.repeat(64), executable: false };
  const good = makeManifest({ version: '1', createdAt: 'x', programs: {}, images: [], parts: [part] });
  assert.deepEqual(readManifest(JSON.stringify(good), 'k'), good);
  const bad: unknown[] = [
    { ...good, images: [{ path: 'images/0.tar', name: 'n', platform: 'linux/amd64', node: true }] },
    { ...good, parts: [{ ...part, size: -1 }] },
    { ...good, parts: [{ ...part, sha256: 'ABC' }] },
    { ...good, parts: [{ ...part, path: 'program/../a' }] },
    { ...good, more: 1 },
  ];
  for (const one of bad) assert.throws(() => readManifest(JSON.stringify(one), 'k'), /is damaged/);
});

function isOneSentence(error: unknown): boolean {
  assert.ok(error instanceof UserError, String(error));
  assert.match(error.message, /^[^\n]+[^\n.]$/);
  assert.ok(error.next);
  return true;
}

type Entry = readonly [
  path: string,
  content: string,
  type?: 'File' | 'SymbolicLink' | 'Link' | 'Directory' | 'CharacterDevice',
  linkpath?: string,
];

/** A tar file as somebody else would make it. */
function tar(...entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(([path, content, type = 'File', linkpath = '']) => {
    const bytes = Buffer.from(content);
    const header = new Header({ path, size: bytes.length, mode: 0o644, type, linkpath, mtime: new Date(0) });
    header.encode();
    assert.ok(header.block);
    return [header.block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
