import type { OwnKind } from '../../clusters/choose-provider.ts';
import type { EmbeddedFacts } from '../../clusters/embedded-facts.ts';
import { EXIT } from '../../lib/errors.ts';
import type { CliContext } from '../context.ts';
import { documentText, type OutputFormat } from '../document.ts';
import { embeddedOf } from './embedded.ts';
import { findAll } from './find.ts';
import { HIDDEN } from './output.ts';
import { type ClusterAim, providerOf, type Settled } from './providers.ts';
import { statusLines } from './status-lines.ts';

/** What `cluster status` was asked for. */
export interface StatusOptions extends ClusterAim {
  readonly output?: OutputFormat;
}

/** What `cluster status` tells of one cluster; with `-o json` exactly so. What {@link EmbeddedFacts} tell is there of an embedded one. */
export interface ClusterReport extends Partial<EmbeddedFacts> {
  readonly name: string;
  readonly kind: OwnKind;
  readonly context: string;
  readonly state: 'healthy' | 'unhealthy';
  /** A clause that says what is wrong; of an unhealthy one. */
  readonly problem?: string;
  /** Their names. */
  readonly nodes: readonly string[];
}

/** `cluster status`: the clusters of this name that were made here. Exit code 0 when there is one and all are healthy, else 1. */
export async function clusterStatus(cli: CliContext, options: StatusOptions): Promise<void> {
  const reports: ClusterReport[] = [];
  for (const aim of findAll(cli, options)) {
    const report = await reportOf(cli, aim);
    if (report) reports.push(report);
  }
  const { name, output } = options;
  cli.stdout.write(
    documentText(reports, output) ?? `${statusLines(reports, name, output === 'wide').join('\n')}\n`,
  );
  const good = reports.length > 0 && reports.every(({ state }) => state === 'healthy');
  cli.setExitCode(good ? EXIT.ok : EXIT.negative);
}

async function reportOf(cli: CliContext, aim: Settled<StatusOptions>): Promise<ClusterReport | undefined> {
  const provider = providerOf(cli, aim);
  const status = await provider.status({ signal: cli.signal, output: HIDDEN });
  if (status.state === 'absent') return undefined;
  return {
    name: provider.name,
    kind: aim.provider,
    context: provider.context,
    state: status.state,
    ...(status.state === 'unhealthy' ? { problem: status.problem } : {}),
    nodes: status.nodes,
    ...(provider.kind === 'embedded' ? embeddedOf(cli, aim).facts() : {}),
  };
}
