import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { testCli } from '../helpers/cli-context.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const INFO = JSON.stringify({
  ServerVersion: '27.3.1',
  OperatingSystem: 'Ubuntu 24.04',
  OSType: 'linux',
  Architecture: 'x86_64',
  NCPU: 4,
  MemTotal: 16_000_000_000,
  CgroupVersion: '2',
  DockerRootDir: '/',
});
const DOCKER = `case "$1" in info) echo '${INFO}' ;; *) echo 1000000000 ;; esac`;
const STOPPED = 'echo "Cannot connect to the Docker daemon. Is the docker daemon running?" >&2; exit 1';
const KIND = 'echo "kind v0.33.0 go1.26 linux/amd64"';
const KUBECTL = 'if [ "$1" = version ]; then echo "Client Version: v1.37.2"; else echo "$0-minisched"; fi';

/** A person whose PATH has just these programs. */
function person(programs: Readonly<Record<string, string>>, env: Record<string, string> = {}) {
  const folder = tempFolder();
  const bin = folder.file('bin');
  const home = folder.file('home');
  for (const made of [bin, home]) mkdirSync(made);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const cli = testCli(home, { PATH: bin, LANG: 'C.UTF-8', ...env });
  return { folder, home, doctor: (...args: string[]) => cli.run('doctor', ...args) };
}

const ALL = { docker: DOCKER, kind: KIND, kubectl: KUBECTL };

test('with everything there it is ready for kind, and nothing was changed', async () => {
  const { folder, home, doctor } = person(ALL, { MINISCHED_NODE_IMAGE: 'kindest/node:v1.37.0' });
  using _ = folder;
  const { out, code } = await doctor();
  assert.match(out, /You can do the workshop on kind and embedded\.\n$/);
  assert.match(out, /^ok +Node image +kindest\/node:v1\.37\.0 is here/m);
  assert.equal(code, 0);
  assert.deepEqual(readdirSync(home), [], 'nothing is made');
});

test('a Docker engine that does not run leaves embedded, unless kind is asked for', async () => {
  const { folder, doctor } = person({ ...ALL, docker: STOPPED });
  using _ = folder;
  const { out, code } = await doctor();
  assert.match(out, /^trouble +Container engine +the Docker engine is not running\n {11}\S+/m);
  assert.match(out, /You can do the workshop, only embedded: the Docker engine is not running\.\n$/);
  assert.equal(code, 0);
  assert.equal((await doctor('--provider', 'kind')).code, 1);
  const embedded = await doctor('--provider', 'embedded');
  assert.equal(embedded.code, 0);
  assert.doesNotMatch(embedded.out, /engine/);
});

test('without kubectl nothing can be done: exit code 1, also as JSON', async () => {
  const { folder, doctor } = person({ docker: DOCKER, kind: KIND });
  using _ = folder;
  const { out, code } = await doctor('-o', 'json');
  assert.equal(code, 1);
  const value: unknown = JSON.parse(out);
  assert.ok(typeof value === 'object' && value !== null && 'ready' in value && 'findings' in value);
  assert.equal(value.ready, false);
  assert.match(JSON.stringify(value.findings), /"id":"kubectl".*"level":"trouble".*"fix":\["curl/);
});

test('calls kubectl by that name even where it is one binary of many names, as k3s is', async () => {
  // Node.js stands in for it: it can tell the name that it was started by
  const script =
    "console.log(process.argv0,'Client Version: v1.37.2');process.exit(process.argv0==='kubectl'?0:1)";
  const env = {
    KUBECTL_PATH: process.execPath,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`,
  };
  const { folder, doctor } = person({ docker: DOCKER, kind: KIND }, env);
  using _ = folder;
  assert.match((await doctor()).out, /^ok +kubectl +kubectl v1\.37\.2/m);
});

test('a language that was asked for must be there', async () => {
  const { folder, doctor } = person(ALL);
  using _ = folder;
  const { out, code } = await doctor('--lang', 'go');
  assert.match(out, /but not write a scheduler of your own: Go is not installed\.\n$/);
  assert.equal(code, 1);
  assert.equal((await doctor('--lang', 'cobol')).code, 2);
});

test('a kubeconfig that is no YAML, and a state folder that is a file, stand in the way', async () => {
  const { folder, home, doctor } = person(ALL);
  using _ = folder;
  const broken = join(home, 'broken');
  writeFileSync(broken, '{ not: yaml');
  const { out, code } = await doctor('--kubeconfig', broken);
  assert.match(out, /^trouble +kubeconfig .*broken/m);
  assert.equal(code, 1);
  writeFileSync(join(home, '.local'), '');
  assert.match((await doctor()).out, /^trouble +State folder .* is a file/m);
});

test('a program that may not be run is told, not thrown', async () => {
  const { folder, doctor } = person(ALL);
  using _ = folder;
  chmodSync(folder.file('bin/kind'), 0o644);
  const { out, code } = await doctor();
  assert.match(out, /^trouble +kind /m);
  assert.equal(code, 0);
});
