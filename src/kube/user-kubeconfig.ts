import type { Clock } from '../lib/clock.ts';
import { KubeconfigDocument } from './kubeconfig-document.ts';
import { changeKubeconfig, readKubeconfig } from './kubeconfig-file.ts';
import { kubeconfigPaths, type KubeconfigPlace, pathToWrite } from './kubeconfig-paths.ts';

/**
 * The person's kubeconfig, changed as kind changes it (pkg/cluster/internal/kubeconfig): new entries go where kubectl would write them,
 * old ones are removed from every file of the list, everything else stays. Every method rejects with a `UserError` when a file cannot be
 * read, understood or written.
 */
export interface UserKubeconfig {
  /** The context that is current; undefined when none is. */
  current(): string | undefined;
  /** The API server that a context leads to; undefined when it is not known. */
  serverOf(context: string): string | undefined;
  /** Adds what another kubeconfig file holds, and makes its context current. */
  add(file: string, signal: AbortSignal): Promise<void>;
  /** Removes context, cluster and user of this name; if the context was current, none is afterwards. */
  remove(name: string, signal: AbortSignal): Promise<void>;
  /** Makes the context current. False when there is no such context. */
  use(name: string, signal: AbortSignal): Promise<boolean>;
}

/** The kubeconfig that this command line and environment name. Nothing is read before a method is called. */
export function userKubeconfig(place: KubeconfigPlace, clock: Clock): UserKubeconfig {
  const read = (): KubeconfigDocument[] =>
    kubeconfigPaths(place).map((file) => new KubeconfigDocument(readKubeconfig(file), file));
  const edit = (file: string, signal: AbortSignal, how: (config: KubeconfigDocument) => boolean) =>
    changeKubeconfig(file, (text) => edited(text, file, how), { clock, signal });
  return {
    current: () => first(read(), (config) => config.currentContext),
    serverOf: (context) => first(read(), (config) => config.serverOf(context)),
    add(file, signal) {
      const other = new KubeconfigDocument(readKubeconfig(file), file);
      return edit(pathToWrite(place), signal, (config) => {
        config.merge(other);
        return true;
      });
    },
    async remove(name, signal) {
      for (const file of kubeconfigPaths(place)) {
        // no file is made, and no lock taken, for what has nothing of it
        if (readKubeconfig(file) !== '') await edit(file, signal, (config) => config.remove(name));
      }
    },
    async use(name, signal) {
      if (!read().some((config) => config.hasContext(name))) return false;
      await edit(pathToWrite(place), signal, (config) => {
        config.currentContext = name;
        return true;
      });
      return true;
    },
  };
}

function edited(
  text: string,
  file: string,
  how: (config: KubeconfigDocument) => boolean,
): string | undefined {
  const config = new KubeconfigDocument(text, file);
  return how(config) ? config.toString() : undefined;
}

function first<T>(
  configs: readonly KubeconfigDocument[],
  ask: (config: KubeconfigDocument) => T | undefined,
) {
  for (const config of configs) {
    const answer = ask(config);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
