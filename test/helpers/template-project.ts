import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { LANGUAGE_FACTS } from '../../src/app/init/languages.ts';
import { type Language, SCHEDULER_FILES } from '../../src/project/project.ts';
import { readProject } from '../../src/project/read-project.ts';
import { putBack } from '../../src/project/skeleton.ts';
import { templateParts } from '../../src/project/template-parts.ts';
import type { Program } from '../../src/trials/program.ts';
import { testCli } from './cli-context.ts';
import { missingForGo, missingOnPath } from './require-tools.ts';
import { tempFolder } from './temp-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** How far a person is: nothing written, step 2 written, all written. */
export type Progress = 'skeleton' | 'half' | 'solved';

/** A project that `init` wrote, with what it depends on. */
export interface TemplateProject extends Disposable {
  readonly lang: Language;
  readonly program: Program;
  /** Runs a line in its folder. */
  run(line: string): SpawnSyncReturns<string>;
}

/** False when projects in this language can be built here; else the reason to skip, which is printed loudly as well. */
export function missingForTemplate(lang: Language): string | false {
  if (lang === 'ts') return false;
  return lang === 'go' ? missingForGo(join(ROOT, 'workshop/templates/go')) : missingForPython();
}

/** Where the Python client is installed, once for the whole run. */
const venv = { folder: '' };

/** False when the Python client could be installed; else the reason to skip, which is printed loudly as well. */
export function missingForPython(): string | false {
  const absent = missingOnPath('python3');
  if (absent) return absent;
  venv.folder = mkdtempSync(join(tmpdir(), 'minisched-venv-'));
  process.once('exit', () => {
    rmSync(venv.folder, { recursive: true, force: true });
  });
  const install = LANGUAGE_FACTS.python.install.replaceAll('.venv', `'${venv.folder}'`);
  const { status } = spawnSync('sh', ['-c', install], {
    cwd: join(ROOT, 'workshop/templates/python'),
    stdio: 'ignore',
    timeout: 120_000,
    // of a thousand modules a few are imported: those are compiled then
    env: { ...process.env, PIP_NO_COMPILE: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
  });
  if (status === 0) return false;
  const reason = "the Python client's packages cannot be installed";
  process.stderr.write(`SKIPPED: ${reason}\n`);
  return reason;
}

/** The Python that has the client, once `missingForPython` has said that it is there. */
export function pythonWithClient(): string {
  return join(venv.folder, 'bin', 'python');
}

/** Writes the project into a folder of its own. */
export async function templateProject(lang: Language, progress: Progress): Promise<TemplateProject> {
  const temp = tempFolder();
  const folder = temp.file('mine');
  const solution = progress === 'skeleton' ? [] : ['--solution'];
  const { code, err } = await testCli(temp.path).run('init', 'mine', '--lang', lang, ...solution);
  if (code !== 0) throw new Error(err);
  if (progress === 'half') openStep3(folder, lang);
  if (lang === 'ts') symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  if (lang === 'python') symlinkSync(venv.folder, join(folder, '.venv'));
  const env = environment();
  return {
    lang,
    program: { ...readProject(folder), env },
    run: (line) => spawnSync('sh', ['-c', line], { cwd: folder, env, encoding: 'utf8' }),
    [Symbol.dispose]: () => {
      temp[Symbol.dispose]();
    },
  };
}

function openStep3(folder: string, lang: Language): void {
  const name = SCHEDULER_FILES[lang];
  const parts = templateParts(readFileSync(join(ROOT, 'workshop/templates', lang, name), 'utf8'));
  const back = putBack(readFileSync(join(folder, name), 'utf8'), parts, 3);
  if (!('text' in back)) throw new Error(back.problem);
  writeFileSync(join(folder, name), back.text);
}

/** This process's own, with its Node first, and without what tells a test that it is one of many. */
function environment(): Record<string, string | undefined> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return { ...env, PATH: `${dirname(process.execPath)}${delimiter}${env['PATH'] ?? ''}` };
}
