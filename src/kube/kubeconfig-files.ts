import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';

import { KubeConfig } from '@kubernetes/client-node/dist/config.js';

import { errorCode } from '../lib/error-code.ts';
import { UserError } from '../lib/errors.ts';
import { kubeconfigPaths, type KubeconfigPlace } from './kubeconfig-paths.ts';

/** Where to look for the configuration, and which of its contexts the user typed. */
export interface ConfigSource extends KubeconfigPlace {
  /** `--context`. */
  readonly context?: string;
}

/** The merged kubeconfig and the files that were asked for, whether they were there or not. */
export interface LoadedFiles {
  readonly config: KubeConfig;
  readonly files: readonly string[];
}

/**
 * Reads and merges kubeconfig files as kubectl does: the first definition of a name wins, the first current-context
 * wins, files of $KUBECONFIG that are missing are ignored. (client-node's own merge throws, takes the last, throws.)
 * Rejects with a UserError when a file cannot be read or is malformed, or when there is none at all.
 */
export async function loadFiles(source: ConfigSource): Promise<LoadedFiles> {
  const files = kubeconfigPaths(source);
  const found: KubeConfig[] = [];
  for (const file of files) {
    const text = await readConfigFile(file, source.kubeconfig !== undefined);
    if (text !== undefined) found.push(parse(file, text));
  }
  if (found.length === 0) throw noKubeconfig(files);
  return { config: merge(found), files };
}

async function readConfigFile(file: string, mustExist: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'ENOENT' && !mustExist) return undefined;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'permission denied' : code;
    throw new UserError(`cannot read the kubeconfig ${file}: ${String(why)}`, {
      next: 'pass the right file with --kubeconfig, or set KUBECONFIG',
      cause,
    });
  }
}

function parse(file: string, text: string): KubeConfig {
  const config = new KubeConfig();
  if (text.trim() === '') return config;
  try {
    // a broken entry that nobody asks for must not stop kubectl's other contexts
    config.loadFromString(text, { onInvalidEntry: 'filter' });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    throw new UserError(`the kubeconfig ${file} is malformed: ${why}`, {
      next: `mend it, or look at it with: kubectl config view --kubeconfig ${file}`,
      cause,
    });
  }
  makePathsAbsolute(config, dirname(file));
  return config;
}

/** Relative paths are relative to their file; so is a credential plugin that is named with a slash. */
function makePathsAbsolute(config: KubeConfig, folder: string): void {
  config.makePathsAbsolute(folder);
  for (const { exec } of config.users) {
    const command: unknown = exec?.command;
    if (typeof command === 'string' && command.includes('/') && !isAbsolute(command)) {
      exec.command = join(folder, command);
    }
  }
}

function merge(configs: readonly KubeConfig[]): KubeConfig {
  const merged = new KubeConfig();
  merged.clusters = firstOfEachName(configs.flatMap(({ clusters }) => clusters));
  merged.users = firstOfEachName(configs.flatMap(({ users }) => users));
  merged.contexts = firstOfEachName(configs.flatMap(({ contexts }) => contexts));
  merged.currentContext = configs.find(({ currentContext }) => currentContext)?.currentContext ?? '';
  return merged;
}

function firstOfEachName<T extends { readonly name: string }>(entries: readonly T[]): T[] {
  const byName = new Map<string, T>();
  for (const entry of entries) if (!byName.has(entry.name)) byName.set(entry.name, entry);
  return [...byName.values()];
}

function noKubeconfig(files: readonly string[]): UserError {
  return new UserError(`no cluster is configured: there is no kubeconfig at ${files.join(' or ')}`, {
    next: 'make the workshop cluster with: kubectl minisched workshop step 1 (or name a file with --kubeconfig)',
  });
}
