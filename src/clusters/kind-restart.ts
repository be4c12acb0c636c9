import { type KindParts, nodeContainers } from './kind-parts.ts';
import { kindStatus } from './kind-status.ts';
import { lastSigns } from './node-readiness.ts';
import { rememberContext } from './previous-context.ts';
import type { ProviderOptions } from './provider.ts';

const LIMIT_MS = 90_000;
const LOOK_EVERY_MS = 1000;

/**
 * Starts what is stopped, mends the kubeconfig if it leads elsewhere, and waits up to 90 s until all is well. False when it is not:
 * after an engine was killed, say, the nodes may have other addresses and the control plane then stays dead.
 */
export async function restartKind(parts: KindParts, options: ProviderOptions): Promise<boolean> {
  const containers = await nodeContainers(parts, options);
  if (containers.length === 0) return false;
  const begun = parts.clock.now();
  const stopped = containers.filter(({ state }) => state !== 'running').map(({ name }) => name);
  if (stopped.length > 0) {
    const { exitCode } = await parts.docker.start(stopped, options);
    if (exitCode !== 0) return false;
  }
  await mendContext(parts, options);
  return untilHealthy(parts, { nodes: stopped, since: begun }, options);
}

/** Another kubeconfig, or a cluster of the same name made elsewhere: the context is missing or leads to a dead port. */
async function mendContext(parts: KindParts, options: ProviderOptions): Promise<void> {
  const { signal } = options;
  const args = ['config', 'view', '--minify', '-o', 'jsonpath={.clusters[0].cluster.server}'];
  const known = await parts.kubectl.run(args, { signal });
  const port = await parts.docker.publishedPort(`${parts.name}-control-plane`, 6443, { signal });
  if (known.exitCode === 0 && port !== undefined && known.stdout.trim() === `https://${port}`) return;
  await rememberContext(parts.previousContext, parts.context, parts.plainKubectl, signal);
  await parts.kind.exportKubeconfig(options);
}

/** The nodes that were started again, and when (milliseconds since the epoch). */
interface Woken {
  readonly nodes: readonly string[];
  readonly since: number;
}

/** Tells what it waits for each time that changes. */
async function untilHealthy(parts: KindParts, woken: Woken, options: ProviderOptions): Promise<boolean> {
  const { clock } = parts;
  const end = clock.monotonic() + LIMIT_MS;
  let told: string | undefined;
  for (;;) {
    const problem = await problemOf(parts, woken, options.signal);
    if (problem === undefined) return true;
    if (clock.monotonic() >= end) return false;
    if (problem !== told) options.output.line(`waiting up to 90 s: ${problem}`, 'stderr');
    told = problem;
    await clock.sleep(LOOK_EVERY_MS, options.signal);
  }
}

/** A node that was stopped for a moment still counts as Ready for 40 s: only a sign of life since it was woken proves it. */
async function problemOf(parts: KindParts, woken: Woken, signal: AbortSignal): Promise<string | undefined> {
  const status = await kindStatus(parts, { signal });
  if (status.state === 'absent') return 'it is gone';
  if (status.state === 'unhealthy') return status.problem;
  const signs = await lastSigns(parts.kubectl, signal);
  const silent = woken.nodes.filter((name) => (signs.get(name) ?? 0) < woken.since);
  return silent.length === 0 ? undefined : `no sign of life yet from ${silent.join(', ')}`;
}
