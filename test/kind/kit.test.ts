import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { runCli } from '../../src/cli/run.ts';
import { testCli } from '../helpers/cli-context.ts';
import { installedPackage } from '../helpers/installed-package.ts';
import { missingForKind } from '../helpers/require-tools.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const IMAGE = 'minisched-kit-test:1';

test(
  'an image goes through a kit from one real engine into another, and Node.js with it',
  { skip: missingForKind() },
  async () => {
    using folder = tempFolder();
    const home = folder.file('home');
    mkdirSync(home);
    const root = installedPackage(folder.file('root'));
    // an image of one file: a node image takes a minute, and is no other thing
    execFileSync('sh', ['-c', `tar -C ${root} -cf - README.md | docker import - ${IMAGE}`], {
      stdio: 'ignore',
    });
    try {
      const before = idOf();
      const cli = testCli(home, { PATH: process.env['PATH'] });
      let [err, code] = ['', 0];
      const kit = async (...args: string[]) => {
        const stderr = { write: (text: string) => void (err += text) };
        await runCli({ ...cli.context, root, stderr, setExitCode: (value) => void (code = value) }, [
          'kit',
          ...args,
        ]);
        assert.equal(code, 0, err);
      };
      await kit('pack', 'k.tar', '--image', IMAGE);
      execFileSync('docker', ['rmi', IMAGE], { stdio: 'ignore' });
      assert.equal(idOf(), '');
      await kit('unpack', 'k.tar');
      assert.equal(idOf(), before);
      // no other Node.js is to be had
      const starter = join(home, '.local/share/minisched/bin/kubectl-minisched');
      const says = execFileSync(starter, ['hello'], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin' } });
      assert.equal(says, 'one hello\n');
    } finally {
      spawnSync('docker', ['rmi', '--force', IMAGE], { stdio: 'ignore' });
    }
  },
);

function idOf(): string {
  const asked = spawnSync('docker', ['image', 'inspect', '--format', '{{.Id}}', IMAGE], { encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : '';
}
