import type { ClusterApi } from '../api/cluster-api.ts';
import { NAMESPACES } from '../api/resources.ts';
import type { ClusterStatus, ProviderOptions } from '../clusters/provider.ts';
import type { SchedulerEvent } from '../scheduler/events.ts';
import type { Step } from './content.ts';
import { Look } from './look.ts';
import { CommandRecorder } from './command-recorder.ts';
import type { Workshop } from './workshop.ts';

/** Where a run of the workshop stands: which cluster it has come to, which step it plays, what the scheduler said in it. */
export class Stage {
  readonly workshop: Workshop;
  #look: Look | undefined;
  #clusterId: string | undefined;
  #step: Step | undefined;
  #logOffset: number;
  #told: SchedulerEvent[] = [];
  #started: number | undefined;

  constructor(workshop: Workshop) {
    this.workshop = workshop;
    // what was said in earlier runs is no news
    this.#logOffset = workshop.scheduler.eventsSince(0).offset;
  }

  /** The way to look at the cluster; undefined while none is up. */
  get look(): Look | undefined {
    return this.#look;
  }

  /** uid of the kube-system namespace: tells this cluster from a later one of the same name. */
  get clusterId(): string | undefined {
    return this.#clusterId;
  }

  /** What the scheduler said since the step began. */
  get told(): readonly SchedulerEvent[] {
    return this.#told;
  }

  /** A scheduler was started in this run. */
  remember(pid: number): void {
    this.#started = pid;
  }

  /** Whether this scheduler was the last one that was started in this run. */
  hasStarted(pid: number): boolean {
    return this.#started === pid;
  }

  /** Looks whether the cluster is up, and connects where it is. Anything else is only reported, but for a named context that does not exist. */
  async survey(): Promise<ClusterStatus> {
    const { cluster } = this.workshop;
    const status = await cluster.provider.status(this.quietly());
    // a context that does not exist is said best by who reads the kubeconfig
    if (status.state === 'absent' && !cluster.provider.owned) await cluster.connect();
    if (status.state === 'healthy') await this.arrive();
    else this.#look = undefined;
    return status;
  }

  /** Connects to the cluster that is up now; a run on another cluster than before is a new entry in the journal. */
  async arrive(): Promise<void> {
    const before = this.#clusterId;
    await this.connect();
    if (before === this.#clusterId) return;
    this.announce();
    if (this.#step) this.#recordStep(this.#step);
  }

  /** Connects, and writes nothing down. */
  async connect(): Promise<void> {
    const { cluster, settings, signal } = this.workshop;
    const api = await cluster.connect();
    this.#clusterId = await clusterIdOf(api, signal);
    this.#look = new Look(api, settings.namespace, signal);
  }

  /** Tells the person something in passing. */
  say(text: string): void {
    this.workshop.observe({ type: 'notice', level: 'info', text });
  }

  /** Writes down that a run begins, and on which cluster. */
  announce(): void {
    const { cluster, journal, settings } = this.workshop;
    journal.append({
      kind: 'run-started',
      program: settings.program,
      context: cluster.provider.context,
      cluster: cluster.provider.kind,
      ...(this.#clusterId === undefined ? {} : { clusterId: this.#clusterId }),
      scheduler: settings.scheduler,
      policy: settings.policy,
    });
  }

  /** A step begins: what the scheduler said before is not its business. */
  begin(step: Step): void {
    this.#step = step;
    this.#told = [];
    this.#logOffset = this.workshop.scheduler.eventsSince(this.#logOffset).offset;
    this.#recordStep(step);
  }

  end(): void {
    this.#step = undefined;
  }

  /** Passes on what the scheduler said in the meantime. */
  listen(): void {
    const { events, offset } = this.workshop.scheduler.eventsSince(this.#logOffset);
    this.#logOffset = offset;
    for (const event of events) {
      this.#told.push(event);
      this.workshop.observe({ type: 'told', event });
      if (this.#step)
        this.workshop.journal.append({ kind: 'scheduler-told', step: this.#step.number, event });
    }
  }

  /** Options for a provider whose commands nobody needs to see. */
  quietly(): ProviderOptions {
    return { signal: this.workshop.signal, output: { command: () => undefined, line: () => undefined } };
  }

  /** A recorder that shows commands and writes them down under the current step. */
  recorder(): CommandRecorder {
    return new CommandRecorder(this.workshop, this.#step?.number ?? 0);
  }

  #recordStep(step: Step): void {
    this.workshop.journal.append({ kind: 'step-started', step: step.number, slug: step.slug });
  }
}

/** The uid of kube-system lives as long as its cluster. */
export async function clusterIdOf(api: ClusterApi, signal: AbortSignal): Promise<string> {
  const namespace = await api.get(NAMESPACES, { name: 'kube-system' }, { signal });
  return namespace.metadata.uid ?? '';
}
