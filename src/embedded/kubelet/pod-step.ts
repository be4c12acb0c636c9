import type { Container, ContainerStatus, Pod, PodStatus } from '../data/types.ts';
import { isSidecar } from '../../api/pod-requests.ts';
import { controllerOf } from '../controllers/runtime/owners.ts';
import {
  backOffStatus,
  endedStatus,
  endOf,
  resizedStatus,
  restartAt,
  startedStatus,
  waitingStatus,
} from './container-states.ts';
import type { Containers } from './pod-status.ts';
import { endingOf, type Ending } from './simulated-command.ts';

/** What a kubelet tells about a container. */
export interface ContainerNews {
  readonly container: string;
  readonly isInit: boolean;
  readonly what: 'started' | 'killing' | 'back-off' | 'resized';
}

/** Where the containers of a pod are now, what happened on the way, and when to look again. */
export interface PodStep {
  readonly containers: Containers;
  readonly news: readonly ContainerNews[];
  /** Milliseconds since the epoch; undefined when nothing will happen by itself. */
  readonly lookAgainAt: number | undefined;
}

/** SIGTERM, as a shell reports it: what a program that does not handle it ends with. */
const TERMINATED = 143;

/** Every container as it is before its image is there. */
export function waitingContainers({ spec }: Pod): Containers {
  const { initContainers = [], containers = [] } = spec ?? {};
  const reason = initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  return {
    init: initContainers.map((container) => waitingStatus(container, reason)),
    regular: containers.map((container) => waitingStatus(container, reason)),
    ephemeral: [],
  };
}

/**
 * Moves the containers of a pod on to `now`: init containers one after the other, sidecars among them stay, then all others at once; ended
 * ones start again as the restart policy says. Everything follows from the status, so a kubelet that was away catches up.
 */
export function stepContainers(pod: Pod, now: number): PodStep {
  const step = new Step(pod, now);
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  const init: ContainerStatus[] = [];
  const waiting = waitingContainers(pod);
  let isReady: boolean = true;
  for (const [at, container] of initContainers.entries()) {
    const old = pod.status?.initContainerStatuses?.[at] ?? waiting.init[at];
    if (!old) continue;
    const status: ContainerStatus = isReady ? step.move(container, old, true) : old;
    init.push(status);
    isReady &&= isSidecar(container) ? status.started === true : status.ready;
  }
  const regular = containers.flatMap((container, at) => {
    const old = pod.status?.containerStatuses?.[at] ?? waiting.regular[at];
    if (!old) return [];
    return [isReady ? step.move(container, old, false) : old];
  });
  const ephemeral = isReady
    ? debuggersOf(pod).map(({ container, old }) => step.moveOnce(container, old))
    : [];
  return { containers: { init, regular, ephemeral }, news: step.news, lookAgainAt: step.lookAgainAt };
}

/** The containers for debugging, and where they were. */
function debuggersOf({
  spec,
  status,
}: Pod): readonly { readonly container: Container; readonly old: ContainerStatus }[] {
  return (spec?.ephemeralContainers ?? []).map(({ targetContainerName: _target, ...container }) => {
    const known = status?.ephemeralContainerStatuses?.find(({ name }) => name === container.name);
    const { started: _started, ...waiting } = waitingStatus(container, 'ContainerCreating');
    return { container, old: known ?? waiting };
  });
}

/** Ends all that runs, as SIGTERM does: simulated programs stop at once. */
export function stopContainers(pod: Pod, now: number): PodStep {
  const news: ContainerNews[] = [];
  const stop = (containers: readonly Container[], statuses: readonly ContainerStatus[], isInit: boolean) =>
    statuses.map((status) => {
      if (!status.state?.running) return status;
      news.push({ container: status.name, isInit, what: 'killing' });
      const container = containers.find(({ name }) => name === status.name);
      const exitCode = (container?.command ?? container?.args ?? []).length > 0 ? TERMINATED : 0;
      return endedStatus(status, exitCode, now, false);
    });
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  const debuggers = debuggersOf(pod);
  const { initContainerStatuses = [], containerStatuses = [] }: PodStatus = pod.status ?? {};
  const regular = stop(containers, containerStatuses, false);
  const ephemeral = stop(
    debuggers.map(({ container }) => container),
    debuggers.map(({ old }) => old),
    false,
  );
  return {
    containers: { init: stop(initContainers, initContainerStatuses, true), regular, ephemeral },
    news,
    lookAgainAt: undefined,
  };
}

class Step {
  readonly news: ContainerNews[] = [];
  readonly #pod: Pod;
  readonly #now: number;
  #next = Infinity;

  constructor(pod: Pod, now: number) {
    this.#pod = pod;
    this.#now = now;
  }

  get lookAgainAt(): number | undefined {
    return this.#next === Infinity ? undefined : this.#next;
  }

  /** As many changes as fall due until now; a container that ends at once ends in the step that starts it, but runs again in a later one. */
  move(container: Container, old: ContainerStatus, isInit: boolean): ContainerStatus {
    const running = old.state?.running
      ? this.#sized(container, old, isInit)
      : this.#start(container, old, isInit);
    if (!running.state?.running) return running;
    const ending = this.#endingOf(container, isInit);
    const end = endOf(running, ending);
    if (end === undefined || !ending) return running;
    if (end > this.#now) {
      this.#lookAt(end);
      return running;
    }
    const ended = endedStatus(
      running,
      ending.exitCode,
      Math.max(end, this.#now),
      isInit && !isSidecar(container),
    );
    if (this.#restarts(container, isInit, ending.exitCode))
      this.#lookAt(Math.max(restartAt(ended), this.#now + 1_000));
    return ended;
  }

  /** A container for debugging: it runs once, and nobody waits for it to be ready. */
  moveOnce(container: Container, old: ContainerStatus): ContainerStatus {
    if (old.state?.terminated) return old;
    const running = old.state?.running ? old : this.#begun(container, old);
    const ending = endingOf(container);
    const end = endOf(running, ending);
    if (end === undefined || !ending) return running;
    if (end <= this.#now) return endedStatus(running, ending.exitCode, Math.max(end, this.#now), false);
    this.#lookAt(end);
    return running;
  }

  #begun(container: Container, old: ContainerStatus): ContainerStatus {
    const { started: _started, ...begun } = this.#started(container, old, false);
    return { ...begun, ready: false };
  }

  #sized(container: Container, old: ContainerStatus, isInit: boolean): ContainerStatus {
    const sized = resizedStatus(container, old);
    if (sized !== old) this.news.push({ container: container.name, isInit, what: 'resized' });
    return sized;
  }

  #start(container: Container, old: ContainerStatus, isInit: boolean): ContainerStatus {
    const ended =
      old.state?.terminated ??
      (old.state?.waiting?.reason === 'CrashLoopBackOff' ? old.lastState?.terminated : undefined);
    if (!ended) return this.#started(container, old, isInit);
    if (!this.#restarts(container, isInit, ended.exitCode)) return old;
    const due = restartAt(old);
    if (due <= this.#now) return this.#started(container, old, isInit);
    this.#lookAt(due);
    if (old.state?.waiting) return old;
    this.news.push({ container: container.name, isInit, what: 'back-off' });
    return backOffStatus(this.#pod, old);
  }

  #started(container: Container, old: ContainerStatus, isInit: boolean): ContainerStatus {
    this.news.push({ container: container.name, isInit, what: 'started' });
    const started = startedStatus(this.#pod, container, old, this.#now);
    // an init container is ready when it has done its work
    return isInit && !isSidecar(container) ? { ...started, ready: false } : started;
  }

  #restarts(container: Container, isInit: boolean, exitCode: number): boolean {
    const policy = this.#pod.spec?.restartPolicy ?? 'Always';
    if (isSidecar(container)) return true;
    if (isInit) return exitCode !== 0 && policy !== 'Never';
    return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
  }

  /** A program that we know nothing of runs for ever, unless it is there to end: in an init container at once, in a job after a second. */
  #endingOf(container: Container, isInit: boolean): Ending | undefined {
    const known = endingOf(container);
    if (known || isSidecar(container)) return known;
    if (isInit) return { exitCode: 0, seconds: 0 };
    return controllerOf(this.#pod)?.kind === 'Job' ? { exitCode: 0, seconds: 1 } : undefined;
  }

  #lookAt(time: number): void {
    this.#next = Math.min(this.#next, time);
  }
}
