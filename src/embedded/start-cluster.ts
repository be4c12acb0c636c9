import type { Clock } from '../lib/clock.ts';
import { createAdmission } from './admission/admission.ts';
import { MASTERS } from './api/caller.ts';
import { createAuth } from './auth/create-auth.ts';
import { bootstrap } from './bootstrap/bootstrap.ts';
import { Turns } from './controllers/runtime/turns.ts';
import { DEFAULT_SCHEDULER, runDefaultScheduler } from './controllers/scheduler/default-scheduler.ts';
import { startControllers } from './controllers/start-controllers.ts';
import { startServer } from './http/server.ts';
import { startKubelets } from './kubelet/kubelets.ts';
import { createLocalApi } from './local-api.ts';
import type { ClusterSecrets } from './pki/secrets.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';
import type { Verbs } from './api/verbs.ts';
import { SELECTOR_READERS } from './verbs/selector-readers.ts';
import { createVerbs } from './verbs/verbs.ts';

/** What a cluster is to be. */
export interface EmbeddedOptions {
  /** Its nodes are called after it, as kind calls them. */
  readonly name: string;
  /** The SQLite file that keeps it; it lives in memory only where none is given. */
  readonly file?: string;
  readonly secrets: ClusterSecrets;
  /** Beside one control-plane node, made when the cluster is new; missing: no nodes at all. */
  readonly workers?: number;
  /** On 127.0.0.1; 0 for any free one. */
  readonly port: number;
  /** False: without controllers, kubelets and default scheduler, for others to take their place. Missing: all of them. */
  readonly run?: {
    readonly controllers?: boolean;
    readonly kubelets?: boolean;
    readonly scheduler?: boolean;
  };
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Lines for the log. */
  readonly log: (line: string) => void;
}

/** A cluster that answers. */
export interface EmbeddedCluster {
  readonly port: number;
  readonly store: Store;
  readonly verbs: Verbs;
  /** Ends everything that runs; what was written is kept. */
  close(): Promise<void>;
}

/** How long a pod is ContainerCreating. */
const START_DELAY_MS = 300;

/**
 * Starts API server, controllers, kubelets and default scheduler in this process. Rejects when the port is taken, and with what SQLite
 * says when the file cannot be opened.
 */
export async function startEmbeddedCluster(options: EmbeddedOptions): Promise<EmbeddedCluster> {
  const { clock, random, log, secrets, run = {} } = options;
  const store = openStore(options.file);
  const auth = createAuth({ store, secrets, clock, readers: SELECTOR_READERS });
  const admission = createAdmission(store, { random });
  const verbs = createVerbs({ store, admission, clock, random, virtual: auth.virtual });
  const { name, workers } = options;
  bootstrap({ store, verbs, clock, name, ...(workers === undefined ? {} : { workers }) });
  const { authenticator, authorizer, signToken } = auth;
  const tls = { key: secrets.server.key, cert: secrets.server.cert, ca: secrets.ca.cert };
  const { port } = options;
  const server = await startServer({ verbs, authenticator, authorizer, clock, tls, port, log });

  const turns = new Turns(clock);
  const parts = { store, verbs, clock, turns, random, log };
  const running = [
    ...(run.controllers === false ? [] : [startControllers({ ...parts, ca: secrets.ca.cert, signToken })]),
    ...(run.kubelets === false ? [] : [startKubelets({ ...parts, startDelayMs: START_DELAY_MS })]),
  ];
  const ending = new AbortController();
  if (run.scheduler !== false) schedule(verbs, options, ending.signal);
  return {
    port: server.port,
    store,
    verbs,
    async close() {
      ending.abort();
      for (const each of running) each.stop();
      turns.stop();
      await server.close();
      store.close();
    },
  };
}

/** Ordinary pods are placed by this program's own scheduler. */
function schedule(verbs: Verbs, { clock, random, log }: EmbeddedOptions, signal: AbortSignal): void {
  const user = { name: 'system:kube-scheduler', groups: [MASTERS] };
  const api = createLocalApi(verbs, { user, manager: 'kube-scheduler' });
  runDefaultScheduler({ api, clock, random, signal }).catch((error: unknown) => {
    if (!signal.aborted)
      log(`${DEFAULT_SCHEDULER}: ${error instanceof Error ? error.message : String(error)}`);
  });
}
