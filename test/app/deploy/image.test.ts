import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, suite, test } from 'node:test';

import { buildImage, USUAL_IMAGE } from '../../../src/app/deploy/image.ts';
import { testCli } from '../../helpers/cli-context.ts';
import { type FakeTools, fakeTools } from '../../helpers/fake-tools.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const ID = 'sha256:0123456789abcdef0123456789abcdef';
const well = { exitCode: 0 };

void suite('an image of this program', () => {
  const temp = tempFolder();
  const root = join(temp.path, 'package');
  let tools: FakeTools;

  before(() => {
    tools = fakeTools();
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(join(root, 'package.json'), '{}');
    writeFileSync(join(root, 'node'), '');
  });
  beforeEach(() => {
    tools.change({
      log: [],
      say: {
        'docker build': well,
        'docker run': well,
        'docker image inspect': { ...well, stdout: `${ID}\n` },
        'docker tag': well,
        'kind load': well,
      },
    });
  });
  after(() => {
    tools.remove();
    temp[Symbol.dispose]();
  });

  const build = (kindCluster: string | undefined, options: { root?: string; base?: string } = {}) => {
    const { context } = testCli(temp.path, tools.env);
    return buildImage(
      { ...context, root: options.root ?? root, self: [join(root, 'node'), 'main.js'] },
      {
        context: 'kind-mine',
        kubectl: { run: () => Promise.reject(new Error('kubectl is not asked')) },
        ...(kindCluster !== undefined && { kindCluster }),
      },
      { base: options.base },
    );
  };

  void test('is built, tried out, named after what is in it, and loaded under both names', async () => {
    const image = await build('mine', { base: 'small:1' });
    assert.equal(image, `${USUAL_IMAGE}-0123456789ab`);
    const lines = tools.state().log;
    assert.match(lines[0] ?? '', /^docker build --file .*Dockerfile --tag \S+ --build-arg BASE=small:1 /);
    assert.deepEqual(lines.slice(1), [
      `docker run --rm --read-only --network=none ${USUAL_IMAGE} --version`,
      `docker image inspect --format {{.Id}} ${USUAL_IMAGE}`,
      `docker tag ${USUAL_IMAGE} ${image}`,
      `kind load docker-image ${USUAL_IMAGE} ${image} --name mine`,
    ]);
  });

  void test('that does not run is not loaded', async () => {
    const { say } = tools.state();
    tools.change({ say: { ...say, 'docker run': { exitCode: 127, stderr: 'libstdc++.so.6: not found\n' } } });
    await assert.rejects(build('mine'), {
      message: /^`docker run .*` failed: libstdc\+\+\.so\.6: not found$/,
    });
    assert.ok(!tools.state().log.some((line) => line.startsWith('kind load')));
  });

  void test('is not begun where it would get into no node, or where there is no bundle', async () => {
    await assert.rejects(build(undefined), { message: /it is not a kind cluster/ });
    await assert.rejects(build('mine', { root: temp.path }), { message: /^there is no bundle in / });
    assert.deepEqual(tools.state().log, []);
  });
});
