import { join } from 'node:path';

import { type Choice, chooseProvider, madeHere, type OwnKind } from '../../clusters/choose-provider.ts';
import { embeddedFiles } from '../../clusters/embedded-files.ts';
import { embeddedContext } from '../../clusters/embedded-parts.ts';
import { existingProvider } from '../../clusters/existing.ts';
import { kindProvider } from '../../clusters/kind.ts';
import { madeHereFile } from '../../clusters/kind-parts.ts';
import type { ClusterProvider } from '../../clusters/provider.ts';
import { bindDocker } from '../../exec/docker.ts';
import { bindKind } from '../../exec/kind.ts';
import { systemClock } from '../../lib/clock.ts';
import { stateFolder } from '../../workshop/state.ts';
import type { CliContext } from '../context.ts';
import { embeddedOf } from './embedded.ts';
import { nodeImage } from './node-image.ts';
import type { ProviderName } from './provider-name.ts';

/** Which cluster a command is about, as typed. */
export interface ClusterAim {
  readonly name: string;
  readonly provider: ProviderName;
  readonly kubeconfig?: string;
  /** `--context`: a cluster of our own where it is one's context, else somebody else's. */
  readonly context?: string;
  /** The node image of kind. */
  readonly image?: string;
  /** For one answer of the API server, in milliseconds; 0 = no limit. */
  readonly requestTimeout?: number;
}

/** The same once it is settled which: `asked` is what was typed, `why` is there where `auto` had to choose. */
export type Settled<T extends ClusterAim> = Omit<T, 'provider'> & {
  readonly provider: OwnKind;
  readonly asked: ProviderName;
  readonly why?: string;
};

/** Finds out what `auto` means here. A named context needs no choice: it is that of a cluster that was made here, or somebody else's. */
export async function settle<T extends ClusterAim>(cli: CliContext, aim: T): Promise<Settled<T>> {
  const { provider, context, name } = aim;
  if (provider !== 'auto') return { ...aim, provider, asked: provider };
  if (context !== undefined) {
    const kind = context === embeddedContext(name) ? 'embedded' : 'kind';
    return { ...aim, asked: provider, provider: kind, ...madeWithContext(cli, context) };
  }
  const { kind, why } = await choose(cli, name);
  return { ...aim, asked: provider, provider: kind, why };
}

function madeWithContext(
  cli: CliContext,
  context: string,
): { readonly name: string; readonly provider: OwnKind } | undefined {
  const kinds: readonly OwnKind[] = ['kind', 'embedded'];
  return kinds
    .map((provider) => ({ provider, name: context.slice(ownContext(provider, '').length) }))
    .find(
      ({ provider, name }) =>
        context === ownContext(provider, name) && ownClusters(cli, name).includes(provider),
    );
}

/** Says in one line what `auto` chose, and why; nothing where there was nothing to choose. */
export function sayChoice({ stderr }: CliContext, { provider, why }: Settled<ClusterAim>): void {
  if (why === undefined) return;
  const what = provider === 'kind' ? 'kind' : 'the embedded cluster (simulated nodes)';
  stderr.write(`provider auto: ${what}, because ${why}\n`);
}

/** The context of the cluster: the named one, else that of our own. */
export function contextOf({ context, provider, name }: Settled<ClusterAim>): string {
  return context ?? ownContext(provider, name);
}

/** Which clusters of this name were made here. */
export function ownClusters(cli: CliContext, name: string): OwnKind[] {
  return madeHere(marksOf(cli, name));
}

/** Where the cluster comes from: one of our own, unless the person named a context that is no such one's. */
export function providerOf(cli: CliContext, aim: Settled<ClusterAim>): ClusterProvider {
  const { env } = cli;
  const { name, provider } = aim;
  const context = contextOf(aim);
  const source = {
    env,
    clock: systemClock,
    ...(aim.kubeconfig === undefined ? {} : { kubeconfig: aim.kubeconfig }),
  };
  if (context !== ownContext(provider, name)) return existingProvider({ ...source, context });
  if (provider === 'embedded') return embeddedOf(cli, aim);
  const image = nodeImage(cli, aim.image);
  return kindProvider({
    ...source,
    name,
    config: join(cli.root, 'kind-config.yaml'),
    memory: stateFolder(context, env, cli.home).path,
    ...(image ? { image } : {}),
  });
}

const now = (): number => systemClock.now();

function choose(cli: CliContext, name: string): Promise<Choice> {
  const { env, signal } = cli;
  return chooseProvider({
    name,
    marks: marksOf(cli, name),
    docker: bindDocker({ env, now }),
    kind: bindKind({ name, env, now }),
    clock: systemClock,
    signal,
  });
}

function marksOf({ env, home }: CliContext, name: string): Readonly<Record<OwnKind, string>> {
  const folder = (kind: OwnKind) => stateFolder(ownContext(kind, name), env, home).path;
  return { kind: madeHereFile(folder('kind')), embedded: embeddedFiles(folder('embedded'), name).record };
}

function ownContext(kind: OwnKind, name: string): string {
  return kind === 'kind' ? `kind-${name}` : embeddedContext(name);
}
