import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';

import { systemClock } from '../../src/lib/clock.ts';
import { UserError } from '../../src/lib/errors.ts';
import { connect } from '../../src/kube/connect.ts';
import { readCredentials } from '../../src/kube/credentials.ts';
import { findTarget } from '../../src/kube/kubeconfig.ts';
import { startHttpServer } from '../helpers/http-server.ts';

/** A folder that is gone at the end of the block, to write kubeconfig files into. */
async function tempFolder() {
  const path = await mkdtemp(join(tmpdir(), 'minisched-kubeconfig-'));
  return {
    path,
    write: async (name: string, text: string): Promise<string> => {
      await writeFile(join(path, name), text);
      return join(path, name);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** A kubeconfig in YAML with one cluster, user and context of each name. */
function config(server: string, names: readonly string[], current?: string): string {
  const part = (key: string, body: (name: string) => string): string =>
    `${key}:\n${names.map((name) => `- name: ${name}\n  ${body(name)}\n`).join('')}`;
  return [
    'apiVersion: v1\nkind: Config\n',
    current ? `current-context: ${current}\n` : '',
    part('clusters', () => `cluster: {server: "${server}"}`),
    part('users', (name) => `user: {token: "token-of-${name}-at-${server}"}`),
    part('contexts', (name) => `context: {cluster: ${name}, user: ${name}, namespace: ns-${name}}`),
  ].join('');
}

const home = '/nonexistent-home';

async function rejection(promise: Promise<unknown>): Promise<UserError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof UserError, `a UserError, not ${String(outcome)}`);
  return outcome;
}

test('the current context is taken, or the one that is named', async () => {
  await using folder = await tempFolder();
  const kubeconfig = await folder.write('config', config('https://one', ['a', 'b'], 'a'));
  const current = await findTarget({ kubeconfig, env: {}, home });
  assert.deepEqual(
    [current.context, current.namespace, current.cluster.server],
    ['a', 'ns-a', 'https://one'],
  );
  const named = await findTarget({ kubeconfig, context: 'b', env: {}, home });
  assert.equal(named.context, 'b');
  assert.deepEqual((await readCredentials(named)).headers, {
    authorization: 'Bearer token-of-b-at-https://one',
  });
});

test('files are merged as kubectl merges them: the first definition and the first current context win', async () => {
  await using folder = await tempFolder();
  const files = [
    await folder.write('none-current', config('https://first', ['a'])),
    join(folder.path, 'missing'),
    await folder.write('second', config('https://second', ['a', 'b'], 'b')),
    await folder.write('third', config('https://third', ['a', 'b', 'c'], 'c')),
    await folder.write('empty', ''),
  ];
  const source = { env: { KUBECONFIG: ['', ...files].join(delimiter) }, home };
  const server = async (context?: string): Promise<string> =>
    (await findTarget(context ? { ...source, context } : source)).cluster.server;
  assert.equal(await server(), 'https://second');
  assert.equal(await server('a'), 'https://first');
  assert.equal(await server('c'), 'https://third');
});

test('without any setting it is ~/.kube/config', async () => {
  await using folder = await tempFolder();
  await mkdir(join(folder.path, '.kube'));
  await folder.write('.kube/config', config('https://home', ['a'], 'a'));
  assert.equal((await findTarget({ env: {}, home: folder.path })).cluster.server, 'https://home');
});

test('no kubeconfig at all says so and what to do', async () => {
  const error = await rejection(findTarget({ env: {}, home }));
  assert.equal(
    error.message,
    'no cluster is configured: there is no kubeconfig at /nonexistent-home/.kube/config',
  );
  assert.match(error.next ?? '', /kubectl minisched workshop step 1/);
});

test('a file that was named but is not there is an error, unlike one of KUBECONFIG', async () => {
  const error = await rejection(findTarget({ kubeconfig: '/nowhere/config', env: {}, home }));
  assert.equal(error.message, 'cannot read the kubeconfig /nowhere/config: there is no such file');
});

test(
  'a file that may not be read says so',
  {
    skip:
      process.getuid === undefined && 'SKIPPED: this system has no permissions that chmod could take away',
  },
  async () => {
    await using folder = await tempFolder();
    const kubeconfig = await folder.write('config', config('https://one', ['a'], 'a'));
    await chmod(kubeconfig, 0o000);
    const error = await asNobody(() => rejection(findTarget({ kubeconfig, env: {}, home })));
    assert.match(error.message, /permission denied$/);
  },
);

test('a malformed file says which and where', async () => {
  await using folder = await tempFolder();
  const kubeconfig = await folder.write('config', 'clusters:\n- name: [\n');
  const error = await rejection(findTarget({ kubeconfig, env: {}, home }));
  assert.ok(error.message.startsWith(`the kubeconfig ${kubeconfig} is malformed: `), error.message);
  assert.doesNotMatch(error.message, /\n/);
});

test('an unknown context names the ones there are', async () => {
  await using folder = await tempFolder();
  const kubeconfig = await folder.write('config', config('https://one', ['a', 'b'], 'a'));
  const error = await rejection(findTarget({ kubeconfig, context: 'x', env: {}, home }));
  assert.equal(error.message, `there is no context "x" in ${kubeconfig}`);
  assert.equal(error.next, 'choose one with --context: a, b');
});

test('no current context asks to choose one', async () => {
  await using folder = await tempFolder();
  const kubeconfig = await folder.write('config', config('https://one', ['a']));
  const error = await rejection(findTarget({ kubeconfig, env: {}, home }));
  assert.equal(error.message, `no current context is set in ${kubeconfig}`);
  assert.equal(error.next, 'choose one with --context: a');
});

test('a context whose cluster is not defined says so', async () => {
  await using folder = await tempFolder();
  const text = 'contexts: [{name: a, context: {cluster: lost, user: u}}]\ncurrent-context: a\n';
  const kubeconfig = await folder.write('config', text);
  assert.match(
    (await rejection(findTarget({ kubeconfig, env: {}, home }))).message,
    /^the context "a" names the cluster "lost", which .* does not define$/,
  );
});

test('a context whose user is not defined goes on as nobody, but still knows its server', async () => {
  await using folder = await tempFolder();
  const ca = Buffer.from('certificate').toString('base64');
  const kubeconfig = await folder.write(
    'config',
    `clusters: [{name: c, cluster: {server: "https://c", certificate-authority-data: ${ca}}}]
contexts: [{name: a, context: {cluster: c, user: lost}}]
current-context: a
`,
  );
  const credentials = await readCredentials(await findTarget({ kubeconfig, env: {}, home }));
  assert.equal(String(credentials.tls.ca), 'certificate');
  assert.deepEqual(credentials.headers, {});
});

test('inside a pod the service account is used, unless a flag says otherwise', async () => {
  await using folder = await tempFolder();
  await folder.write('token', 'token-of-the-pod\n');
  await folder.write('ca.crt', 'certificate');
  await folder.write('namespace', 'team\n');
  const kubeconfig = await folder.write('config', config('https://flag', ['a'], 'a'));
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443', KUBECONFIG: kubeconfig };
  const inside = await findTarget({ env, home }, folder.path);
  assert.equal(inside.inCluster, true);
  assert.deepEqual([inside.cluster.server, inside.namespace], ['https://[fd00::1]:6443', 'team']);
  const credentials = await readCredentials(inside);
  assert.deepEqual(credentials.headers, { authorization: 'Bearer token-of-the-pod' });
  assert.equal(String(credentials.tls.ca), 'certificate');
  assert.equal((await findTarget({ kubeconfig, env, home }, folder.path)).cluster.server, 'https://flag');
  assert.equal((await findTarget({ context: 'a', env, home }, folder.path)).cluster.server, 'https://flag');
  assert.equal(
    (await findTarget({ env, home }, '/nowhere')).cluster.server,
    'https://flag',
    'no token, no pod',
  );
});

/** A kubeconfig whose user is a credential plugin: a shell script beside it. */
async function pluginConfig(folder: Awaited<ReturnType<typeof tempFolder>>, server: string, script: string) {
  await folder.write('plugin.sh', `#!/bin/sh\n${script}\n`);
  await chmod(join(folder.path, 'plugin.sh'), 0o755);
  return folder.write(
    'config',
    `clusters: [{name: c, cluster: {server: "${server}"}}]
users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh, installHint: install it}}}]
contexts: [{name: a, context: {cluster: c, user: u}}]
current-context: a
`,
  );
}

test('a credential plugin is run from beside its file, is told its protocol, and is run again after a 401', async () => {
  await using folder = await tempFolder();
  await using server = await startHttpServer((request, response) => {
    const accepted = request.headers.authorization === 'Bearer token-2';
    if (!accepted) response.writeHead(401);
    response.end(accepted ? '{"gitVersion":"v1.37.2"}' : '{"kind":"Status","reason":"Unauthorized"}');
  });
  const script = `cd "${folder.path}"
printf '%s' "$KUBERNETES_EXEC_INFO" > info
echo x >> runs
printf '{"kind":"ExecCredential","status":{"token":"token-%s"}}' $(grep -c x runs)`;
  const kubeconfig = await pluginConfig(folder, server.url, script);
  const connection = await connect({ kubeconfig, env: {}, home, clock: systemClock });
  assert.equal(await connection.api.version(), 'v1.37.2');
  await connection.close();
  const { readFile } = await import('node:fs/promises');
  const info: unknown = JSON.parse(await readFile(join(folder.path, 'info'), 'utf8'));
  assert.deepEqual(info, {
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false },
  });
});

test('a credential plugin that fails says so with its own words and its install hint', async () => {
  await using folder = await tempFolder();
  const kubeconfig = await pluginConfig(folder, 'http://127.0.0.1:1', 'echo "please log in" >&2; exit 1');
  const error = await rejection(connect({ kubeconfig, env: {}, home, clock: systemClock }));
  assert.match(
    error.message,
    /^the credential plugin ".*plugin.sh" of the context "a" failed: please log in$/,
  );
  assert.equal(error.next, 'install it');
});

test('a server without TLS needs no further setting', async () => {
  await using server = await startHttpServer((_request, response) => {
    response.end('{"gitVersion":"v1.37.2"}');
  });
  await using folder = await tempFolder();
  const kubeconfig = await folder.write('config', config(server.url, ['a'], 'a'));
  const connection = await connect({ kubeconfig, env: {}, home, clock: systemClock });
  assert.equal(await connection.api.version(), 'v1.37.2');
  assert.deepEqual(
    [connection.context, connection.server, connection.namespace, connection.inCluster],
    ['a', server.url, 'ns-a', false],
  );
  await connection.close();
});

/** Root reads everything: then this process is somebody else for a moment. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
