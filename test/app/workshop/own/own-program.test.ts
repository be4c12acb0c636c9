import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { refuseUnready, sayUnused, withOwnProgram } from '../../../../src/app/workshop/own/own-program.ts';
import { testCli } from '../../../helpers/cli-context.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const NAME = 'workshop-scheduler';

describe('--scheduler-cmd', () => {
  const temp = tempFolder();
  after(() => temp[Symbol.dispose]());
  const cli = testCli(temp.path).context;

  function project(name: string, text: string): string {
    const folder = join(temp.path, name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'minisched.yaml'), text);
    return folder;
  }

  test('says nothing where it is not there', () => {
    const flags = { scheduler: NAME };
    assert.equal(withOwnProgram(cli, flags), flags);
  });

  test('is a line for a shell in the current folder', () => {
    const { own, scheduler } = withOwnProgram(cli, { scheduler: NAME, schedulerCmd: 'go run .' });
    assert.deepEqual(
      [own?.line, own?.run, own?.build, own?.folder, scheduler],
      ['go run .', 'go run .', undefined, temp.path, NAME],
    );
    assert.match(own?.mistake('added-only')?.name ?? '', /watches only Added/);
    assert.equal(own?.mistake('no-such-mistake'), undefined);
  });

  test('is a folder, or the file in it, that says how: built first, under its own name', () => {
    const folder = project('mine', 'lang: go\nschedulerName: mine\nbuild: go build\nrun: ./bin/scheduler\n');
    for (const schedulerCmd of ['mine', folder, 'mine/minisched.yaml']) {
      const { own, scheduler } = withOwnProgram(cli, { scheduler: NAME, schedulerCmd });
      assert.deepEqual(
        [own?.line, own?.build, own?.folder, own?.shown, scheduler],
        ['(go build) && ./bin/scheduler', 'go build', folder, './bin/scheduler (mine)', 'mine'],
      );
    }
    const named = withOwnProgram(cli, { scheduler: 'typed', schedulerCmd: 'mine' });
    assert.equal(named.scheduler, 'typed', 'who typed a name means it');
  });

  test('whose packages are not installed is refused before anything is made', () => {
    project('python', 'lang: python\nrun: .venv/bin/python scheduler.py\n');
    assert.throws(() => refuseUnready(cli, { scheduler: NAME, schedulerCmd: 'python' }), {
      next: /pip install/,
    });
    for (const schedulerCmd of ['go run .', undefined])
      refuseUnready(cli, { scheduler: NAME, ...(schedulerCmd !== undefined && { schedulerCmd }) });
  });

  test('of a folder that does not say how is refused with what is wrong', () => {
    mkdirSync(join(temp.path, 'empty'));
    project('broken', 'lang: cobol\nrun: x\n');
    for (const [schedulerCmd, message] of [
      ['empty', /there is no minisched\.yaml/],
      ['broken', /minisched\.yaml:1: .*lang/],
    ] as const)
      assert.throws(() => withOwnProgram(cli, { scheduler: NAME, schedulerCmd }), message);
  });

  test('that is one word, and neither a folder nor a program, is refused before anything is made', () => {
    for (const schedulerCmd of ['mien', './bin/scheduler'])
      assert.throws(() => withOwnProgram(cli, { scheduler: NAME, schedulerCmd }), {
        name: 'UsageError',
        message: `--scheduler-cmd: there is no folder and no program ${schedulerCmd}`,
      });
    mkdirSync(join(temp.path, 'bin'));
    writeFileSync(join(temp.path, 'bin/scheduler'), '', { mode: 0o755 });
    const { own } = withOwnProgram(cli, { scheduler: NAME, schedulerCmd: './bin/scheduler' });
    assert.equal(own?.run, './bin/scheduler');
  });

  for (const flags of [{ attach: true }, { where: 'in-cluster' }] as const) {
    test(`is refused beside ${Object.keys(flags).join('')}, which names another scheduler`, () => {
      assert.throws(
        () => withOwnProgram(cli, { scheduler: NAME, schedulerCmd: 'go run .', ...flags }),
        /name two schedulers/,
      );
    });
  }

  test('is mentioned to who stands in a project and plays with ours', () => {
    const folder = project('here', 'lang: ts\nrun: node scheduler.ts\n');
    const said = (cwd: string, schedulerCmd?: string) => {
      let text = '';
      const stderr = { write: (part: string) => void (text += part) };
      sayUnused({ ...cli, cwd, stderr }, { scheduler: NAME, ...(schedulerCmd && { schedulerCmd }) });
      return text;
    };
    assert.match(said(folder), /with --scheduler-cmd \./);
    assert.equal(said(temp.path), '');
    assert.equal(said(folder, '.'), '');
  });
});
