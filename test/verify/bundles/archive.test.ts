import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { archiveBundle } from '../../../src/verify/archive.ts';
import { readArchive } from '../../../src/verify/bundle/archive.ts';
import { readBundle } from '../../../src/verify/bundle/files.ts';
import { ALICE_PARTS } from '../../helpers/handed-in.ts';
import { writeBundle } from '../../../src/verify/write.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** One entry of an archive that nobody's program wrote. */
interface Entry {
  readonly path: string;
  readonly text?: string;
  readonly type?: 'File' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'Directory';
  readonly linkpath?: string;
}

const EVIDENCE: Entry = { path: 'b/evidence.json', text: '{}' };

describe('the archive of a bundle', () => {
  test('has the same files as the folder, and the same bytes when it is packed again', async () => {
    using temp = tempFolder();
    const folder = writeBundle(temp.path, ALICE_PARTS);
    const archive = await archiveBundle(folder, ALICE_PARTS.evidence.writtenAt);
    assert.equal(basename(archive), `${basename(folder)}.tar.gz`);
    assert.equal(dirname(archive), dirname(folder));
    assert.deepEqual(await readArchive(archive), readBundle(folder));
    const bytes = readFileSync(archive);
    await archiveBundle(folder, ALICE_PARTS.evidence.writtenAt);
    assert.deepEqual(readFileSync(archive), bytes);
  });

  test('is read with and without the folder, unpacked by a browser, and with what macOS adds', async () => {
    for (const [entries, pack] of [
      [[EVIDENCE], gzipSync],
      [[{ path: './evidence.json', text: '{}' }], gzipSync],
      [[EVIDENCE], (bytes: Buffer) => bytes],
      [
        [
          { path: '._b', text: 'x' },
          { path: 'b', type: 'Directory' },
          { path: 'b/._evidence.json', text: 'x' },
          EVIDENCE,
        ],
        gzipSync,
      ],
    ] as const) {
      assert.deepEqual([...(await read(entries, pack)).files.keys()], ['evidence.json']);
    }
  });

  for (const [name, entries, because] of [
    [
      'a path that leads outside',
      [EVIDENCE, { path: 'b/../../etc/x', text: 'x' }],
      /leads outside: b\/\.\.\/\.\.\/etc\/x/,
    ],
    ['an absolute path', [EVIDENCE, { path: '/etc/x', text: 'x' }], /leads outside/],
    ['a path of Windows', [EVIDENCE, { path: 'C:\\x', text: 'x' }], /leads outside/],
    ['one file twice', [EVIDENCE, EVIDENCE], /evidence\.json twice/],
    ['no bundle in it', [{ path: 'b/cat.jpg', text: 'x' }], /neither evidence\.json nor/],
    ['nothing in it', [], /cannot be read/],
    [
      'thousands of files',
      Array.from({ length: 3000 }, (_, at) => ({ path: `b/${at}`, text: '' })),
      /more than 2000 entries/,
    ],
  ] as const) {
    test(`with ${name} is refused, and it says why`, async () => {
      await assert.rejects(read(entries), because);
    });
  }

  test('links and devices in it are not followed, and named', async () => {
    const { files, odd } = await read([
      EVIDENCE,
      { path: 'b/passwd', type: 'SymbolicLink', linkpath: '/etc/passwd' },
      { path: 'b/hard', type: 'Link', linkpath: '/etc/passwd' },
      { path: 'b/device', type: 'CharacterDevice' },
    ]);
    assert.deepEqual([[...files.keys()], odd], [['evidence.json'], ['passwd', 'hard', 'device']]);
  });

  test('of the folder above the bundle is read as that bundle, if there is one only', async () => {
    const entries: Entry[] = [
      { path: 'evidence/one/evidence.json', text: '{}' },
      { path: 'evidence/one/outputs/1.txt', text: 'x' },
      { path: 'evidence/one/link', type: 'SymbolicLink', linkpath: '/etc/passwd' },
      { path: 'evidence/one.tar.gz', text: 'x' },
    ];
    const { files, odd } = await read(entries);
    assert.deepEqual([[...files.keys()], odd], [['evidence.json', 'outputs/1.txt'], ['link']]);
    await assert.rejects(
      read([...entries, { path: 'evidence/two/MANIFEST.sha256', text: '' }]),
      /has 2 bundles in it/,
    );
  });

  test('that is a bomb is refused before it is unpacked', async () => {
    using temp = tempFolder();
    const file = temp.file('bomb.tar.gz');
    // 2 GiB of zeros in members of 32 MiB, of which gzip makes 2 MiB
    const zeros = gzipSync(Buffer.alloc(32 << 20));
    const head = gzipSync(tarOf([{ path: 'b/evidence.json', text: '' }]).subarray(0, 0));
    const header = gzipSync(headerOf({ path: 'b/evidence.json' }, 2 * 1024 ** 3 - 512));
    writeFileSync(file, Buffer.concat([head, header, ...Array.from({ length: 64 }, () => zeros)]));
    const begun = performance.now();
    await assert.rejects(readArchive(file), /more than 128 MiB/);
    assert.ok(performance.now() - begun < 3000);
  });

  test('that is compressed twice, cut off or no archive at all is refused', async () => {
    const whole = gzipSync(tarOf([{ path: 'b/evidence.json', text: 'x'.repeat(5000) }]));
    for (const bytes of [
      gzipSync(whole),
      whole.subarray(0, -40),
      tarOf([EVIDENCE, { path: 'b/more', text: 'x'.repeat(5000) }]).subarray(0, 2000),
      corrupted(tarOf([{ path: 'b/more', text: 'x' }, EVIDENCE])),
      gzipSync(Buffer.from('no')),
      Buffer.from('no'),
      Buffer.alloc(0),
    ]) {
      await assert.rejects(readBytes(bytes), /cannot be read: /);
    }
  });
});

function read(entries: readonly Entry[], pack: (bytes: Buffer) => Buffer = gzipSync) {
  return readBytes(pack(tarOf(entries)));
}

async function readBytes(bytes: Buffer) {
  using temp = tempFolder();
  const file = temp.file('x.tar.gz');
  writeFileSync(file, bytes);
  return await readArchive(file);
}

function tarOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const text = Buffer.from(entry.text ?? '');
    return [headerOf(entry, text.length), text, Buffer.alloc((512 - (text.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function headerOf({ path, type = 'File', linkpath }: Entry, size: number): Buffer {
  const block = Buffer.alloc(512);
  new Header({
    path,
    type,
    size,
    mode: 0o644,
    mtime: new Date(0),
    ...(linkpath === undefined ? {} : { linkpath }),
  }).encode(block);
  return block;
}

/** The header of the first file does not have its own checksum any more. */
function corrupted(bytes: Buffer): Buffer {
  bytes.write('y', 2);
  return bytes;
}
