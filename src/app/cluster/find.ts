import type { OwnKind } from '../../clusters/choose-provider.ts';
import { UsageError } from '../../lib/errors.ts';
import type { CliContext } from '../context.ts';
import { type ClusterAim, ownClusters, type Settled } from './providers.ts';

/**
 * The cluster that a command is about which works on what is there: with `auto` the one of this name that was made here; undefined when
 * there is none. Throws a `UsageError` when there are two.
 */
export function findMade<T extends ClusterAim>(cli: CliContext, aim: T): Settled<T> | undefined {
  const asked = aim.provider;
  if (asked !== 'auto') return { ...aim, asked, provider: asked };
  const [first, second] = ownClusters(cli, aim.name);
  if (second !== undefined) throw ambiguous(aim.name);
  return first && settledOn(aim, first);
}

/** Both that are there, for who only looks. */
export function findAll<T extends ClusterAim>(cli: CliContext, aim: T): Settled<T>[] {
  const asked = aim.provider;
  if (asked !== 'auto') return [{ ...aim, asked, provider: asked }];
  return ownClusters(cli, aim.name).map((kind) => settledOn(aim, kind));
}

function settledOn<T extends ClusterAim>(aim: T, provider: OwnKind): Settled<T> {
  return { ...aim, asked: aim.provider, provider };
}

function ambiguous(name: string): UsageError {
  return new UsageError(`there are two clusters called ${name}, a kind cluster and an embedded one`, {
    next: 'say which: --provider kind or --provider embedded',
  });
}
