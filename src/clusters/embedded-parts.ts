import { join } from 'node:path';

import type { ClusterApi } from '../api/cluster-api.ts';
import type { Env } from '../exec/env.ts';
import type { Clock } from '../lib/clock.ts';
import { type EmbeddedFiles, embeddedFiles } from './embedded-files.ts';

/** The person's kubeconfig, as far as a cluster's life needs it. */
export interface ContextBook {
  current(): string | undefined;
  serverOf(context: string): string | undefined;
  /** Takes over the one context of the file `adminConf`, and makes it current. */
  add(adminConf: string, signal: AbortSignal): Promise<void>;
  remove(name: string, signal: AbortSignal): Promise<void>;
  /** False when there is no such context. */
  use(name: string, signal: AbortSignal): Promise<boolean>;
}

export interface EmbeddedProviderOptions {
  /** The cluster's name; its context is `embedded-<name>`. */
  readonly name: string;
  /** What a new one is to be; an existing one stays as it is. */
  readonly workers: number;
  readonly ephemeral: boolean;
  /** The state folder of its context: `StateFolder.path`. */
  readonly memory: string;
  /** The program that serves it: `[node, main.js, 'cluster', 'run-embedded']`; the name is added. */
  readonly command: readonly string[];
  readonly kubeconfig: ContextBook;
  /** The way to its API with a kubeconfig file; `close` gives back what it holds. */
  readonly connect: (
    adminConf: string,
  ) => Promise<{ readonly api: ClusterApi; readonly close: () => Promise<void> }>;
  readonly env: Env;
  readonly clock: Clock;
}

/** What the life of one embedded cluster is made of. */
export interface EmbeddedParts extends EmbeddedProviderOptions {
  readonly context: string;
  readonly files: EmbeddedFiles;
  /** Held while the cluster is made, started or deleted. */
  readonly changeLock: string;
  /** The file that remembers which context was current. */
  readonly previousContext: string;
}

/** The context of an embedded cluster. */
export function embeddedContext(name: string): string {
  return `embedded-${name}`;
}

export function embeddedParts(options: EmbeddedProviderOptions): EmbeddedParts {
  const { memory, name } = options;
  return {
    ...options,
    context: embeddedContext(name),
    files: embeddedFiles(memory, name),
    changeLock: join(memory, 'cluster-change.lock'),
    previousContext: join(memory, 'previous-context'),
  };
}
