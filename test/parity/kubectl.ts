import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Target } from './target.ts';

/** A command as it ended. */
export interface KubectlAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A kubectl command line to run. */
export interface KubectlCall {
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly namespace: string;
  /** A bearer token instead of the administrator's. */
  readonly as?: string;
  /** Called when it has printed something. */
  readonly printed?: () => void;
}

/** Runs kubectl with a configuration, home and working directory of its own under `folder`; the discovery cache is the folder's. */
export async function runKubectl(target: Target, folder: string, call: KubectlCall): Promise<KubectlAnswer> {
  const cwd = await mkdtemp(join(folder, 'kubectl-'));
  const home = join(folder, 'home');
  await mkdir(home, { recursive: true });
  await writeFile(join(cwd, 'kubeconfig'), kubeconfig(target, call));
  for (const [name, text] of Object.entries(call.files ?? {})) await writeFile(join(cwd, name), text);
  const child = spawn(target.kubectl, call.args, {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      TMPDIR: cwd,
      KUBECACHEDIR: join(home, 'cache'),
      KUBECONFIG: join(cwd, 'kubeconfig'),
      ...call.env,
    },
    timeout: target.patienceMs + 15_000,
    killSignal: 'SIGKILL',
  });
  const out = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      out[name] += String(chunk);
      call.printed?.();
    });
  }
  // a command that ends before it reads its input closes the pipe
  child.stdin.on('error', () => undefined);
  child.stdin.end(call.stdin ?? '');
  const [code] = await once(child, 'close');
  return { exitCode: typeof code === 'number' ? code : -1, ...out };
}

function kubeconfig(target: Target, { namespace, as }: KubectlCall): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'parity', cluster: { server: target.server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'parity', user: { token: as ?? target.token } }],
    contexts: [{ name: 'parity', context: { cluster: 'parity', user: 'parity', namespace } }],
    'current-context': 'parity',
  });
}

/** A command line in words: spaces part them, single and double quotes keep them together. */
export function words(line: string): string[] {
  return Array.from(line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g), ([word]) =>
    word.replaceAll(
      /'([^']*)'|"([^"]*)"/g,
      (_all, single?: string, double?: string) => single ?? double ?? '',
    ),
  );
}
