import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';

import { nodeImage } from '../../src/app/cluster/node-image.ts';
import { runCli } from '../../src/cli/run.ts';
import { makeManifest } from '../../src/kit/manifest.ts';
import { measure, writeKit } from '../../src/kit/write-kit.ts';
import { testCli } from '../helpers/cli-context.ts';
import { installedPackage } from '../helpers/installed-package.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const ARCH = process.arch === 'arm64' ? 'arm64' : 'amd64';
const NODE = 'kindest/node:v1.37.0';
const BY_DIGEST = `kindest/node:v1.36.0@sha256:${'a'.repeat(64)}`;

/** A docker that knows images by their names in a file, one a line. */
const DOCKER = (images: string) => `#!/bin/sh
PATH=/usr/bin:/bin
case "$1" in
  version) echo 27.3.1 ;;
  image) grep -qxF -- "$5" ${images} || exit 1; case "$4" in *Size*) printf 'linux/${ARCH}\\t7\\n' ;; *) echo sha256:1 ;; esac ;;
  save) echo "content of $4" > "$3" ;;
  load) name=$(cat "$3"); name=\${name#content of }
    case "$name" in *@*) echo "Loaded image ID: sha256:1" ;; *) echo "$name" >> ${images}; echo "Loaded image: $name" ;; esac ;;
  tag) echo "$3" >> ${images} ;;
esac
`;

/** Two people: one packs, with images on the machine, one unpacks. */
function room(docker = true) {
  const folder = tempFolder();
  const bin = folder.file('bin');
  const [home, work, images] = [folder.file('home'), folder.file('work'), folder.file('images')];
  for (const made of [bin, home, work]) mkdirSync(made);
  writeFileSync(images, `${NODE}\n${BY_DIGEST}\nextra:1\n`);
  if (docker) writeFileSync(join(bin, 'docker'), DOCKER(images), { mode: 0o755 });
  const root = installedPackage(folder.file('root'));
  const cli = testCli(home, { PATH: bin });
  const run = async (...args: string[]) => {
    let [out, err, code] = ['', '', 0];
    const context = {
      ...cli.context,
      root,
      cwd: work,
      stdout: { write: (text: string) => void (out += text) },
      stderr: { write: (text: string) => void (err += text) },
      setExitCode: (value: number) => void (code = value),
    };
    await runCli(context, ['kit', ...args]);
    return { out, err, code };
  };
  return {
    folder,
    root,
    work,
    installed: join(home, '.local', 'share', 'minisched'),
    context: cli.context,
    images: () => readFileSync(images, 'utf8').trim().split('\n'),
    forget: () => {
      writeFileSync(images, '');
    },
    run,
  };
}

const starts = (program: string, ...args: string[]) =>
  execFileSync(program, args, {
    encoding: 'utf8',
    env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` },
  }).trim();

void describe('kit pack and kit unpack', () => {
  it('the program runs on the other machine, its images are in the engine, and clusters are made of them', async () => {
    const { folder, work, installed, context, run, images, forget } = room();
    using _ = folder;
    const packed = await run('pack', 'k.tar.gz', '--no-node', '--image', NODE, '--add-image', 'extra:1');
    assert.equal(packed.code, 0, packed.err);
    assert.match(packed.out, /any platform that has a Node\.js/);
    assert.deepEqual(readdirSync(work), ['k.tar.gz'], 'nothing else is left');
    forget();

    const { out, err, code } = await run('unpack', 'k.tar.gz');
    assert.equal(code, 0, err);
    assert.deepEqual(images(), [NODE, 'extra:1']);
    assert.match(out, new RegExp(`^ {2}export PATH="${installed}/bin:\\$PATH"$`, 'm'));
    assert.match(out, /^ {2}export MINISCHED_NODE_IMAGE=kindest\/node:v1\.37\.0$/m);
    const starter = join(installed, 'bin', 'kubectl-minisched');
    assert.equal(starts(starter, 'a', 'b c'), 'one a b c');
    symlinkSync(starter, folder.file('link'));
    assert.equal(starts(folder.file('link')), 'one');
    assert.equal(nodeImage({ ...context, root: installed }, undefined), NODE);
    assert.equal(nodeImage({ ...context, root: installed }, 'typed:1'), 'typed:1');
    assert.ok(existsSync(join(installed, 'workshop/.gitignore')));
    for (const left of ['workshop/node_modules', 'src']) assert.ok(!existsSync(join(installed, left)), left);
    assert.deepEqual(readdirSync(dirname(installed)), ['minisched']);
  });

  it('an image without a name of its own gets its tag', async () => {
    const { folder, installed, context, run, images, forget } = room();
    using _ = folder;
    await run('pack', 'k.tar', '--no-node', '--image', BY_DIGEST);
    forget();
    assert.equal((await run('unpack', 'k.tar')).code, 0);
    assert.ok(images().includes('kindest/node:v1.36.0'));
    assert.equal(nodeImage({ ...context, root: installed }, undefined), 'kindest/node:v1.36.0');
  });

  it('without Docker it is packed and unpacked without images, and says so', async () => {
    const { folder, work, installed, context, run } = room(false);
    using _ = folder;
    const refused = await run('pack', 'k.tar', '--no-node');
    assert.match(
      refused.err,
      /^error: docker was not found on PATH, and images are part of a kit\nnext: .*--no-images/,
    );
    assert.equal(refused.code, 3);
    assert.deepEqual(readdirSync(work), []);
    assert.match((await run('pack', 'k.tar', '--no-node', '--no-images')).out, /^Without images: /m);
    const { out, code } = await run('unpack', 'k.tar');
    assert.equal(code, 0);
    assert.doesNotMatch(out, /MINISCHED_NODE_IMAGE/);
    assert.equal(nodeImage({ ...context, root: installed }, undefined), undefined);
  });

  it('unpacked again it is replaced; a folder of somebody else is not', async () => {
    const { folder, root, work, run } = room(false);
    using _ = folder;
    const target = join(work, 'mine');
    await run('pack', 'k.tar', '--no-node', '--no-images');
    await run('unpack', 'k.tar', '--dir', 'mine');
    installedPackage(root, 'two');
    await run('pack', 'k.tar', '--no-node', '--no-images');
    assert.equal((await run('unpack', 'k.tar', '--dir', 'mine')).code, 0);
    assert.equal(starts(join(target, 'bin', 'kubectl-minisched')), 'two');
    writeFileSync(folder.file('precious'), '');
    const { err, code } = await run('unpack', 'k.tar', '--dir', folder.path);
    assert.match(err, /is there already and did not come out of a kit\nnext: /);
    assert.equal(code, 3);
    assert.ok(existsSync(folder.file('precious')));
  });

  it('nothing is loaded or replaced from a damaged kit', async () => {
    const { folder, work, installed, run, images, forget } = room();
    using _ = folder;
    await run('pack', 'k.tar', '--no-node', '--image', NODE);
    await run('unpack', 'k.tar');
    forget();
    const bytes = readFileSync(join(work, 'k.tar'));
    // in the image, which comes last
    const at = bytes.lastIndexOf('content of');
    bytes[at] = 'C'.charCodeAt(0);
    writeFileSync(join(work, 'k.tar'), bytes);
    const { err, code } = await run('unpack', 'k.tar');
    assert.match(err, /^error: the kit .*k\.tar is damaged: images\/0\.tar does not have the sha256/);
    assert.equal(code, 3);
    assert.deepEqual(images(), ['']);
    assert.deepEqual(readdirSync(dirname(installed)), ['minisched']);
    assert.equal(starts(join(installed, 'bin', 'kubectl-minisched')), 'one');
  });

  it('what a run that was killed has left is no obstacle', async () => {
    const { folder, work, run } = room(false);
    using _ = folder;
    mkdirSync(join(work, '.k.tar.packing', 'half'), { recursive: true });
    installedPackage(join(work, 'mine.unpacking', 'program'), 'half');
    assert.equal((await run('pack', 'k.tar', '--no-node', '--no-images')).code, 0);
    assert.equal((await run('unpack', 'k.tar', '--dir', 'mine')).code, 0);
    assert.deepEqual(readdirSync(work).toSorted(), ['k.tar', 'mine']);
  });

  it('an image that is not here, a name that is no kit, a program that is not built: one sentence, and no file', async () => {
    const { folder, root, work, run } = room();
    using _ = folder;
    assert.match(
      (await run('pack', 'k.tar', '--no-node', '--image', 'none:1')).err,
      /none:1 is not on this machine\nnext: docker pull none:1/,
    );
    assert.equal((await run('pack', 'k.zip')).code, 2);
    assert.match((await run('pack', 'no/k.tar')).err, /there is no folder/);
    writeFileSync(join(root, 'dist', 'kubectl-minisched.js'), '');
    execFileSync('rm', ['-r', join(root, 'dist')]);
    assert.match(
      (await run('pack', 'k.tar', '--no-images', '--no-node')).err,
      /is not built yet.*\nnext: npm ci/,
    );
    assert.deepEqual(readdirSync(work), []);
  });

  it('one for another platform, or with images for another one, is refused', async () => {
    const { folder, work, run } = room();
    using _ = folder;
    const { signal } = new AbortController();
    const sources = [
      { path: 'program/dist/kubectl-minisched.js', text: '', executable: false },
      { path: 'images/0.tar', text: '', executable: false },
    ];
    const about = {
      version: '1',
      createdAt: '2026-01-31T10:00:00.000Z',
      programs: {},
      images: [],
      parts: await Promise.all(sources.map((source) => measure(source, signal))),
    };
    const image = { path: 'images/0.tar', name: 'n:1', platform: 'linux/s390x', node: true };
    for (const [change, words] of [
      [{ platform: 'plan9-mips' }, /is for plan9-mips, and this machine is/],
      [{ images: [image] }, /has images for linux\/s390x/],
    ] as const) {
      await writeKit(
        join(work, 'k.tar'),
        makeManifest({ ...about, ...change, images: [...('images' in change ? change.images : [])] }),
        sources,
        { gzip: false, signal },
      );
      const { err, code } = await run('unpack', 'k.tar');
      assert.match(err, words);
      assert.equal(code, 3);
    }
  });
});
