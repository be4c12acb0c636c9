import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { UserError } from '../../src/lib/errors.ts';
import { prepareStateFolder, stateFolder } from '../../src/workshop/state.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

describe('the state folder', () => {
  it('follows XDG_STATE_HOME, and is in the home folder without it', () => {
    assert.equal(stateFolder('kind-a', { XDG_STATE_HOME: '/x' }, '/home/me').path, '/x/minisched/kind-a');
    assert.equal(stateFolder('kind-a', {}, '/home/me').path, '/home/me/.local/state/minisched/kind-a');
    assert.equal(
      stateFolder('kind-a', { XDG_STATE_HOME: 'relative' }, '/home/me').path,
      '/home/me/.local/state/minisched/kind-a',
    );
  });

  it('is one folder for each context, whatever characters its name has', () => {
    const names = [
      'a/b',
      'a:b',
      'a-b',
      '..',
      '.',
      '',
      'arn:aws:eks:eu:1:cluster/x',
      'x'.repeat(300),
      'x'.repeat(301),
    ];
    const paths = names.map((name) => stateFolder(name, { XDG_STATE_HOME: '/x' }, '/').path);
    assert.equal(new Set(paths).size, names.length);
    for (const path of paths) assert.match(path, /^\/x\/minisched\/[\w@+.-]{1,120}$/);
    assert.ok(!paths.includes('/x/minisched/..'));
  });

  it('is made when it is prepared, and left empty', () => {
    using folder = tempFolder();
    const state = stateFolder('kind-a', {}, folder.path);
    assert.equal(existsSync(state.path), false, 'naming it makes nothing');
    prepareStateFolder(state);
    prepareStateFolder(state);
    assert.deepEqual(readdirSync(state.path), []);
    assert.equal(state.journal, join(state.path, 'journal.jsonl'));
  });

  it('that can never be made is told at once', { skip: !existsSync('/proc') && 'no /proc here' }, () => {
    // node's own recursive mkdir does not come back from this one
    const state = stateFolder('kind-a', { XDG_STATE_HOME: '/proc/x' }, '/');
    assert.throws(() => {
      prepareStateFolder(state);
    }, /the state folder \/proc\/x\/minisched\/kind-a cannot be written \(ENOENT\)/);
  });

  it('that cannot be written is named, with the variable that moves it', () => {
    using folder = tempFolder();
    writeFileSync(folder.file('.local'), 'a file where a folder should be');
    assert.throws(
      () => {
        prepareStateFolder(stateFolder('kind-a', {}, folder.path));
      },
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /^the state folder \S+kind-a cannot be written \(E\w+\)$/);
        assert.match(error.next ?? '', /XDG_STATE_HOME/);
        return true;
      },
    );
  });
});
