import { createAdmission } from '../../../src/embedded/admission/admission.ts';
import { MASTERS } from '../../../src/embedded/api/caller.ts';
import type { StoredObject } from '../../../src/embedded/api/stored-object.ts';
import { Client } from '../../../src/embedded/controllers/runtime/client.ts';
import type { Running } from '../../../src/embedded/controllers/runtime/controller.ts';
import {
  EVENTS,
  NAMESPACES,
  NODES,
  PODS,
  SERVICE_ACCOUNTS,
  type Kind,
} from '../../../src/embedded/controllers/runtime/kinds.ts';
import { nameOf } from '../../../src/embedded/controllers/runtime/owners.ts';
import { Turns } from '../../../src/embedded/controllers/runtime/turns.ts';
import { startControllers } from '../../../src/embedded/controllers/start-controllers.ts';
import { runDefaultScheduler } from '../../../src/embedded/controllers/scheduler/default-scheduler.ts';
import type { Pod, PodTemplateSpec } from '../../../src/embedded/data/types.ts';
import { nodeObject } from '../../../src/embedded/kubelet/node-object.ts';
import { startKubelets } from '../../../src/embedded/kubelet/kubelets.ts';
import { createLocalApi } from '../../../src/embedded/local-api.ts';
import { createStore } from '../../../src/embedded/store/create-store.ts';
import type { Store } from '../../../src/embedded/store/store.ts';
import { createVerbs } from '../../../src/embedded/verbs/verbs.ts';
import { FakeClock, advanceUntil } from '../../helpers/fake-clock.ts';

/** What a test wants of a cluster. */
export interface Wanted {
  /** Workers beside one control-plane node. */
  readonly workers?: number;
  /** False: pods are scheduled by the test. */
  readonly scheduler?: boolean;
}

/** A whole cluster in this process but for HTTP: the real store, verbs, controllers, kubelets and scheduler on a clock that the test moves. */
export class TestCluster {
  readonly clock = new FakeClock();
  readonly store: Store = createStore();
  readonly logged: string[] = [];
  readonly client: Client;
  readonly #running: Running[];
  readonly #ending = new AbortController();

  constructor({ workers = 2, scheduler = true }: Wanted = {}) {
    let seed = 1;
    // a generator of its own, so that a failing test fails again
    const random = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const { store, clock } = this;
    const verbs = createVerbs({
      store,
      clock,
      random,
      admission: createAdmission(store, { random }),
      virtual: new Map(),
    });
    const log = (line: string): void => {
      this.logged.push(line);
    };
    const parts = { store, verbs, clock, random, log, turns: new Turns(clock) };
    this.client = new Client(parts, { name: 'tester', groups: [MASTERS] }, 'test');
    for (const name of ['default', 'kube-system', 'kube-node-lease']) {
      this.client.create(NAMESPACES, { metadata: { name } });
      // pods can be created at once, not only when the controller made it
      this.client.create(SERVICE_ACCOUNTS, { metadata: { name: 'default', namespace: name } });
    }
    const signToken = (): string => 'signed';
    this.#running = [
      startControllers({ ...parts, ca: 'PEM', signToken }),
      startKubelets({ ...parts, startDelayMs: 200 }),
    ];
    for (let index = 0; index <= workers; index += 1) this.addNode(index);
    if (scheduler)
      this.#schedule(
        createLocalApi(verbs, { user: { name: 'scheduler', groups: [MASTERS] }, manager: 'kube-scheduler' }),
        random,
      );
  }

  addNode(index: number): void {
    const role = index === 0 ? ('control-plane' as const) : ('worker' as const);
    const name = index === 0 ? 'control-plane' : `worker${String(index)}`;
    this.client.create(
      NODES,
      nodeObject({ name, index, role, arch: 'amd64', version: 'v1.37.2' }, this.clock.now()),
    );
  }

  /** Moves time until `condition` holds; fails with `what` after ten minutes of it. */
  async until(what: string, condition: () => boolean, stepMs = 100): Promise<void> {
    try {
      await advanceUntil(this.clock, condition, what, { stepMs });
    } catch (error) {
      throw new Error([String(error), ...this.logged.slice(-10)].join('\n'), { cause: error });
    }
  }

  get<T extends StoredObject>(kind: Kind<T>, name: string, namespace = 'default'): T | undefined {
    return this.client.get(kind, kind.info.namespaced ? namespace : undefined, name);
  }

  /** As `get`; throws when there is none. */
  the<T extends StoredObject>(kind: Kind<T>, name: string, namespace = 'default'): T {
    const found = this.get(kind, name, namespace);
    if (!found) throw new Error(`no ${kind.info.kind} ${namespace}/${name}`);
    return found;
  }

  pods(namespace = 'default'): Pod[] {
    return this.client.list(PODS, namespace);
  }

  /** The pods that are ready. */
  ready(namespace = 'default'): Pod[] {
    return this.pods(namespace).filter(({ status }) =>
      status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    );
  }

  /** `reason: message` of the events about an object, in the order in which they came. */
  events(about: string, namespace = 'default'): string[] {
    return this.client
      .list(EVENTS, namespace)
      .filter(({ involvedObject }) => involvedObject.name === about)
      .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
      .map(({ reason = '', message = '' }) => `${reason}: ${message}`);
  }

  stop(): void {
    this.#ending.abort();
    for (const running of this.#running) running.stop();
  }

  #schedule(api: ReturnType<typeof createLocalApi>, random: () => number): void {
    const { clock } = this;
    runDefaultScheduler({ api, clock, random, signal: this.#ending.signal }).catch((error: unknown) => {
      this.logged.push(`scheduler: ${String(error)}`);
    });
  }
}

/** A template of one container, a server unless a command is given. */
export function template(app: string, ...command: string[]): PodTemplateSpec {
  return {
    metadata: { labels: { app } },
    spec: { containers: [{ name: 'main', image: `${app}:1`, ...(command.length > 0 ? { command } : {}) }] },
  };
}
