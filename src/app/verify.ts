import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { errorCode } from '../lib/error-code.ts';
import type { ClusterFlags } from './cluster-flags.ts';
import type { CliContext } from './context.ts';
import { documentText, type OutputFormat } from './document.ts';
import type { ProviderName } from './cluster/provider-name.ts';
import type { Connection } from '../kube/connect.ts';
import { connectAs } from './connect-as.ts';
import { systemClock } from '../lib/clock.ts';
import { UserError } from '../lib/errors.ts';
import { archiveBundle } from '../verify/archive.ts';
import { clusterTrouble } from '../verify/cluster-trouble.ts';
import { type Collected, collectEvidence } from '../verify/collect.ts';
import { noteText } from '../verify/note-text.ts';
import { evidenceReport, nothingReport } from '../verify/report.ts';
import type { Trials } from '../verify/trials.ts';
import { writeBundle } from '../verify/write.ts';
import { type Journal, readJournal } from '../workshop/journal.ts';
import type { OwnProgram } from '../workshop/own/program.ts';
import type { Style } from '../workshop/style.ts';
import { contextOf, sayChoice, settle, type Settled } from './cluster/providers.ts';
import { PROGRAM } from './program-name.ts';
import { withOwnProgram, type WithOwnProgram } from './workshop/own/own-program.ts';
import { type Aim, aimed, aiming } from './workshop/own-lines.ts';
import { drawRecord } from './screen/recorded-screen.ts';
import { kubectlFor } from './verify-kubectl.ts';
import { askWhy, repositoryAddress } from './verify-words.ts';
import { type StateFolder, stateFolder } from '../workshop/state.ts';

/** What `kubectl minisched verify` was asked for. */
export interface VerifyOptions extends Omit<ClusterFlags, 'allNamespaces' | 'v'> {
  /** The cluster that is looked at unless `context` names another. */
  readonly name: string;
  readonly provider: ProviderName;
  readonly scheduler: string;
  /** The person's own scheduler: what it can do is tried, too. */
  readonly schedulerCmd?: string;
  /** The repository's address; git's remote when missing. */
  readonly repo?: string;
  /** A text or a file; asked for on a terminal when missing. */
  readonly note?: string;
  /** Where the bundle's folder is made. */
  readonly out: string;
  /** `json` and `yaml` print the content of evidence.json. */
  readonly output?: OutputFormat;
  readonly style: Style;
  /** Told what of the person's own program is being tried; on stderr where missing. */
  readonly trying?: (what: string) => void;
}

/**
 * Collects the evidence, writes it and prints what was found. Resolves to whether every check passed. Rejects with a
 * `UserError` when there is no cluster to look at, unless nothing was done yet: then it says so and resolves to false.
 */
export async function verify(cli: CliContext, options: VerifyOptions): Promise<boolean> {
  const settled = await settle(cli, withOwnProgram(cli, options));
  sayChoice(cli, settled);
  return verifySettled(cli, settled);
}

/** The same where it is known, and was said, which cluster it is about. */
export async function verifySettled(cli: CliContext, options: SettledOptions): Promise<boolean> {
  return aiming(aimOf(options), () => collect(cli, options));
}

type SettledOptions = Settled<WithOwnProgram<VerifyOptions>>;

/** What suggested lines must carry: what was typed. */
function aimOf(options: SettledOptions): Aim {
  return { ...options, provider: options.asked };
}

async function collect(cli: CliContext, options: SettledOptions): Promise<boolean> {
  const context = contextOf(options);
  const state = stateFolder(context, cli.env, cli.home);
  const namespace = options.namespace ?? 'default';
  const journal = readJournal(state.journal);
  const note = options.note === undefined ? undefined : noteText(options.note, cli.cwd);
  const repository = await repositoryAddress(cli, options.repo);
  const connection = await reach(cli, options, context, journal);
  if (!connection) return false;
  try {
    const collected = await collectEvidence({
      api: connection.api,
      kubectl: await kubectlFor(cli, { ...options, context, namespace }, state),
      journal,
      context,
      namespace,
      scheduler: options.scheduler,
      program: PROGRAM,
      ...(repository ? { repository } : {}),
      why: async () => note ?? (isForPrograms(options) ? undefined : await askWhy(cli)),
      ...(options.own && { trials: trialsOf(cli, options.own, options) }),
      now: () => systemClock.now(),
      signal: cli.signal,
    });
    return await tell(cli, options, collected, { state, journal });
  } catch (error) {
    throw clusterTrouble(error, context);
  } finally {
    await connection.close();
  }
}

/** Loaded only for who has a scheduler of their own: it brings an API server. */
function trialsOf(
  cli: CliContext,
  own: OwnProgram,
  { scheduler, trying = (what) => cli.stderr.write(`${what}\n`) }: VerifyOptions,
): () => Promise<Trials | undefined> {
  return async () => {
    const { tryProgram } = await import('./verify-trials.ts');
    return tryProgram(cli, own, { scheduler, trying });
  };
}

type Journaled = ReturnType<Journal['entries']>;

/** Undefined, and said, when there is no such cluster and nothing was ever done on one of this name. */
async function reach(
  cli: CliContext,
  options: SettledOptions,
  context: string,
  journal: Journaled,
): Promise<Connection | undefined> {
  try {
    return await connectAs(cli, { ...options, context });
  } catch (error) {
    const named = options.context !== undefined || options.kubeconfig !== undefined;
    if (!(error instanceof UserError) || named || journal.length > 0) throw error;
    cli.stderr.write(aimed(nothingReport(context, error.message), aimOf(options)));
    return undefined;
  }
}

/** Prints what was found; writes the bundle, and the archive of it, when there is something to hand in. */
async function tell(
  cli: CliContext,
  options: SettledOptions,
  collected: Collected,
  run: { readonly state: StateFolder; readonly journal: Journaled },
): Promise<boolean> {
  if (!collected.done) {
    cli.stderr.write(aimed(nothingReport(collected.facts.cluster.context), aimOf(options)));
    return false;
  }
  const { evidence, outputs } = collected;
  const schedulerLog = readLog(run.state.schedulerLog);
  const folder = writeBundle(resolve(cli.cwd, options.out), {
    evidence,
    outputs,
    journal: run.journal,
    draw: drawRecord,
    ...(schedulerLog ? { schedulerLog } : {}),
  });
  await archiveBundle(folder, evidence.writtenAt);
  const near = relative(cli.cwd, folder);
  const shown = near.startsWith('..') ? folder : near;
  const document = documentText(evidence, options.output);
  if (document !== undefined) cli.stderr.write(`evidence: ${shown} (to hand in: ${shown}.tar.gz)\n`);
  cli.stdout.write(
    document ??
      aimed(
        evidenceReport(evidence, shown, { ...options.style, wide: options.output === 'wide' }),
        aimOf(options),
      ),
  );
  return evidence.ok;
}

/** Who reads JSON or YAML is asked nothing. */
function isForPrograms({ output }: SettledOptions): boolean {
  return output === 'json' || output === 'yaml';
}

function readLog(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new UserError(`the scheduler's log ${path} cannot be read`, {
      next: 'look at its permissions',
      cause: error,
    });
  }
}
