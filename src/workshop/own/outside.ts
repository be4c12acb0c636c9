import { isDaemon, isFinished, podKey } from '../../api/pods.ts';
import type { KubeEvent, Pod } from '../../api/types.ts';
import type { Mode, PodRef, SchedulerEvent } from '../../scheduler/events.ts';
import { isNamedIn } from './named.ts';
import { OutputLimit, shownLine } from './output-limit.ts';

/** Whose pods, and who hears of it. */
export interface OutsideOptions {
  /** spec.schedulerName of its pods. */
  readonly scheduler: string;
  readonly mode: Mode;
  /** The line that starts it. */
  readonly program: string;
  /** All pods that are there now. */
  readonly pods: () => Iterable<Pod>;
  /** The names of the nodes. */
  readonly nodes: () => readonly string[];
  readonly observe: (event: SchedulerEvent) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Waiting {
  readonly pod: PodRef;
  readonly since: number;
  isNoticed: boolean;
  isDecided: boolean;
  failures: number;
}

/** A line may come before the watch tells of the pod that it names. */
const LINE_LIVES_MS = 2000;
const MOST_LINES = 50;
const LAST_WORDS = 5;

/**
 * A person's own scheduler as it is seen from outside: its output, what it asks for, and what becomes of its pods, told in the words of
 * ours (`SchedulerEvent`), each with how it is known.
 */
export class Outside {
  readonly #options: OutsideOptions;
  readonly #limit: OutputLimit;
  readonly #waiting = new Map<string, Waiting>();
  readonly #begunAt: number;
  #lines: { readonly text: string; readonly at: number }[] = [];
  #last: readonly string[] = [];
  #runs = false;
  #bound = 0;
  #failed = 0;

  constructor(options: OutsideOptions) {
    this.#options = options;
    this.#limit = new OutputLimit(options.now);
    this.#begunAt = options.now();
  }

  /** It asked the API server for pods, and was answered. */
  asked(): void {
    if (this.#runs) return;
    this.#runs = true;
    const { scheduler, mode, nodes } = this.#options;
    const waiting = this.#waiting.size;
    // the policy is what the steps expect; how it really scores, nobody here knows
    const rest = { policy: 'custom', nodes: nodes().length, waiting } as const;
    this.#tell({ type: 'running', seen: 'cluster', scheduler, mode, ...rest });
  }

  /** It printed a line. */
  said(line: string): void {
    const now = this.#options.now();
    for (const text of this.#limit.pass(line)) this.#tell({ type: 'said', text });
    if (line.trim() !== '') this.#last = [...this.#last, line].slice(-LAST_WORDS);
    const young = this.#lines.filter(({ at }) => now - at < LINE_LIVES_MS);
    this.#lines = [...young, { text: line, at: now }].slice(-MOST_LINES);
    for (const waiting of this.#waiting.values()) this.#readFor(waiting, line);
  }

  /** A pod came or changed. */
  pod(pod: Pod): void {
    if (pod.spec.schedulerName !== this.#options.scheduler) return;
    const known = this.#waiting.get(podKey(pod));
    if (known && pod.spec.nodeName) this.#placed(known, pod, pod.spec.nodeName);
    else if (isFinished(pod)) this.#waiting.delete(podKey(pod));
    else if (!known && !pod.spec.nodeName) this.#came(pod);
  }

  gone(pod: Pod): void {
    this.#waiting.delete(podKey(pod));
  }

  /** Somebody wrote an event. */
  event({ reason, regarding, note }: KubeEvent): void {
    const waiting = this.#waiting.get(regarding?.uid ?? '');
    if (reason !== 'FailedScheduling' || !waiting) return;
    waiting.failures += 1;
    this.#failed += 1;
    const { pod, failures: attempts } = waiting;
    this.#notice(waiting, 'cluster');
    this.#tell({ type: 'unschedulable', seen: 'cluster', pod, message: note ?? '', attempts, nodes: [] });
  }

  /** Its binding of a pod was refused. */
  refused(pod: string, status: number): void {
    this.#tell({ type: 'warning', message: `its binding of ${pod} was refused (HTTP ${status})` });
  }

  /** It was stopped. */
  stopped(): void {
    const { scheduler, now } = this.#options;
    const seconds = Math.round((now() - this.#begunAt) / 1000);
    const counts = { bound: this.#bound, failed: this.#failed, pending: this.#waiting.size, seconds };
    this.#tell({ type: 'stopped', seen: 'cluster', scheduler, ...counts });
  }

  /** It ended by itself. */
  ended(code: number): void {
    this.#tell({ type: 'ended', program: this.#options.program, code, last: this.#last.map(shownLine) });
  }

  #came(pod: Pod): void {
    const { name, namespace = 'default', uid = '' } = pod.metadata;
    const ref = { namespace, name, uid };
    const waiting = {
      pod: ref,
      since: this.#options.now(),
      isNoticed: false,
      isDecided: false,
      failures: 0,
    };
    this.#waiting.set(podKey(pod), waiting);
    for (const { text, at } of this.#lines)
      if (waiting.since - at < LINE_LIVES_MS) this.#readFor(waiting, text);
  }

  #placed(waiting: Waiting, pod: Pod, node: string): void {
    // who places pods has asked for them, whichever way
    this.asked();
    this.#waiting.delete(podKey(pod));
    this.#notice(waiting, 'cluster');
    const hadPods = this.#countOn(node, pod);
    this.#decide(waiting, { seen: 'cluster', node, hadPods });
    this.#bound += 1;
    const attempts = waiting.failures + 1;
    const milliseconds = Math.max(0, this.#options.now() - waiting.since);
    this.#tell({
      type: 'bound',
      seen: 'cluster',
      pod: waiting.pod,
      node,
      hadPods,
      attempts,
      milliseconds,
    });
  }

  #readFor(waiting: Waiting, line: string): void {
    if (!isNamedIn(line, waiting.pod.name)) return;
    this.#notice(waiting, 'output');
    const node = this.#options.nodes().find((name) => isNamedIn(line, name));
    if (node !== undefined) this.#decide(waiting, { seen: 'output', node, hadPods: this.#countOn(node) });
  }

  #notice(waiting: Waiting, seen: 'output' | 'cluster'): void {
    if (waiting.isNoticed) return;
    waiting.isNoticed = true;
    this.#tell({ type: 'noticed', seen, pod: waiting.pod });
  }

  /** Only where deciding is all that is asked for: else the binding says it. */
  #decide(
    waiting: Waiting,
    found: { readonly seen: 'output' | 'cluster'; readonly node: string; readonly hadPods: number },
  ): void {
    if (waiting.isDecided || this.#options.mode !== 'decide') return;
    waiting.isDecided = true;
    this.#tell({ type: 'decided', pod: waiting.pod, nodes: [], ...found });
  }

  /** As ours counts them: assigned pods that are neither finished nor daemons. */
  #countOn(node: string, without?: Pod): number {
    const others = [...this.#options.pods()].filter(
      (pod) => pod.spec.nodeName === node && !isFinished(pod) && !isDaemon(pod),
    );
    return others.filter((pod) => without === undefined || podKey(pod) !== podKey(without)).length;
  }

  #tell(event: Untimed<SchedulerEvent>): void {
    this.#options.observe({ time: new Date(this.#options.now()).toISOString(), ...event });
  }
}

type Untimed<E> = E extends SchedulerEvent ? Omit<E, 'time'> : never;
