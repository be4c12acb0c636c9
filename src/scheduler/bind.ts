import type { ClusterApi } from '../api/cluster-api.ts';
import { isConflict, isNotFound } from '../api/errors.ts';
import { PODS } from '../api/resources.ts';
import type { Pod } from '../api/types.ts';
import { toError } from '../lib/abort.ts';
import type { Cache } from './cache.ts';
import type { Decision } from './decision.ts';
import type { Framework } from './framework/framework.ts';
import { podKey } from '../api/pods.ts';

/** How a binding ended. */
export type BindOutcome =
  | { readonly kind: 'bound' }
  /** Somebody else placed it, or it is gone: no business of ours any more. */
  | { readonly kind: 'dropped'; readonly message: string }
  /** Worth another try. */
  | { readonly kind: 'failed'; readonly message: string };

/** What a binding cycle works with. */
export interface BindOptions {
  readonly framework: Framework;
  readonly cache: Cache;
  readonly api: ClusterApi;
  readonly signal: AbortSignal;
}

/**
 * Pre-binds and binds one decision. Runs beside the scheduling loop. Never rejects; unless the pod is bound, its
 * assumption and its reservations have been undone when this resolves.
 */
export async function bind(options: BindOptions, decision: Decision): Promise<BindOutcome> {
  const { framework, cache } = options;
  const { pod } = decision.queued;
  const outcome = await tryToBind(options, decision);
  if (outcome.kind !== 'bound') {
    framework.runUnreserve(pod, decision.node);
    cache.forget(pod);
  }
  return outcome;
}

async function tryToBind(options: BindOptions, { node, queued }: Decision): Promise<BindOutcome> {
  const { framework, signal } = options;
  try {
    await framework.runPreBind(queued.pod, node, signal);
  } catch (error) {
    return { kind: 'failed', message: toError(error).message };
  }
  return bindTo(options, queued.pod, node);
}

/** The binding alone: what was assumed and reserved is the caller's to undo. Never rejects. */
export async function bindTo(
  { framework, cache, api, signal }: BindOptions,
  pod: Pod,
  node: string,
): Promise<BindOutcome> {
  // the API server accepts a binding to a node that does not exist, and the pod then hangs for ever (fault F17)
  if (!cache.get(node)) return { kind: 'failed', message: `node ${node} was removed before the binding` };
  try {
    await framework.runBind(pod, node, signal);
    return { kind: 'bound' };
  } catch (error) {
    if (isNotFound(error)) return { kind: 'dropped', message: 'the pod is gone' };
    return readBack({ api, signal }, { pod, node }, toError(error));
  }
}

/**
 * A binding that was refused or got no answer may have been accepted all the same (faults F5, F6): ask the API server
 * what has become of the pod before anything is undone.
 */
async function readBack(
  { api, signal }: Pick<BindOptions, 'api' | 'signal'>,
  { pod, node }: { readonly pod: Pod; readonly node: string },
  error: Error,
): Promise<BindOutcome> {
  const failed = { kind: 'failed', message: error.message } as const;
  if (signal.aborted) return failed;
  try {
    const { namespace, name } = pod.metadata;
    const now = await api.get(PODS, { ...(namespace !== undefined && { namespace }), name }, { signal });
    if (podKey(now) !== podKey(pod))
      return { kind: 'dropped', message: 'the pod was replaced by another of the same name' };
    if (now.spec.nodeName === node) return { kind: 'bound' };
    if (now.spec.nodeName)
      return { kind: 'dropped', message: `it was placed on ${now.spec.nodeName} by somebody else` };
    if (isConflict(error) && now.metadata.deletionTimestamp)
      return { kind: 'dropped', message: 'the pod is being deleted' };
    return failed;
  } catch (readError) {
    if (isNotFound(readError)) return { kind: 'dropped', message: 'the pod is gone' };
    // no answer to that either: the watch will tell, and a second binding to the same node is harmless
    return failed;
  }
}
