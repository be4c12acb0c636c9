import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type CommandGroup, startGroup } from '../exec/command-group.ts';
import type { Clock } from '../lib/clock.ts';
import type { Limits } from './limits.ts';
import type { News } from './news.ts';
import type { Program } from './program.ts';
import type { TrialProxy } from './proxy/proxy.ts';

/** What the program is run with. */
export interface RunningOptions {
  readonly program: Program;
  readonly proxy: TrialProxy;
  readonly token: string;
  /** Where the kubeconfig is written. */
  readonly folder: string;
  readonly news: News;
  readonly clock: Clock;
  readonly limits: Pick<Limits, 'startMs'>;
  readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** How it came to life. */
export type Started = 'ready' | 'ended' | 'silent';

const FIRST_PODS_MS = 2000;
const REMEMBERED_LINES = 5000;

/** A frame of a stack as JavaScript and Java print it: twenty of them would push out what matters. */
const FRAME = /^\s+at \S/;

/** The person's program: started, stopped, and listened to. */
export class RunningProgram {
  readonly #options: RunningOptions;
  readonly #kubeconfig: string;
  readonly #lines: string[] = [];
  #forgotten = 0;
  #group: CommandGroup | undefined;
  /** We ended it, so that its end is no news. */
  #stopping = false;

  constructor(options: RunningOptions) {
    this.#options = options;
    this.#kubeconfig = join(options.folder, 'kubeconfig');
  }

  /** Whether it runs. */
  get runs(): boolean {
    return this.#group !== undefined && this.#group.exitCode() === undefined;
  }

  /** The exit code with which it ended though nobody told it to. */
  get endedWith(): number | undefined {
    return this.#stopping ? undefined : this.#group?.exitCode();
  }

  /**
   * Starts it unless it runs. Resolves when it has listed or watched pods (`ready`; also when it asked for something else and two seconds are
   * over), has ended before that, or has asked for nothing in all that time.
   */
  async start(): Promise<Started> {
    if (this.runs) return 'ready';
    const { program, proxy, news, clock, limits } = this.#options;
    this.#writeKubeconfig();
    const since = clock.monotonic();
    this.#stopping = false;
    const group = startGroup(program.run, {
      cwd: program.folder,
      // what Python prints into a pipe comes late otherwise
      env: { PYTHONUNBUFFERED: '1', ...program.env, ...this.#told() },
      onLine: this.#onLine,
    });
    this.#group = group;
    void group.ended.then(news.tell);
    const over = (): boolean => !this.runs;
    const asked = (): boolean => proxy.log.since(since).length > 0;
    await news.until(() => over() || asked(), limits.startMs);
    await news.until(() => over() || !asked() || hasPods(proxy, since), FIRST_PODS_MS);
    if (over()) return 'ended';
    return asked() ? 'ready' : 'silent';
  }

  /** SIGTERM to all of it, SIGKILL after 5 s, or at once when the signal aborts. */
  async stop(signal: AbortSignal): Promise<void> {
    const group = this.#group;
    this.#stopping = true;
    await group?.end(this.#options.clock, signal);
    this.#group = undefined;
  }

  /** How many lines it has said. */
  get saidLines(): number {
    return this.#forgotten + this.#lines.length;
  }

  /** The last lines that it said after so many, oldest first; without those that say where in a library an error came from. */
  lastLines(count: number, after: number): readonly string[] {
    const lines = this.#lines.slice(Math.max(0, after - this.#forgotten));
    return lines.filter((line) => line.trim() !== '' && !FRAME.test(line)).slice(-count);
  }

  /** Whether it said the name of this pod, not as a part of another name. */
  said(pod: string): boolean {
    const whole = new RegExp(`(?<![\\w-])${pod}(?![\\w-])`);
    return this.#lines.some((line) => whole.test(line));
  }

  /** What it is told of its cluster. */
  #told(): Record<string, string> {
    return {
      KUBECONFIG: this.#kubeconfig,
      SCHEDULER_NAME: this.#options.program.schedulerName,
      SCHEDULER_MODE: 'bind',
    };
  }

  readonly #onLine = (line: string, stream: 'stdout' | 'stderr'): void => {
    this.#lines.push(line);
    if (this.#lines.length > 2 * REMEMBERED_LINES) {
      this.#lines.splice(0, REMEMBERED_LINES);
      this.#forgotten += REMEMBERED_LINES;
    }
    this.#options.onLine(line, stream);
    this.#options.news.tell();
  };

  #writeKubeconfig(): void {
    const { proxy, token, folder } = this.#options;
    mkdirSync(folder, { recursive: true });
    writeFileSync(this.#kubeconfig, kubeconfigOf(proxy.server, token), { mode: 0o600 });
  }
}

/** Whether the answer to a list or watch of pods has begun. */
function hasPods({ log }: TrialProxy, since: number): boolean {
  return log
    .since(since)
    .some(({ resource, verb, status }) => resource === 'pods' && verb !== 'get' && status > 0);
}

/** One context. Nothing is to be verified of a server without TLS, which client-node wants to be told. */
function kubeconfigOf(server: string, token: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: trials
  cluster:
    server: ${server}
    insecure-skip-tls-verify: true
contexts:
- name: trials
  context:
    cluster: trials
    user: trials
current-context: trials
users:
- name: trials
  user:
    token: ${token}
`;
}
