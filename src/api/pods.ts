import type { Pod } from './types.ts';

/** Identity of a pod. The API server always sets a uid; the name stands in where a test leaves it out. */
export function podKey(pod: Pod): string {
  return pod.metadata.uid ?? `${pod.metadata.namespace ?? 'default'}/${pod.metadata.name}`;
}

/** `namespace/name`, as every message writes it. */
export function podText(pod: { readonly namespace?: string; readonly name: string }): string {
  return `${pod.namespace ?? 'default'}/${pod.name}`;
}

/** Finished pods hold nothing on their node any more. */
export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/**
 * Pods that come with the node (kindnet, kube-proxy, static pods): owned by a DaemonSet, or the mirror of a file on the
 * node. They run on every node alike, so "had N pods" leaves them out.
 */
export function isDaemon(pod: Pod): boolean {
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return true;
  return pod.metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet') ?? false;
}
