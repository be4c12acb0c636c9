import type { Env } from './env.ts';

/** kubectl as this process should run it: kubectl tells its plugins in KUBECTL_PATH which kubectl called them. */
export function findKubectl(env: Env): string {
  return env['KUBECTL_PATH'] || 'kubectl';
}

/** The program behind kind's nodes: docker unless KIND_EXPERIMENTAL_PROVIDER names podman, nerdctl or the like. */
export function findContainerTool(env: Env): string {
  return env['KIND_EXPERIMENTAL_PROVIDER'] || 'docker';
}
