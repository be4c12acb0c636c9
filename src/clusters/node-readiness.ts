import type { Kubectl } from '../exec/kubectl.ts';

/** What the API server says of its nodes, or why it says nothing (a clause). */
export type NodeReadiness =
  | { readonly answers: false; readonly problem: string; readonly unknownContext: boolean }
  | { readonly answers: true; readonly nodes: readonly string[]; readonly notReady: readonly string[] };

/** Asks the cluster that `kubectl` is bound to. One quick request first: kubectl's own discovery retries for long. */
export async function nodeReadiness(kubectl: Kubectl, signal: AbortSignal): Promise<NodeReadiness> {
  const probe = await kubectl.run(['get', '--raw', '/readyz', REQUEST_LIMIT], { signal });
  // whoever forbids has answered
  if (probe.exitCode !== 0 && !/forbidden/i.test(probe.stderr)) return silent(probe.stderr);
  const list = await kubectl.run(['get', 'nodes', REQUEST_LIMIT, '-o', READY], { signal });
  if (list.exitCode !== 0) return silent(list.stderr);
  const lines = list.stdout.split('\n').filter((line) => line !== '');
  const rows = lines.map((line) => line.split('\t'));
  return {
    answers: true,
    nodes: rows.map(([name = '']) => name),
    notReady: rows.filter(([, ready]) => ready !== 'True').map(([name = '']) => name),
  };
}

/** When each node's kubelet last gave a sign of life (it does every 10 s), in milliseconds since the epoch. */
export async function lastSigns(kubectl: Kubectl, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const args = ['get', 'leases', '-n', 'kube-node-lease', REQUEST_LIMIT, '-o', RENEWED];
  const { stdout } = await kubectl.run(args, { signal });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => line.split('\t')).map(([name = '', time = '']) => [name, Date.parse(time)]),
  );
}

const REQUEST_LIMIT = '--request-timeout=5s';
const READY =
  'jsonpath={range .items[*]}{.metadata.name}{"\\t"}{.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}';
const RENEWED = 'jsonpath={range .items[*]}{.metadata.name}{"\\t"}{.spec.renewTime}{"\\n"}{end}';

function silent(stderr: string): NodeReadiness {
  if (/context was not found|context "[^"]*" does not exist/i.test(stderr)) {
    return { answers: false, problem: 'the kubeconfig does not know it', unknownContext: true };
  }
  const refused = /unauthorized|x509|must be logged in|username/i.test(stderr);
  const problem = refused
    ? 'its API server and the credentials in the kubeconfig do not fit together'
    : 'its API server does not answer';
  return { answers: false, problem, unknownContext: false };
}
