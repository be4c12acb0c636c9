import { type Opened } from '../../clusters/embedded.ts';
import { embeddedFiles, type EmbeddedRecord, readRecord } from '../../clusters/embedded-files.ts';
import { embeddedContext } from '../../clusters/embedded-parts.ts';
import type { ClusterProvider, ProviderOptions } from '../../clusters/provider.ts';
import { systemClock } from '../../lib/clock.ts';
import { UsageError, UserError } from '../../lib/errors.ts';
import { prepareStateFolder, removeIfEmpty, type StateFolder, stateFolder } from '../../workshop/state.ts';
import type { CliContext } from '../context.ts';
import { embeddedOf, WORKERS } from './embedded.ts';
import { HIDDEN, shown } from './output.ts';
import { NOTHING_TO_LOAD, preloadNodeImage, preloadPauseImage } from './preload.ts';
import {
  type ClusterAim,
  contextOf,
  ownClusters,
  providerOf,
  sayChoice,
  settle,
  type Settled,
} from './providers.ts';

/** What `cluster create` was asked for. */
export interface CreateOptions extends ClusterAim {
  readonly workers?: number;
  readonly ephemeral: boolean;
  /** Load all images beforehand, and say which. */
  readonly preload: boolean;
}

/** `cluster create`: there is such a cluster afterwards, and its context is current. One that is there already is used as it is. */
export async function createCluster(cli: CliContext, options: CreateOptions): Promise<void> {
  const settled = impliesEmbedded(cli, options) ?? (await settle(cli, options));
  sayChoice(cli, settled);
  const folder = folderOf(cli, settled);
  prepareStateFolder(folder);
  try {
    await (settled.provider === 'embedded' ? createEmbedded(cli, settled) : createKind(cli, settled));
  } finally {
    removeIfEmpty(folder);
  }
}

/** A flag that only an embedded cluster has is a choice, unless a kind cluster of that name was made here. */
function impliesEmbedded(cli: CliContext, options: CreateOptions): Settled<CreateOptions> | undefined {
  const { provider: asked, workers, ephemeral, name } = options;
  if (asked !== 'auto' || (workers === undefined && !ephemeral)) return undefined;
  if (ownClusters(cli, name).includes('kind')) return undefined;
  const flag = ephemeral ? '--ephemeral' : '--workers';
  return { ...options, asked, provider: 'embedded', why: `${flag} is for it` };
}

async function createEmbedded(cli: CliContext, options: Settled<CreateOptions>): Promise<void> {
  if (options.image !== undefined) throw notForEmbedded();
  refuseOther(readRecord(embeddedFiles(folderOf(cli, options).path, options.name)), options);
  const begun = systemClock.monotonic();
  const opened = await embeddedOf(cli, options).open({ signal: cli.signal, output: HIDDEN });
  const seconds = ((systemClock.monotonic() - begun) / 1000).toFixed(1);
  cli.stdout.write(`${openedLines(opened, seconds).join('\n')}\n`);
  if (options.preload) cli.stdout.write(NOTHING_TO_LOAD);
}

/** Who asks for another cluster than the one that is there does not get that one silently. */
function refuseOther(record: EmbeddedRecord | undefined, { workers, ephemeral }: CreateOptions): void {
  if (record?.port === undefined) return;
  const wanted = workers ?? record.workers;
  if (wanted === record.workers && (record.ephemeral || !ephemeral)) return;
  const what = wanted === record.workers ? 'is not ephemeral' : `has ${String(record.workers)} workers`;
  throw new UserError(`the cluster ${record.name} is there already, and ${what}`, {
    next: `delete it first (kubectl minisched cluster delete ${record.name} --provider embedded), or leave that flag out`,
  });
}

function notForEmbedded(): UsageError {
  return new UsageError('--image is for kind: no image is run on simulated nodes', {
    next: 'add --provider kind, or leave it out',
  });
}

function folderOf(cli: CliContext, options: Settled<CreateOptions>): StateFolder {
  return stateFolder(contextOf(options), cli.env, cli.home);
}

function openedLines({ how, record, server, movedFrom }: Opened, seconds: string): string[] {
  const { name, workers, ephemeral } = record;
  const nodes = `1 control plane and ${String(workers)} worker${workers === 1 ? '' : 's'}, simulated`;
  const says = {
    made: `The embedded cluster "${name}" was made in ${seconds} s: ${nodes}${ephemeral ? ', kept in memory only' : ''}.`,
    started: `The embedded cluster "${name}" was there and did not run: it was started again in ${seconds} s, ${ephemeral ? 'empty, for it is ephemeral' : 'with all its data'}.`,
    running: `The embedded cluster "${name}" is up already: it is used as it is.`,
  };
  return [
    says[how],
    ...(movedFrom === undefined
      ? []
      : [
          `Another program has its port ${String(movedFrom)} by now, so it moved; the kubeconfig knows the new one.`,
        ]),
    `Its API server answers at ${server}, and the context ${embeddedContext(name)} is current now:`,
    '  kubectl get nodes',
  ];
}

async function createKind(cli: CliContext, options: Settled<CreateOptions>): Promise<void> {
  if (options.ephemeral || (options.workers ?? WORKERS) !== WORKERS) throw notForKind();
  if (options.preload) await preloadNodeImage(cli, options);
  const provider = providerOf(cli, options);
  await upKind(cli, provider);
  if (options.preload) await preloadPauseImage(cli, provider.context, options);
}

async function upKind(cli: CliContext, provider: ClusterProvider): Promise<void> {
  const call: ProviderOptions = { signal: cli.signal, output: shown(cli) };
  const status = await provider.status(call);
  if (status.state === 'healthy') {
    cli.stdout.write(`The kind cluster "${provider.name}" is up already: it is used as it is.\n`);
    return;
  }
  if (status.state === 'absent') await provider.create(call);
  else if (!(await provider.restart(call))) throw notMended(provider.name, status.problem);
  cli.stdout.write(
    `The kind cluster "${provider.name}" is up, and the context ${provider.context} is current now.\n`,
  );
}

function notForKind(): UsageError {
  return new UsageError('--workers and --ephemeral are for the embedded cluster', {
    next: 'add --provider embedded, or leave them out: a kind cluster of ours is that of kind-config.yaml',
  });
}

function notMended(name: string, problem: string): UserError {
  return new UserError(
    `the kind cluster ${name} is there but ${problem}, and starting it again did not help`,
    {
      next: `kubectl minisched cluster delete ${name} --provider kind, then create it again`,
    },
  );
}
