import type { ClusterProvider, ClusterStatus, ProviderOptions } from '../clusters/provider.ts';
import { UserError } from '../lib/errors.ts';
import { spoken } from './duration.ts';
import { stopScheduler } from './scheduler-control.ts';
import type { Stage } from './stage.ts';

/** Makes the cluster, starts it again, or uses it as it is, and says which. */
export async function ensureCluster(stage: Stage): Promise<void> {
  const { provider } = stage.workshop.cluster;
  const status = await provider.status(stage.quietly());
  const name = `"${provider.name}"`;
  if (status.state !== 'healthy' && !provider.owned) throw notUsable(provider, status);
  if (status.state === 'healthy') {
    stage.say(`The cluster ${name} is up, with ${status.nodes.length} nodes: it is used as it is.`);
  } else if (status.state === 'absent') {
    stage.say(`There is no cluster ${name} yet: ${making(provider)}`);
    await make(stage);
  } else {
    // nobody has seen nodes where the engine does not answer, which is what comes of it
    if (status.nodes.length > 0)
      stage.say(`The cluster ${name} is there, but ${status.problem}: starting it again.`);
    await mend(stage);
  }
  await stage.arrive();
}

function making({ kind }: ClusterProvider): string {
  return kind === 'embedded'
    ? 'making it, embedded (simulated nodes). This takes about a second.'
    : 'making it. This takes about a minute.';
}

/** A cluster that is not ours is neither made nor mended. */
function notUsable({ context }: ClusterProvider, status: ClusterStatus): UserError {
  const problem = status.state === 'unhealthy' ? status.problem : 'it is not there';
  return new UserError(`the cluster of context ${context} is not usable: ${problem}`, {
    next: 'mend it with the tool that made it, or play on a cluster of our own: without --context, or with another --name',
  });
}

async function mend(stage: Stage): Promise<void> {
  const { provider } = stage.workshop.cluster;
  if (await timed(stage, 'started again', (options) => provider.restart(options))) return;
  stage.say(`Starting the cluster "${provider.name}" again did not help: it is deleted and made anew.`);
  await shown(stage, (options) => provider.delete(options));
  await make(stage);
}

async function make(stage: Stage): Promise<void> {
  const { provider } = stage.workshop.cluster;
  // a scheduler that is left from an earlier cluster of this name would knock at a door that is gone
  await stopScheduler(stage, 'it belonged to an earlier cluster');
  await timed(stage, 'made', (options) => provider.create(options));
}

/** Runs it, and says how long it took unless it came to nothing. */
async function timed<T>(
  stage: Stage,
  what: string,
  work: (options: ProviderOptions) => Promise<T>,
): Promise<T> {
  const { clock, cluster } = stage.workshop;
  const begun = clock.monotonic();
  const result = await shown(stage, work);
  if (result !== false)
    stage.say(`The cluster "${cluster.provider.name}" was ${what} in ${spoken(clock.monotonic() - begun)}.`);
  return result;
}

async function shown<T>(stage: Stage, work: (options: ProviderOptions) => Promise<T>): Promise<T> {
  const recorder = stage.recorder();
  try {
    const result = await work({ signal: stage.workshop.signal, output: recorder });
    recorder.end(0);
    return result;
  } catch (error) {
    recorder.end(1);
    throw error;
  }
}
