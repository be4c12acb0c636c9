import { embeddedFiles, readRecord } from '../../clusters/embedded-files.ts';
import { serverAt } from '../../clusters/embedded-status.ts';
import type { OwnKind } from '../../clusters/choose-provider.ts';
import { readLock } from '../../exec/lock.ts';
import { EXIT } from '../../lib/errors.ts';
import { stateFolder } from '../../workshop/state.ts';
import { tableLines } from '../../workshop/table.ts';
import type { CliContext } from '../context.ts';
import { documentText, type OutputFormat } from '../document.ts';
import { findAll } from './find.ts';
import { HIDDEN } from './output.ts';
import { type ClusterAim, contextOf, providerOf, type Settled } from './providers.ts';

/** What `cluster status` was asked for. */
export interface StatusOptions extends ClusterAim {
  readonly output?: OutputFormat;
}

/** What `cluster status` tells of one cluster; with `-o json` exactly so. */
export interface ClusterReport {
  readonly name: string;
  readonly kind: OwnKind;
  readonly context: string;
  /** `healthy`, `unhealthy` or `absent`. */
  readonly state: string;
  readonly problem?: string;
  readonly nodes: number;
  /** Only of an embedded one, as is all that follows. */
  readonly server?: string;
  readonly ephemeral?: boolean;
  /** The process that serves it, while there is one. */
  readonly pid?: number;
  readonly data?: string;
  readonly log?: string;
}

/** `cluster status`: the clusters of this name that were made here. Exit code 0 when there is one and all are healthy, else 1. */
export async function clusterStatus(cli: CliContext, options: StatusOptions): Promise<void> {
  const reports: ClusterReport[] = [];
  for (const aim of findAll(cli, options)) reports.push(await reportOf(cli, aim));
  const text = documentText(reports, options.output) ?? linesFor(reports, options);
  cli.stdout.write(text);
  const good = reports.length > 0 && reports.every(({ state }) => state === 'healthy');
  cli.setExitCode(good ? EXIT.ok : EXIT.negative);
}

async function reportOf(cli: CliContext, aim: Settled<StatusOptions>): Promise<ClusterReport> {
  const provider = providerOf(cli, aim);
  const status = await provider.status({ signal: cli.signal, output: HIDDEN });
  return {
    name: provider.name,
    kind: aim.provider,
    context: provider.context,
    state: status.state,
    ...(status.state === 'unhealthy' ? { problem: status.problem } : {}),
    nodes: status.state === 'absent' ? 0 : status.nodes.length,
    ...(aim.provider === 'embedded' && status.state !== 'absent' ? embeddedFacts(cli, aim) : {}),
  };
}

function embeddedFacts(cli: CliContext, aim: Settled<StatusOptions>): Partial<ClusterReport> {
  const { record, lock, data, log, ...files } = embeddedFiles(
    stateFolder(contextOf(aim), cli.env, cli.home).path,
  );
  const known = readRecord({ record, lock, data, log, ...files });
  const owner = readLock(lock);
  return {
    ...(known?.port === undefined ? {} : { server: serverAt(known.port), ephemeral: known.ephemeral }),
    ...(owner ? { pid: owner.pid } : {}),
    ...(known?.ephemeral ? {} : { data }),
    log,
  };
}

function linesFor(reports: readonly ClusterReport[], { name, output }: StatusOptions): string {
  if (reports.length === 0) {
    return `There is no cluster "${name}" that was made here. kubectl minisched cluster create makes one.\n`;
  }
  const wide = output === 'wide';
  const head = ['NAME', 'KIND', 'STATE', 'NODES', 'CONTEXT', ...(wide ? WIDE : [])];
  const rows = reports.map((report) => [
    report.name,
    report.kind === 'embedded' ? 'embedded (simulated nodes)' : report.kind,
    report.state,
    String(report.nodes),
    report.context,
    ...(wide ? wideCells(report) : []),
  ]);
  const problems = reports.flatMap(({ kind, problem }) =>
    problem ? [`The ${kind} cluster: ${problem}.`] : [],
  );
  return `${[...tableLines([head, ...rows]), ...problems].join('\n')}\n`;
}

const WIDE = ['SERVER', 'PID', 'DATA', 'LOG'];

function wideCells({ server, pid, data, log, ephemeral }: ClusterReport): string[] {
  const kept = ephemeral ? 'in memory' : (data ?? '-');
  return [server ?? '-', pid === undefined ? '-' : String(pid), kept, log ?? '-'];
}
