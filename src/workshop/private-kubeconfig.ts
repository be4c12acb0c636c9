import { renameSync, writeFileSync } from 'node:fs';

import { codeInBrackets } from '../lib/error-code.ts';
import type { Env } from '../exec/env.ts';
import { bindKubectl, contextNames, currentContext, type Kubectl } from '../exec/kubectl.ts';
import { UserError } from '../lib/errors.ts';
import type { StateFolder } from './state.ts';

export interface PrivateKubeconfigOptions {
  readonly context: string;
  /** The user's `--kubeconfig`; else `env.KUBECONFIG`, else kubectl's default. */
  readonly kubeconfig?: string;
  readonly folder: StateFolder;
  readonly env: Env;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** A kubeconfig with one context, which is current in it: no line can go to another cluster, whatever is current elsewhere. */
export interface PrivateKubeconfig {
  readonly path: string;
  /** The namespace that a line without `-n` goes to. */
  readonly namespace: string;
  /** Whether the user's own current context is this one, so that the lines shown need no `--context`. */
  readonly isCurrent: boolean;
}

/**
 * Writes `folder.kubeconfig` (mode 0600: it holds credentials) anew from the user's own; call it before each run, since
 * a cluster made anew has other credentials. Rejects with a `UserError` when the context does not exist, naming those
 * that do.
 */
export async function writePrivateKubeconfig(options: PrivateKubeconfigOptions): Promise<PrivateKubeconfig> {
  const { context, folder, signal, env, now, kubeconfig } = options;
  const kubectl = bindKubectl({ env, now, ...(kubeconfig === undefined ? {} : { kubeconfig }) });
  const view = await kubectl.run(['config', 'view', '--raw', '--minify', '--flatten', '--context', context], {
    signal,
  });
  if (view.exitCode !== 0) throw await unknownContext(context, kubectl, view.stderr, signal);
  writeAtomically(folder.kubeconfig, view.stdout);
  return {
    path: folder.kubeconfig,
    namespace: await namespaceOf(bindKubectl({ env, now, kubeconfig: folder.kubeconfig }), signal),
    isCurrent: (await currentContext(kubectl, signal)) === context,
  };
}

async function unknownContext(
  context: string,
  kubectl: Kubectl,
  stderr: string,
  signal: AbortSignal,
): Promise<UserError> {
  const known = await contextNames(kubectl, signal);
  if (known.includes(context)) {
    return new UserError(`kubectl cannot read the context ${context}: ${stderr.trim()}`, {
      next: `see \`kubectl config view --context ${context}\``,
    });
  }
  return new UserError(`there is no context ${context} in the kubeconfig`, {
    next:
      known.length > 0
        ? `pass one of these with --context: ${known.join(', ')}`
        : 'create a cluster first: kubectl minisched workshop step 1',
  });
}

async function namespaceOf(kubectl: Kubectl, signal: AbortSignal): Promise<string> {
  const asked = ['config', 'view', '--minify', '-o', 'jsonpath={..namespace}'];
  const { stdout } = await kubectl.run(asked, { signal });
  return stdout.trim() || 'default';
}

/** A reader, such as the scheduler in the background, sees the old file or the new one, never half of one. */
function writeAtomically(path: string, text: string): void {
  const draft = `${path}.new`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    const code = codeInBrackets(error);
    throw new UserError(`the private kubeconfig ${path} cannot be written${code}`, {
      next: 'make its folder writable, free some space, or set XDG_STATE_HOME to a folder that is',
      cause: error,
    });
  }
}
