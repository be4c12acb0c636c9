import type { Env } from './env.ts';
import { type CommandResult, type Output, run } from './run.ts';

export interface KindOptions {
  readonly signal: AbortSignal;
  readonly output?: Output;
}

/** kind's commands for one cluster. Nothing here interprets exit codes. */
export interface Kind {
  /** Where `kind` is not there, rejects with `MissingToolError`. */
  version(options: KindOptions): Promise<CommandResult>;
  create(
    cluster: { readonly config: string; readonly image?: string },
    options: KindOptions,
  ): Promise<CommandResult>;
  delete(options: KindOptions): Promise<CommandResult>;
  /** Copies images of this machine's engine into every node. */
  loadImages(images: readonly string[], options: KindOptions): Promise<CommandResult>;
  /** Writes the cluster's context and credentials into the kubeconfig and makes the context current. */
  exportKubeconfig(options: KindOptions): Promise<CommandResult>;
}

export interface KindBinding {
  readonly name: string;
  /** `--kubeconfig` of each command; where `env` or kind itself finds one when missing. */
  readonly kubeconfig?: string;
  readonly env: Env;
  readonly now: () => number;
}

/** kind waits so long for the control plane. */
const WAIT = '120s';
/** Pulling the node image (300 MB and more) over a slow line is part of `create`. */
const CREATE_LIMIT_MS = 30 * 60_000;
const LOAD_LIMIT_MS = 10 * 60_000;
const LIMIT_MS = 120_000;

export function bindKind(binding: KindBinding): Kind {
  const { name, kubeconfig } = binding;
  const call = (
    args: readonly string[],
    options: KindOptions,
    timeoutMs = LIMIT_MS,
  ): Promise<CommandResult> => run(['kind', ...args], { ...binding, ...options, timeoutMs });
  const target = ['--name', name];
  const file = kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig];
  return {
    version: (options) => call(['version'], options),
    create({ config, image }, options) {
      const node = image === undefined ? [] : ['--image', image];
      const args = ['create', 'cluster', ...target, '--config', config, ...node, ...file, '--wait', WAIT];
      return call(args, options, CREATE_LIMIT_MS);
    },
    delete: (options) => call(['delete', 'cluster', ...target, ...file], options),
    loadImages: (images, options) =>
      call(['load', 'docker-image', ...images, ...target], options, LOAD_LIMIT_MS),
    exportKubeconfig: (options) => call(['export', 'kubeconfig', ...target, ...file], options),
  };
}
