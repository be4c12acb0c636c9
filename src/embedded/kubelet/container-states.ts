import { createHash } from 'node:crypto';
import type { Container, ContainerState, ContainerStatus, Pod } from '../data/types.ts';
import { msOf, timeOf } from '../../api/times.ts';
import { isSame } from '../controllers/workloads/template-hash.ts';
import type { Ending } from './simulated-command.ts';

/** The status of a container that has not started. */
export function waitingStatus(container: Container, reason: string): ContainerStatus {
  const volumeMounts = volumeMountsOf(container);
  return {
    name: container.name,
    state: { waiting: { reason } },
    lastState: {},
    ready: false,
    restartCount: 0,
    image: container.image ?? '',
    imageID: '',
    started: false,
    ...(volumeMounts.length > 0 ? { volumeMounts } : {}),
  };
}

/** The same container, running since `now`. What it ran before becomes its last state. */
export function startedStatus(
  pod: Pod,
  container: Container,
  old: ContainerStatus,
  now: number,
): ContainerStatus {
  const before = old.state?.terminated ?? old.lastState?.terminated;
  const restartCount = before ? old.restartCount + 1 : old.restartCount;
  const { requests } = container.resources ?? {};
  return {
    ...old,
    state: { running: { startedAt: timeOf(now) } },
    lastState: before ? { terminated: before } : {},
    ready: true,
    restartCount,
    imageID: `embedded://${hash(container.image ?? '')}`,
    containerID: containerId(pod, container.name, restartCount),
    started: true,
    ...(requests ? { allocatedResources: requests } : {}),
    resources: container.resources ?? {},
  };
}

/** The same container, which runs, with the size that it is to have: simulated programs do not mind. */
export function resizedStatus(container: Container, old: ContainerStatus): ContainerStatus {
  const resources = container.resources ?? {};
  if (isSame(old.resources ?? {}, resources)) return old;
  const { allocatedResources: _before, ...rest } = old;
  return { ...rest, ...(resources.requests ? { allocatedResources: resources.requests } : {}), resources };
}

/** The same container, ended. An init container that did its work counts as ready. */
export function endedStatus(
  old: ContainerStatus,
  exitCode: number,
  now: number,
  isInit: boolean,
): ContainerStatus {
  const startedAt = old.state?.running?.startedAt;
  return {
    ...old,
    state: {
      terminated: {
        exitCode,
        reason: exitCode === 0 ? 'Completed' : 'Error',
        ...(startedAt === undefined ? {} : { startedAt }),
        finishedAt: timeOf(now),
        ...(old.containerID === undefined ? {} : { containerID: old.containerID }),
      },
    },
    ready: isInit && exitCode === 0,
    started: false,
  };
}

/** The same container, waiting out its back-off. */
export function backOffStatus(pod: Pod, old: ContainerStatus): ContainerStatus {
  const { metadata } = pod;
  const where = `${old.name} pod=${metadata.name ?? ''}_${metadata.namespace ?? ''}(${metadata.uid ?? ''})`;
  const message = `back-off ${backOffText(backOffMs(old.restartCount))} restarting failed container=${where}`;
  const terminated = old.state?.terminated;
  const state: ContainerState = { waiting: { reason: 'CrashLoopBackOff', message } };
  return { ...old, state, lastState: terminated ? { terminated } : {}, ready: false, started: false };
}

/** When the container that runs now ends, in milliseconds; undefined when it does not by itself. */
export function endOf(status: ContainerStatus, ending: Ending | undefined): number | undefined {
  const startedAt = status.state?.running?.startedAt;
  return startedAt !== undefined && ending ? msOf(startedAt) + ending.seconds * 1_000 : undefined;
}

/** When a container that ended may start again: at once the first time, then after 10 s, 20 s, … up to five minutes. */
export function restartAt(status: ContainerStatus): number {
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  return msOf(ended?.finishedAt) + backOffMs(status.restartCount);
}

function backOffMs(restartCount: number): number {
  return restartCount === 0 ? 0 : Math.min(300_000, 10_000 * 2 ** (restartCount - 1));
}

/** As Go prints a duration. */
function backOffText(ms: number): string {
  const seconds = ms / 1_000;
  return seconds < 60
    ? `${String(seconds)}s`
    : `${String(Math.floor(seconds / 60))}m${String(seconds % 60)}s`;
}

function volumeMountsOf({ volumeMounts = [] }: Container): NonNullable<ContainerStatus['volumeMounts']> {
  return volumeMounts.map(({ name, mountPath, readOnly }) => ({
    name,
    mountPath,
    ...(readOnly ? { readOnly, recursiveReadOnly: 'Disabled' } : {}),
  }));
}

function containerId(pod: Pod, name: string, restartCount: number): string {
  return `embedded://${hash(`${pod.metadata.uid ?? ''}/${name}/${String(restartCount)}`)}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
