import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What decides which files are the kubeconfig. */
export interface KubeconfigPlace {
  /** `--kubeconfig`: this file and no other. */
  readonly kubeconfig?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** The files that are read and merged, in order: `--kubeconfig`, else the list `$KUBECONFIG`, else `~/.kube/config`. */
export function kubeconfigPaths({ kubeconfig, env, home }: KubeconfigPlace): string[] {
  if (kubeconfig !== undefined) return [kubeconfig];
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  return listed.length > 0 ? [...new Set(listed)] : [join(home, '.kube', 'config')];
}

/** The file that kubectl and kind write what is new into: the first of a list that exists, else its last. */
export function pathToWrite(place: KubeconfigPlace): string {
  const paths = kubeconfigPaths(place);
  return paths.find(isFile) ?? paths.at(-1) ?? '';
}

function isFile(path: string): boolean {
  return existsSync(path) && !statSync(path).isDirectory();
}
