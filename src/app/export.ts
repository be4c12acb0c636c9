import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CliContext } from './context.ts';
import { killercodaScenario } from '../export/killercoda/scenario.ts';
import { type ProgramSource, sourceOf } from '../export/killercoda/source.ts';
import { wordsOf } from '../export/words-of.ts';
import { type ExportedFiles, writeExport } from '../export/write.ts';
import { systemClock } from '../lib/clock.ts';
import { UsageError } from '../lib/errors.ts';
import { gitRemote } from '../verify/git-remote.ts';
import { publicAddress } from '../verify/repository.ts';
import type { Step } from '../workshop/content.ts';
import { stepsFor } from './workshop/steps.ts';

/** The forms that the workshop can be exported in. */
export const EXPORT_FORMATS = ['killercoda', 'html'] as const;

/** What `kubectl minisched workshop export` was asked for. */
export interface ExportOptions {
  readonly format: (typeof EXPORT_FORMATS)[number];
  readonly folder: string;
  readonly lang?: string;
  /** Killercoda: where the machine gets the program from. */
  readonly source?: string;
  /** Killercoda: also the second part. */
  readonly all: boolean;
  /** Write over what is there. */
  readonly force: boolean;
}

/** Writes the workshop in another form, and says where and what to do with it. A `UsageError` says what is missing. */
export async function exportWorkshop(cli: CliContext, options: ExportOptions): Promise<void> {
  const files = await filesOf(cli, options);
  writeExport(resolve(cli.cwd, options.folder), files, options);
  cli.stdout.write(
    options.format === 'html'
      ? `${files.size} files in ${options.folder}. Open ${join(options.folder, 'index.html')} in a browser, or put the folder on any web server.\n`
      : `${files.size} files in ${options.folder}. Push the folder to the repository that your Killercoda account is linked to.\n`,
  );
}

async function filesOf(cli: CliContext, options: ExportOptions): Promise<ExportedFiles> {
  const { lang, all, format } = options;
  const content = join(cli.root, 'workshop');
  const steps = stepsFor(cli, lang);
  const words = wordsOf(lang ?? (cli.env['MINISCHED_LANG'] || 'en'));
  if (format === 'killercoda')
    return killercodaScenario(all ? steps : steps.filter(isCore), words, await programSource(cli, options));
  if (options.source !== undefined || all)
    throw new UsageError(
      '--source and --all are for --format killercoda: pages have all steps, and install nothing',
    );
  const { site } = await import('../export/html/site.ts');
  return site(steps, words, join(content, 'pictures'));
}

function isCore({ part }: Step): boolean {
  return part === 'core';
}

/** What was given, else the repository that package.json or git names. */
async function programSource(cli: CliContext, { source }: ExportOptions): Promise<ProgramSource> {
  if (source !== undefined) return givenSource(cli, source);
  const address =
    repositoryOf(cli.root) ??
    (await gitRemote({ cwd: cli.root, env: cli.env, signal: cli.signal, now: () => systemClock.now() }));
  const found = address === undefined ? undefined : sourceOf(address);
  if (found) return found;
  throw new UsageError('nobody says where a Killercoda machine gets this program from', {
    next: '--source with the address of a repository, of a .tgz, the name of an npm package, or a .tgz file of `npm pack` that becomes a part of the scenario',
  });
}

function givenSource(cli: CliContext, source: string): ProgramSource {
  if (/\.(?:tgz|tar\.gz)$/.test(source) && !/^[a-z]+:\/\//.test(source)) {
    try {
      return { kind: 'file', bytes: readFileSync(resolve(cli.cwd, source)) };
    } catch (cause) {
      throw new UsageError(`--source ${source} cannot be read`, {
        next: 'npm pack makes such a file',
        cause,
      });
    }
  }
  const found = sourceOf(source);
  if (found) return found;
  throw new UsageError(`--source ${source} is no address, no .tgz file, and no name of an npm package`);
}

function repositoryOf(root: string): string | undefined {
  const { repository }: { readonly repository?: string | { readonly url?: string } } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const address = typeof repository === 'string' ? repository : repository?.url;
  return address === undefined ? undefined : publicAddress(address.replace(/^git\+/, ''));
}
