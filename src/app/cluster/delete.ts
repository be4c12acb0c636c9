import { endProcess } from '../../exec/end-process.ts';
import { ownerOf, readLock, takeLock } from '../../exec/lock.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { prepareStateFolder, removeIfEmpty, type StateFolder, stateFolder } from '../../workshop/state.ts';
import type { CliContext } from '../context.ts';
import { embeddedOf } from './embedded.ts';
import { findMade } from './find.ts';
import { HIDDEN, shown } from './output.ts';
import { type ClusterAim, contextOf, providerOf, type Settled } from './providers.ts';

/**
 * `cluster delete`: nothing is left of the cluster, its context and the workshop's scheduler on it, and what was current before is
 * current again. The workshop's journal stays. Absent is success.
 */
export async function deleteCluster(cli: CliContext, options: ClusterAim): Promise<void> {
  const found = findMade(cli, options);
  if (!found || !isThere(cli, found)) {
    cli.stdout.write(`There is no cluster "${options.name}" that was made here.\n`);
    return;
  }
  const folder = stateFolder(contextOf(found), cli.env, cli.home);
  prepareStateFolder(folder);
  const release = takeLock(folder.workshopLock, ownerOf(process.pid, 'the deletion of the cluster'));
  try {
    const provider = providerOf(cli, found);
    const hidden = provider.kind === 'embedded';
    const call = { signal: cli.signal, output: hidden ? HIDDEN : shown(cli) };
    // an embedded one can be deleted even if it cannot be understood any more
    if (!hidden) await provider.status(call);
    if (!provider.owned) throw notOurs(provider.name);
    await stopScheduler(cli, folder);
    await provider.delete(call);
    cli.stdout.write(`The ${provider.kind} cluster "${provider.name}" is deleted.\n`);
  } finally {
    release();
    removeIfEmpty(folder);
  }
}

/** kind is asked by the provider. */
function isThere(cli: CliContext, found: Settled<ClusterAim>): boolean {
  return found.provider === 'kind' || embeddedOf(cli, found).exists();
}

/** The one that the workshop started would knock at a door that is gone. One in a person's terminal is theirs. */
async function stopScheduler(cli: CliContext, { schedulerLock }: StateFolder): Promise<void> {
  const owner = readLock(schedulerLock);
  if (!owner || owner.attached) return;
  await endProcess(owner, systemClock, cli.signal);
  cli.stdout.write(`${owner.what} (process ${String(owner.pid)}), which worked on it, was stopped.\n`);
}

function notOurs(name: string): UserError {
  return new UserError(`the kind cluster ${name} was not made by this program, so it is not deleted`, {
    next: `kind delete cluster --name ${name}`,
  });
}
