import { UserError } from '../lib/errors.ts';
import { engineError, lastLine } from './engine.ts';
import { kindCreateError } from './kind-create-error.ts';
import { type KindParts, nodeContainers } from './kind-parts.ts';
import { kindStatus } from './kind-status.ts';
import { rememberContext, restoreContext } from './previous-context.ts';
import type { ProviderOptions } from './provider.ts';

/** Creates the cluster and waits until every node is Ready; takes back what was made when that fails or is aborted. */
export async function createKind(parts: KindParts, options: ProviderOptions): Promise<void> {
  await checkTools(parts, options.signal);
  await refuseExisting(parts, options.signal);
  await rememberContext(parts.previousContext, parts.context, parts.plainKubectl, options.signal);
  parts.madeHere.begin();
  try {
    await make(parts, options);
    await untilReady(parts, options);
    parts.madeHere.finish();
  } catch (error) {
    await takeBack(parts, options);
    throw error;
  }
}

/** Deletes the cluster, its context too, and makes current what was current before. Absent is success. */
export async function deleteKind(parts: KindParts, options: ProviderOptions): Promise<void> {
  // a silent engine is one sentence of ours here, and ten lines of kind's own
  await nodeContainers(parts, options);
  const result = await parts.kind.delete(options);
  if (result.exitCode !== 0) throw engineError(parts.docker.tool, result);
  parts.madeHere.forget();
  await restoreContext(parts.previousContext, parts.plainKubectl, options);
}

/** Each missing program is told before anything is made: `MissingToolError`. */
async function checkTools(parts: KindParts, signal: AbortSignal): Promise<void> {
  const engine = await parts.docker.version({ signal });
  if (engine.exitCode !== 0) throw engineError(parts.docker.tool, engine);
  await parts.kind.version({ signal });
  await parts.plainKubectl.run(['version', '--client'], { signal });
}

async function refuseExisting(parts: KindParts, signal: AbortSignal): Promise<void> {
  const containers = await nodeContainers(parts, { signal });
  if (containers.length === 0) return;
  throw new UserError(`the cluster ${parts.name} exists already`, {
    next: `delete it first: kind delete cluster --name ${parts.name}`,
  });
}

async function make(parts: KindParts, options: ProviderOptions): Promise<void> {
  const { name, config, image, docker } = parts;
  const result = await parts.kind.create({ config, ...(image ? { image } : {}) }, options);
  if (result.exitCode !== 0) throw kindCreateError(name, docker.tool, result);
}

/** kind itself waits only for the control plane. */
async function untilReady(parts: KindParts, options: ProviderOptions): Promise<void> {
  const args = ['wait', '--for=condition=Ready', 'node', '--all', '--timeout=120s'];
  const waited = await parts.kubectl.run(args, options);
  const status = await kindStatus(parts, options);
  if (waited.exitCode === 0 && status.state === 'healthy') return;
  const problem = status.state === 'unhealthy' ? status.problem : lastLine(waited.stderr);
  throw new UserError(`the cluster ${parts.name} was created but did not become ready: ${problem}`, {
    next: 'try again; if it stays so, this machine may have too little memory or disk for four nodes',
  });
}

/** Runs to its end even after Ctrl-C: half a cluster would be in the way of the next try. */
async function takeBack(parts: KindParts, { output }: ProviderOptions): Promise<void> {
  try {
    await deleteKind(parts, { signal: new AbortController().signal, output });
  } catch (error) {
    // the reason why it was not created matters more; what is left is found as unhealthy next time
    output.line(`could not take back the half-made cluster: ${String(error)}`, 'stderr');
  }
}
