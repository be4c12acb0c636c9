import type { Env } from './env.ts';
import { UserError } from '../lib/errors.ts';
import { type CommandResult, type Output, run } from './run.ts';
import { shellLine } from './shell-line.ts';
import { findKubectl } from './tools.ts';

/** What one kubectl command needs besides its words. */
export interface KubectlRunOptions {
  readonly signal: AbortSignal;
  /** Nothing is shown when missing. */
  readonly output?: Output;
  readonly timeoutMs?: number;
  /** Where relative file names of `args` start; our own when missing. */
  readonly cwd?: string;
}

/**
 * The real kubectl, bound to one cluster. A non-zero exit code is a value; rejects as `run` does, and with a `UserError` when kubectl
 * cannot read the kubeconfig: that says nothing about the cluster.
 */
export interface Kubectl {
  /** `args` without the word kubectl: `['get', 'pods']`. What is shown is exactly what runs. */
  run(args: readonly string[], options: KubectlRunOptions): Promise<CommandResult>;
}

export interface KubectlBinding {
  readonly env: Env;
  readonly now: () => number;
  /** KUBECONFIG of the command; where `env` or kubectl itself finds one when missing. */
  readonly kubeconfig?: string;
  /** Adds `--context C`: only where the typed line would go elsewhere without it. */
  readonly context?: string;
  /** Adds `-n N` to lines that name no namespace and could: only where it is not the context's own. */
  readonly namespace?: string;
  /** This program's own argv: `kubectl minisched …` runs it, wherever the plugin is or is not installed. Without it kubectl looks for the plugin. */
  readonly self?: readonly string[];
}

/** Binds kubectl: `KUBECTL_PATH` (kubectl tells its plugins) or PATH. */
export function bindKubectl(binding: KubectlBinding): Kubectl {
  const { env, now, kubeconfig, self } = binding;
  return {
    async run(args, options) {
      const words = complete(args, binding);
      const isOwn = self !== undefined && words[0] === 'minisched';
      const result = await run(isOwn ? [...self, ...words.slice(1)] : [findKubectl(env), ...words], {
        ...options,
        now,
        // KUBECTL_PATH has links resolved: of a binary that is many programs (k3s) it names the wrong one
        ...(!isOwn && { argv0: 'kubectl' }),
        env: kubeconfig === undefined ? env : { ...env, KUBECONFIG: kubeconfig },
        shownAs: shellLine(['kubectl', ...words]),
      });
      refuseUnreadable(result);
      return result;
    },
  };
}

/** kubectl's name for the context that is current; undefined when none is. Looks at the kubeconfig only. */
export async function currentContext(kubectl: Kubectl, signal: AbortSignal): Promise<string | undefined> {
  const result = await kubectl.run(['config', 'current-context'], { signal });
  return result.exitCode === 0 ? result.stdout.trim() || undefined : undefined;
}

/** The contexts that the kubeconfig knows. */
export async function contextNames(kubectl: Kubectl, signal: AbortSignal): Promise<string[]> {
  const result = await kubectl.run(['config', 'get-contexts', '-o', 'name'], { signal });
  return result.stdout.split('\n').filter((name) => name !== '');
}

function refuseUnreadable({ exitCode, stderr }: CommandResult): void {
  const match = /error loading config file "([^"]*)": ([^\n]+)/.exec(stderr);
  if (exitCode === 0 || !match) return;
  throw new UserError(`kubectl cannot read the kubeconfig ${match[1]}: ${match[2]}`, {
    next: 'mend that file, or name another one with --kubeconfig or KUBECONFIG',
  });
}

function complete(args: readonly string[], { context, namespace }: KubectlBinding): string[] {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  return [
    ...own,
    ...(context === undefined || own.some(isContextFlag) ? [] : ['--context', context]),
    ...(namespace === undefined || own.some(isNamespaceFlag) || isAboutCluster(own) ? [] : ['-n', namespace]),
    ...(end < 0 ? [] : args.slice(end)),
  ];
}

/** `get nodes`, `taint nodes …`, `create namespace x`: what is in no namespace. */
function isAboutCluster([, kind = '']: readonly string[]): boolean {
  return /^(no|nodes?|ns|namespaces?)$/.test(kind);
}

function isContextFlag(word: string): boolean {
  return /^--context(=|$)/.test(word);
}

function isNamespaceFlag(word: string): boolean {
  return /^(-n.*|-A|--all-namespaces(=.*)?|--namespace(=.*)?)$/.test(word);
}
