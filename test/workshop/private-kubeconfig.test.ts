import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { describe, it } from 'node:test';

import { writePrivateKubeconfig } from '../../src/workshop/private-kubeconfig.ts';
import { prepareStateFolder, stateFolder } from '../../src/workshop/state.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const env = { PATH: [process.env['KUBEBUILDER_ASSETS'] ?? '', process.env['PATH'] ?? ''].join(delimiter) };
const skip = kubectlIsThere() ? false : 'kubectl is neither on PATH nor in KUBEBUILDER_ASSETS';
if (skip) console.log(`SKIPPED test/workshop/private-kubeconfig.test.ts: ${skip}`);

const CONFIG = `
apiVersion: v1
kind: Config
current-context: mine
clusters:
  - { name: a, cluster: { server: 'https://127.0.0.1:1' } }
  - { name: b, cluster: { server: 'https://127.0.0.1:2', certificate-authority: ca.pem } }
users:
  - { name: u, user: { token: secret } }
contexts:
  - { name: mine, context: { cluster: a, user: u } }
  - { name: kind-b, context: { cluster: b, user: u, namespace: team } }
`;

describe('the private kubeconfig', { skip }, () => {
  it('holds only the one context, current, with its certificates inside, for its owner only', async () => {
    const { folder, state, options } = prepared('kind-b');
    using _ = folder;
    assert.deepEqual(await writePrivateKubeconfig(options), {
      path: state.kubeconfig,
      namespace: 'team',
      isCurrent: false,
    });
    const text = readFileSync(state.kubeconfig, 'utf8');
    assert.match(text, /current-context: kind-b/);
    assert.match(text, /127\.0\.0\.1:2/);
    assert.match(text, new RegExp(Buffer.from('the certificate').toString('base64')));
    assert.doesNotMatch(text, /127\.0\.0\.1:1|mine/);
    assert.equal(statSync(state.kubeconfig).mode & 0o777, 0o600);
    assert.equal(readFileSync(folder.file('config'), 'utf8'), CONFIG, 'the user’s own is left alone');
  });

  it('tells that the context is the user’s current one, and its default namespace', async () => {
    const { folder, options } = prepared('mine');
    using _ = folder;
    const { namespace, isCurrent } = await writePrivateKubeconfig(options);
    assert.deepEqual({ namespace, isCurrent }, { namespace: 'default', isCurrent: true });
  });

  it('names the contexts there are when the one that is wanted is not among them', async () => {
    const { folder, options } = prepared('nope');
    using _ = folder;
    await assert.rejects(writePrivateKubeconfig(options), {
      name: 'UserError',
      message: 'there is no context nope in the kubeconfig',
      next: 'pass one of these with --context: kind-b, mine',
    });
  });
});

function prepared(context: string) {
  const folder = tempFolder();
  writeFileSync(folder.file('ca.pem'), 'the certificate');
  writeFileSync(folder.file('config'), CONFIG);
  const state = stateFolder(context, {}, folder.path);
  prepareStateFolder(state);
  const { signal } = new AbortController();
  const options = { context, kubeconfig: folder.file('config'), folder: state, env, now: () => 0, signal };
  return { folder, state, options };
}

function kubectlIsThere(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { env, stdio: 'ignore' });
    return true;
  } catch {
    // not there: the tests say so loudly
    return false;
  }
}
