import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';

import { parse } from 'yaml';

import { kubeconfigText } from '../../src/kube/kubeconfig-text.ts';
import { userKubeconfig } from '../../src/kube/user-kubeconfig.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { FakeClock, settle } from '../helpers/fake-clock.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const ENTRY = {
  name: 'own',
  server: 'https://127.0.0.1:1',
  ca: 'CA',
  cert: 'CERT',
  key: 'KEY',
};
const OLD = `# mine, by hand
apiVersion: v1
kind: Config
clusters:
- cluster:
    server: https://office # do not touch
  name: office
contexts:
- context: {cluster: office, user: me}
  name: office
current-context: office
users: null
preferences:
  colors: true
`;
const own = tempFolder();
after(() => own[Symbol.dispose]());
const ADMIN = join(own.path, 'admin.conf');
writeFileSync(ADMIN, kubeconfigText(ENTRY));
const signal = new AbortController().signal;

/** A folder with these files, and the kubeconfig that the list of them is. */
function world(files: Readonly<Record<string, string | undefined>>) {
  const temp = tempFolder();
  for (const [name, text] of Object.entries(files))
    if (text !== undefined) writeFileSync(join(temp.path, name), text);
  const path = (name: string) => join(temp.path, name);
  const env = { KUBECONFIG: Object.keys(files).map(path).join(':') };
  return {
    path,
    read: (name: string) => readFileSync(path(name), 'utf8'),
    config: userKubeconfig({ env, home: temp.path }, systemClock),
    folder: temp.path,
    [Symbol.dispose]: () => temp[Symbol.dispose](),
  };
}

void describe("the user's kubeconfig", () => {
  it('gets a context that is current, and keeps everything else, comments too', async () => {
    using it = world({ config: OLD });
    await it.config.add(ADMIN, signal);
    const text = it.read('config');
    assert.match(text, /^# mine, by hand\n/);
    assert.match(text, /server: https:\/\/office # do not touch/);
    assert.match(text, /colors: true/);
    assert.equal(it.config.current(), 'own');
    assert.equal(it.config.serverOf('own'), 'https://127.0.0.1:1');
    assert.match(text, /client-key-data: S0VZ/);
    assert.equal(statSync(it.path('config')).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(it.folder), ['config'], 'neither lock nor draft is left');
  });

  it('is as before, but for what is current, once the context is removed', async () => {
    using it = world({ config: OLD });
    await it.config.add(ADMIN, signal);
    await it.config.remove('own', signal);
    assert.doesNotMatch(it.read('config'), /own/);
    assert.equal(it.config.current(), undefined);
    assert.equal(it.config.serverOf('office'), 'https://office');
    assert.equal(await it.config.use('office', signal), true);
    assert.equal(it.config.current(), 'office');
    assert.equal(await it.config.use('gone', signal), false);
  });

  it('replaces entries of the same name instead of adding them twice', async () => {
    using it = world({ config: OLD });
    await it.config.add(ADMIN, signal);
    const other = it.path('other');
    writeFileSync(other, kubeconfigText({ ...ENTRY, server: 'https://127.0.0.1:2' }));
    await it.config.add(other, signal);
    assert.equal(it.config.serverOf('own'), 'https://127.0.0.1:2');
    assert.equal(it.read('config').match(/name: own/g)?.length, 3);
  });

  it('of a list is written where kubectl writes: into the first file that exists, else the last', async () => {
    using some = world({ one: undefined, two: OLD, three: '' });
    await some.config.add(ADMIN, signal);
    assert.match(some.read('two'), /own/);
    using none = world({ one: undefined, two: undefined });
    await none.config.add(ADMIN, signal);
    assert.equal(existsSync(none.path('one')), false);
    assert.deepEqual(parse(none.read('two')), parse(kubeconfigText(ENTRY)));
  });

  it('of a list is cleaned in every file, and files without anything of it are not touched', async () => {
    using it = world({ one: kubeconfigText(ENTRY), two: kubeconfigText(ENTRY), three: '# mine\n' });
    await it.config.remove('own', signal);
    assert.doesNotMatch(it.read('one') + it.read('two'), /own/);
    assert.equal(it.read('three'), '# mine\n');
  });

  it('stays a link where it is one', async () => {
    using it = world({ real: OLD });
    symlinkSync('real', it.path('link'));
    await userKubeconfig({ kubeconfig: it.path('link'), env: {}, home: '/' }, systemClock).add(ADMIN, signal);
    assert.match(it.read('real'), /own/);
    assert.equal(statSync(it.path('link')).ino, statSync(it.path('real')).ino);
  });

  it('that is no kubeconfig is left alone, and named', async () => {
    for (const text of ['clusters: [', '- a\n', 'just words']) {
      using it = world({ config: text });
      await assert.rejects(it.config.add(ADMIN, signal), {
        name: 'UserError',
        message: new RegExp(`^the kubeconfig ${it.path('config')} is malformed: [^\n]+$`),
      });
      assert.equal(it.read('config'), text);
      assert.deepEqual(readdirSync(it.folder), ['config']);
    }
  });

  it('waits for another program that writes it, but not for ever', async () => {
    using it = world({ config: OLD, 'config.lock': '' });
    const clock = new FakeClock();
    const config = userKubeconfig({ kubeconfig: it.path('config'), env: {}, home: '/' }, clock);
    const given = config.add(ADMIN, signal);
    await clock.advance(500);
    rmSync(it.path('config.lock'));
    await clock.advance(100);
    await given;
    writeFileSync(it.path('config.lock'), '');
    const refused = assert.rejects(config.add(ADMIN, signal), { message: /is locked/ });
    for (let at = 0; at < 40; at += 1) {
      await settle();
      await clock.advance(50);
    }
    await refused;
  });
});
