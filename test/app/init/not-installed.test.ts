import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { refuseUninstalled } from '../../../src/app/init/not-installed.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

test('packages that are not installed are told with the line to type, and only those', () => {
  using temp = tempFolder();
  const own = { folder: temp.path };
  const refused = (lang: 'ts' | 'go' | 'python', run: string) => () =>
    refuseUninstalled({ folder: own.folder, lang, schedulerName: 'mine', run });
  assert.doesNotThrow(refused('ts', 'node scheduler.ts'), 'it needs none');
  writeFileSync(`${own.folder}/package.json`, '{}');
  assert.throws(refused('ts', 'node scheduler.ts'), { next: /npm install/ });
  mkdirSync(`${own.folder}/node_modules`);
  assert.doesNotThrow(refused('ts', 'node scheduler.ts'));
  assert.doesNotThrow(refused('go', './bin/scheduler'));
  assert.doesNotThrow(refused('python', 'python3 scheduler.py'), 'it is not said to be in .venv');
  assert.throws(refused('python', '.venv/bin/python scheduler.py'), { next: /pip install/ });
});
