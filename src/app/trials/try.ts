import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { systemClock } from '../../lib/clock.ts';
import { EXIT, UsageError } from '../../lib/errors.ts';
import { PROJECT_FILE } from '../../project/project.ts';
import { readProject } from '../../project/read-project.ts';
import { BuildError } from '../../trials/build.ts';
import type { Program } from '../../trials/program.ts';
import { runTrials, type TrialEvent } from '../../trials/run-trials.ts';
import { type TrialId, TRIAL_IDS, type TrialResult } from '../../trials/trial.ts';
import { paint, type Style, wrap } from '../../workshop/style.ts';
import type { ClusterFlags } from '../cluster-flags.ts';
import type { ProviderName } from '../cluster/provider-name.ts';
import type { CliContext } from '../context.ts';
import { documentText, type OutputFormat } from '../document.ts';
import { programOf } from '../watch/watched-program.ts';
import { styleOf } from '../workshop/look.ts';
import { refuseUninstalled } from '../init/not-installed.ts';
import type { OpenTrialCluster } from './embedded-trials.ts';
import { resultLines, stepLines, summaryLines, untoldLines } from './lines.ts';

/** What `workshop try` was asked for. */
export interface TryOptions extends Omit<ClusterFlags, 'namespace' | 'allNamespaces' | 'v'> {
  /** The folder of a project, or a shell line (`schedulerCmd`); the folder that one stands in when both are missing. */
  readonly folder?: string;
  readonly schedulerCmd?: string;
  /** `spec.schedulerName` of its pods; a project says so itself. */
  readonly schedulerName?: string;
  readonly steps: readonly number[];
  readonly only: readonly string[];
  /** Missing: an embedded cluster that is made for this. */
  readonly provider?: ProviderName;
  readonly name: string;
  readonly yes: boolean;
  /** What the program says is shown as it comes. */
  readonly verbose: boolean;
  readonly output?: OutputFormat;
  /** False after `--no-color`. */
  readonly color: boolean;
}

/** What `-o json` prints. */
interface TryDocument {
  readonly program: { readonly run: string; readonly folder: string; readonly schedulerName: string };
  readonly where: string;
  readonly ok: boolean;
  readonly trials: readonly TrialResult[];
}

/**
 * `workshop try`: a scheduler of the person's own, judged from outside. Exit code 0 when all trials passed that can be told, 1 when one did
 * not or the program does not build.
 */
export async function tryCommand(cli: CliContext, options: TryOptions): Promise<void> {
  const program = programFor(cli, options);
  const only = idsOf(options.only);
  const begun = systemClock.monotonic();
  const cluster = await openCluster(cli, options);
  try {
    const style = styleOf(cli, options.color);
    const show =
      options.output === 'json' || options.output === 'yaml' ? undefined : printer(cli, style, options);
    show?.head(program, cluster);
    const results: TrialResult[] = [];
    const trials = runTrials({
      program,
      cluster,
      ...(options.steps.length > 0 && { steps: options.steps }),
      ...(only.length > 0 && { only }),
      folder: cluster.folder,
      observe: (event) => show?.event(event),
      clock: systemClock,
      random: Math.random,
      signal: cli.signal,
    });
    for await (const result of trials) {
      results.push(result);
      show?.result(result);
    }
    const ok = results.every((result) => result.ok !== false);
    const { run, folder, schedulerName } = program;
    const told: TryDocument = {
      program: { run, folder, schedulerName },
      where: cluster.where,
      ok,
      trials: results,
    };
    show?.end(results, systemClock.monotonic() - begun);
    if (!show) cli.stdout.write(documentText(told, options.output) ?? '');
    cli.setExitCode(ok ? EXIT.ok : EXIT.negative);
  } catch (error) {
    if (error instanceof BuildError)
      for (const line of error.said.slice(-BUILD_LINES)) cli.stderr.write(`${line}\n`);
    throw error;
  } finally {
    await cluster.close();
  }
}

const BUILD_LINES = 30;

function programFor(cli: CliContext, options: TryOptions): Program {
  const { cwd } = cli;
  const { schedulerCmd, schedulerName, folder = '.' } = options;
  const name = schedulerName === undefined ? {} : { schedulerName };
  if (schedulerCmd !== undefined && options.folder !== undefined) {
    throw new UsageError('a folder and --scheduler-cmd name two programs', { next: 'leave one of them out' });
  }
  if (schedulerCmd !== undefined) return programOf(cli, { folder: cwd, line: schedulerCmd, ...name });
  const where = resolve(cwd, folder);
  if (options.folder === undefined && !existsSync(join(where, PROJECT_FILE))) {
    throw new UsageError(`there is no ${PROJECT_FILE} here, and no --scheduler-cmd`, {
      next: "name your program: kubectl minisched workshop try --scheduler-cmd 'go run .', or the folder of a project",
    });
  }
  refuseUninstalled(readProject(where));
  return programOf(cli, { folder: where, ...name });
}

function idsOf(words: readonly string[]): TrialId[] {
  return words.map((word) => {
    const id = TRIAL_IDS.find((one) => one === word);
    if (id === undefined)
      throw new UsageError(`there is no trial "${word}"`, { next: `there are: ${TRIAL_IDS.join(', ')}` });
    return id;
  });
}

/** On a cluster that is there already only when the person named it. */
async function openCluster(cli: CliContext, options: TryOptions): Promise<OpenTrialCluster> {
  const { provider, context } = options;
  if (context === undefined && (provider === undefined || provider === 'embedded')) {
    const { openEmbeddedTrials } = await import('./embedded-trials.ts');
    return openEmbeddedTrials(cli);
  }
  const { openNamedTrials } = await import('./named-trials.ts');
  return openNamedTrials(cli, { ...options, provider: provider ?? 'auto' });
}

interface Printer {
  head(program: Program, cluster: OpenTrialCluster): void;
  event(event: TrialEvent): void;
  result(result: TrialResult): void;
  end(results: readonly TrialResult[], ms: number): void;
}

/** Lines for people, each as soon as it is known. */
function printer({ stdout }: CliContext, style: Style, { output, verbose }: TryOptions): Printer {
  const print = (lines: readonly string[]): void => {
    stdout.write(`${lines.join('\n')}\n`);
  };
  let step: number | undefined;
  let untold: TrialResult[] = [];
  const flush = (): void => {
    if (untold.length > 0) print(untoldLines(untold, style));
    untold = [];
  };
  return {
    head(program, cluster) {
      const name = paint(program.run, 'command', style);
      print(
        wrap(`${name} for pods of ${program.schedulerName}, on ${cluster.where}`, style.width, '  ', '  '),
      );
    },
    event(event) {
      if (event.type === 'building') print([`  ${paint(`$ ${event.line}`, 'command', style)}`]);
      else if (event.type === 'said' && verbose) print([`    ${paint(`| ${event.line}`, 'voice', style)}`]);
    },
    result(result) {
      if (result.ok === undefined) {
        if (untold.some(({ found }) => found !== result.found)) flush();
        untold.push(result);
        return;
      }
      flush();
      if (result.trial.step !== step) {
        step = result.trial.step;
        print(stepLines(step, style));
      }
      print(resultLines(result, style, output === 'wide'));
    },
    end(results, ms) {
      flush();
      print(summaryLines(results, ms, style));
    },
  };
}
