import { EVENTS, NODES, PODS } from '../../src/api/resources.ts';
import type { Node, Pod, Taint } from '../../src/api/types.ts';
import type { ClusterKind, ClusterProvider, ClusterStatus } from '../../src/clusters/provider.ts';
import type { Policy } from '../../src/scheduler/policy.ts';
import type { Mode, NodeVerdict, SchedulerEvent } from '../../src/scheduler/events.ts';
import type { Step } from '../../src/workshop/content.ts';
import type { WorkshopEvent } from '../../src/workshop/events.ts';
import type { JournalEntry } from '../../src/workshop/journal-entry.ts';
import type { Journal } from '../../src/workshop/journal.ts';
import type { LockOwner } from '../../src/exec/lock.ts';
import { isControlPlane, taintText, workersOf } from '../../src/api/nodes.ts';
import type { SchedulerProcess } from '../../src/workshop/scheduler-process.ts';
import type { RunKubectl, Settings, Workshop } from '../../src/workshop/workshop.ts';
import { event, node, pod } from './builders.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { MemoryApi } from './memory-api.ts';

export const SCHEDULER = 'workshop-scheduler';

const PAUSE = 'registry.k8s.io/pause:3.10.1';

/**
 * A machine for the workshop, in memory: a cluster that can be made, stopped and deleted, a kubectl that knows the verbs of the
 * steps, a scheduler in the background, a kubelet that starts what is placed, and a journal that survives a killed play.
 */
export class World {
  readonly clock = new FakeClock();
  readonly entries: JournalEntry[] = [];
  readonly seen: WorkshopEvent[] = [];
  readonly commands: string[] = [];
  readonly log: SchedulerEvent[] = [];
  /** The configurations that the scheduler was given. */
  readonly configs: string[] = [];
  owned = true;
  /** Missing: kind where it is ours. */
  kind: ClusterKind | undefined;
  status: ClusterStatus = { state: 'absent' };
  restartHelps = true;
  api = new MemoryApi(this.clock);
  owner: LockOwner | undefined;
  /** Pods that the scheduler does nothing about. */
  neglects: (pod: Pod) => boolean = () => false;
  #pids = 100;
  #program: string | undefined;

  /** A fresh four-node cluster, up. */
  makeCluster(): this {
    this.api = new MemoryApi(this.clock);
    const workers = ['sched-workshop-worker', 'sched-workshop-worker2', 'sched-workshop-worker3'];
    this.api.put(NODES, node('sched-workshop-control-plane').controlPlane().image(PAUSE).build());
    for (const name of workers)
      this.api.put(NODES, node(name).image('registry.k8s.io/pause:3.9', PAUSE).build());
    this.status = { state: 'healthy', nodes: ['sched-workshop-control-plane', ...workers] };
    return this;
  }

  workshop(
    steps: readonly Step[],
    options: { settings?: Partial<Settings>; signal?: AbortSignal } = {},
  ): Workshop {
    this.#program = options.settings?.own?.line;
    return {
      steps,
      settings: {
        namespace: 'default',
        scheduler: SCHEDULER,
        policy: 'least-pods',
        attach: false,
        confirmed: false,
        program: 'kubectl-minisched test',
        manifests: '/nowhere',
        schedulerLog: '/nowhere/scheduler.log',
        schedulerConfig: '/nowhere/scheduler.yaml',
        serveLine: 'kubectl minisched serve --context kind-sched-workshop',
        ...options.settings,
      },
      cluster: { provider: this.#provider(), connect: () => Promise.resolve(this.api) },
      scheduler: this.#scheduler(),
      kubectl: this.#kubectl,
      journal: this.journal(),
      clock: this.clock,
      signal: options.signal ?? new AbortController().signal,
      observe: (one) => this.seen.push(one),
    };
  }

  journal(): Journal {
    return {
      append: (fact) => {
        const entry = { seq: this.entries.length + 1, at: this.#time(), ...fact };
        this.entries.push(entry);
        return entry;
      },
      sync: () => undefined,
      entries: () => [...this.entries],
      close: () => undefined,
    };
  }

  /** Lets time pass until the play has ended, one way or the other. */
  async play<T>(work: Promise<T>): Promise<T> {
    const state = { done: false };
    const end = (): void => void (state.done = true);
    work.then(end, end);
    for (let turns = 0; !state.done; turns += 1) {
      await settle();
      if (!state.done) await this.clock.advance(250);
      if (turns > 5000) throw new Error('the play does not end');
    }
    return work;
  }

  /** The sentences that were told, one a line. */
  told(): string {
    return this.seen.map((one) => ('text' in one ? one.text : '')).join('\n');
  }

  /** The scheduler looks once at what waits: called whenever something changed. */
  reconcile(): void {
    if (this.owner)
      for (const waiting of this.#waiting(this.owner.scheduler ?? ''))
        if (!this.neglects(waiting)) this.#schedule(waiting);
    for (const waiting of this.#waiting('default-scheduler'))
      this.#bind(waiting, workersOf(this.#nodes())[0]?.metadata.name ?? '', 0, 'default-scheduler');
  }

  /** A scheduler that the person runs in another terminal. */
  attach(mode: Mode, flags: readonly string[] = []): void {
    this.owner = { ...this.#newOwner(mode), ...fromFlags(flags), attached: true };
    this.reconcile();
  }

  #time(): string {
    return new Date(this.clock.now()).toISOString();
  }

  /** A server takes `eventTime` with six digits only. */
  #microTime(): string {
    return this.#time().replace('Z', '000Z');
  }

  #provider(): ClusterProvider {
    return {
      kind: this.kind ?? (this.owned ? 'kind' : 'other'),
      name: 'sched-workshop',
      context: 'kind-sched-workshop',
      owned: this.owned,
      status: () => Promise.resolve(this.status),
      create: ({ output }) => {
        output.command('kind create cluster');
        this.makeCluster();
        return Promise.resolve();
      },
      restart: () => {
        if (this.restartHelps)
          this.status = { state: 'healthy', nodes: this.#nodes().map(({ metadata }) => metadata.name) };
        return Promise.resolve(this.restartHelps);
      },
      delete: () => {
        this.status = { state: 'absent' };
        return Promise.resolve();
      },
      stopNode: () => Promise.resolve(),
      startNode: () => Promise.resolve(),
    };
  }

  #newOwner(mode: Mode): LockOwner {
    this.#pids += 1;
    return {
      pid: this.#pids,
      startTime: '1',
      what: 'the scheduler',
      scheduler: SCHEDULER,
      mode,
      policy: 'least-pods',
      ...(this.#program === undefined ? {} : { program: this.#program }),
    };
  }

  #scheduler(): SchedulerProcess {
    return {
      find: () => this.owner,
      start: ({ mode, flags = [] }) => {
        this.owner = { ...this.#newOwner(mode), ...fromFlags(flags) };
        this.#say({
          type: 'running',
          scheduler: SCHEDULER,
          mode,
          policy: 'least-pods' satisfies Policy,
          nodes: 4,
          waiting: 0,
        });
        this.reconcile();
        return Promise.resolve({ pid: this.owner.pid });
      },
      configure: (text) => Promise.resolve(void this.configs.push(text)),
      stop: () => {
        const pid = this.owner?.pid;
        this.owner = undefined;
        return Promise.resolve(pid);
      },
      eventsSince: (offset) => ({ events: this.log.slice(offset), offset: this.log.length }),
    };
  }

  /** The scheduler ends by itself. */
  end(): void {
    this.#say({ type: 'ended', program: this.#program ?? '', code: 2, last: [] });
    this.owner = undefined;
  }

  #say(
    told: SchedulerEvent extends infer E ? (E extends SchedulerEvent ? Omit<E, 'time'> : never) : never,
  ): void {
    if (!this.owner?.attached) this.log.push({ ...told, time: this.#time() });
  }

  #nodes(): readonly Node[] {
    return this.api.all(NODES);
  }

  #waiting(scheduler: string): readonly Pod[] {
    return this.api.all(PODS).filter(({ spec }) => !spec.nodeName && spec.schedulerName === scheduler);
  }

  #schedule(waiting: Pod): void {
    const { name, namespace = '', uid = '' } = waiting.metadata;
    const about = { name, namespace, uid };
    this.#say({ type: 'noticed', pod: about });
    if (this.owner?.mode === 'watch') return;
    const nodes = this.#nodes().map((each) => this.#verdict(each));
    const [best] = nodes.filter(({ fits }) => fits).toSorted((a, b) => a.pods - b.pods);
    if (!best) return this.#refuse(waiting, nodes);
    if (this.owner?.mode === 'decide')
      return this.#say({ type: 'decided', pod: about, node: best.node, hadPods: best.pods, nodes });
    this.#bind(waiting, best.node, best.pods, SCHEDULER);
  }

  #verdict({ metadata, spec }: Node): NodeVerdict {
    const [taint] = (spec?.taints ?? []).filter(({ effect }) => effect === 'NoSchedule');
    const pods = this.api.all(PODS).filter((each) => each.spec.nodeName === metadata.name).length;
    if (!taint)
      return {
        node: metadata.name,
        pods,
        fits: true,
        total: 100,
        scores: { PodCount: { raw: pods, score: 100, weight: 1 } },
      };
    const reasons = ['node(s) had untolerated taint(s)'];
    return {
      node: metadata.name,
      pods,
      fits: false,
      plugin: 'TaintToleration',
      reasons,
      detail: taintText(taint),
    };
  }

  #refuse(waiting: Pod, nodes: readonly NodeVerdict[]): void {
    const message = '0/4 nodes are available: 4 node(s) had untolerated taint(s).';
    const { name, namespace = '', uid = '' } = waiting.metadata;
    this.#tell(waiting, 'FailedScheduling', message, SCHEDULER);
    this.#say({ type: 'unschedulable', pod: { name, namespace, uid }, message, attempts: 1, nodes });
  }

  #bind(waiting: Pod, to: string, hadPods: number, from: string): void {
    const { name, namespace = '', uid = '' } = waiting.metadata;
    const conditions = [{ type: 'PodScheduled', status: 'True', lastTransitionTime: this.#time() }] as const;
    const placed = {
      ...waiting,
      spec: { ...waiting.spec, nodeName: to },
      status: { phase: 'Running', conditions },
    } as const;
    this.api.put(PODS, placed);
    this.#tell(waiting, 'Scheduled', `Successfully assigned ${namespace}/${name} to ${to}`, from);
    if (from === SCHEDULER)
      this.#say({
        type: 'bound',
        pod: { name, namespace, uid },
        node: to,
        hadPods,
        attempts: 1,
        milliseconds: 1,
      });
  }

  #tell(about: Pod, reason: string, note: string, from: string): void {
    const name = `${about.metadata.name}.${about.metadata.uid ?? ''}.${reason}`;
    this.api.put(
      EVENTS,
      event(about).named(name).reason(reason).from(from).note(note).at(this.#microTime()).build(),
    );
  }

  readonly #kubectl: RunKubectl = async (args, { output, signal }) => {
    signal.throwIfAborted();
    const line = `kubectl ${args.join(' ')}`;
    this.commands.push(line);
    output?.command(line);
    const startedAt = this.#time();
    const stdout = await this.#answer(args);
    if (stdout !== '') output?.line(stdout, 'stdout');
    this.reconcile();
    return { line, exitCode: 0, stdout, stderr: '', startedAt, milliseconds: 1 };
  };

  async #answer([verb, ...rest]: readonly string[]): Promise<string> {
    const names = rest.filter((word) => !word.startsWith('-'));
    if (verb === 'run') return this.#create(names[0] ?? '', rest);
    if (verb === 'apply')
      return this.#create((names[0] ?? '').replace('.yaml', ''), [`--overrides=${SCHEDULER}`]);
    if (verb === 'delete') return names[0]?.startsWith('pod') ? this.#delete(names.slice(1)) : '';
    if (verb === 'taint') return this.#taint(names.slice(1), rest);
    if (verb === 'describe') return 'Events:  <none>';
    return '';
  }

  async #create(name: string, flags: readonly string[]): Promise<string> {
    const ours = flags.some((flag) => flag.startsWith('--overrides=') && flag.includes(SCHEDULER));
    const built = pod(name)
      .label('minisched-workshop', 'true')
      .scheduler(ours ? SCHEDULER : 'default-scheduler')
      .build();
    await this.api.create(PODS, built);
    return `pod/${name} created`;
  }

  #delete(names: readonly string[]): string {
    for (const name of names) this.api.remove(PODS, { namespace: 'default', name });
    return names.map((name) => `pod "${name}" deleted`).join('\n');
  }

  #taint(words: readonly string[], flags: readonly string[]): string {
    const text = words.at(-1) ?? '';
    const all = flags.some((flag) => flag.startsWith('--selector='));
    const chosen = this.#nodes().filter((each) =>
      all ? !isControlPlane(each) : words.includes(each.metadata.name),
    );
    for (const each of chosen) {
      const others = (each.spec?.taints ?? []).filter((taint) => taintText(taint) !== text.replace(/-$/, ''));
      const added: Taint[] = text.endsWith('-')
        ? []
        : [{ key: 'workshop', value: 'blocked', effect: 'NoSchedule' }];
      this.api.put(NODES, { ...each, spec: { ...each.spec, taints: [...others, ...added] } });
    }
    return 'nodes changed';
  }
}

/** What `serve` makes of its flags in its lock. */
function fromFlags(flags: readonly string[]): Partial<LockOwner> {
  const at = flags.indexOf('--policy');
  return {
    policy: flags.includes('--config') ? 'custom' : at === -1 ? 'least-pods' : (flags[at + 1] ?? ''),
    assume: !flags.includes('--no-assume'),
  };
}
