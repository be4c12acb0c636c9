import { isSidecar } from '../../api/pod-requests.ts';
import type { ContainerStatus, Pod, PodStatus } from '../data/types.ts';
import { printer, type Cell, type Printers, type Since } from './cells.ts';

/** What kubectl shows of pods (`printPod`). */
export const PODS: Printers = {
  pods: printer<Pod>((pod, since) => {
    const { name = '', creationTimestamp } = pod.metadata;
    const { ready, total, reason, restarts } = summary(pod, since);
    const readiness = `${String(ready)}/${String(total)}`;
    return [name, readiness, reason, restarts, since(creationTimestamp), ...wide(pod)];
  }),
};

function wide({ spec, status }: Pod): Cell[] {
  return [
    status?.podIPs?.[0]?.ip || '<none>',
    spec?.nodeName || '<none>',
    status?.nominatedNodeName || '<none>',
    readinessGates(spec?.readinessGates ?? [], status),
  ];
}

function readinessGates(gates: readonly { conditionType: string }[], status: PodStatus | undefined): string {
  if (gates.length === 0) return '<none>';
  const open = gates.filter(({ conditionType }) => isTrue(status, conditionType));
  return `${String(open.length)}/${String(gates.length)}`;
}

interface Summary {
  readonly ready: number;
  readonly total: number;
  readonly reason: string;
  readonly restarts: string;
}

/** How often containers were started again, and when last. */
interface Restarts {
  readonly count: number;
  /** Milliseconds since the epoch; 0: not known. */
  readonly last: number;
}

const NONE: Restarts = { count: 0, last: 0 };

function summary(pod: Pod, since: Since): Summary {
  const { spec, status = {} } = pod;
  const sidecars = new Set((spec?.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const total = (spec?.containers ?? []).length + sidecars.size;
  const init = initialization(pod, sidecars);
  const before = init.reason ?? phaseOf(status);
  if (init.reason !== undefined && !isTrue(status, 'Initialized')) {
    return { ready: init.ready, total, reason: ending(pod, before), restarts: text(init.restarts, since) };
  }
  const main = running(status, before);
  return {
    ready: init.ready + main.ready,
    total,
    reason: ending(pod, main.reason),
    restarts: text([init.sidecarRestarts, ...(status.containerStatuses ?? [])].reduce(added, NONE), since),
  };
}

function phaseOf({ phase = '', reason, conditions = [] }: PodStatus): string {
  const gated = conditions.some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : reason || phase;
}

interface Initialization {
  readonly ready: number;
  readonly restarts: Restarts;
  readonly sidecarRestarts: Restarts;
  /** `Init:1/3`: of the first init container that is not done; missing when all are. */
  readonly reason?: string;
}

function initialization({ spec, status }: Pod, sidecars: ReadonlySet<string>): Initialization {
  const statuses = status?.initContainerStatuses ?? [];
  const isUp = ({ name, started }: ContainerStatus): boolean => sidecars.has(name) && started === true;
  const isDone = (container: ContainerStatus): boolean =>
    container.state?.terminated?.exitCode === 0 || isUp(container);
  const at = statuses.findIndex((container) => !isDone(container));
  const seen = at < 0 ? statuses : statuses.slice(0, at + 1);
  const current = statuses[at];
  const of = (spec?.initContainers ?? []).length;
  return {
    ready: seen.filter((one) => isUp(one) && one.ready && one.state?.terminated?.exitCode !== 0).length,
    restarts: seen.reduce(added, NONE),
    sidecarRestarts: seen.filter(({ name }) => sidecars.has(name)).reduce(added, NONE),
    ...(current ? { reason: `Init:${initReason(current) ?? `${String(at)}/${String(of)}`}` } : {}),
  };
}

function initReason({ state }: ContainerStatus): string | undefined {
  if (state?.terminated) return endReason(state.terminated);
  const waiting = state?.waiting?.reason ?? '';
  return waiting === '' || waiting === 'PodInitializing' ? undefined : waiting;
}

function endReason({ reason, signal, exitCode }: Terminated): string {
  if (reason) return reason;
  return signal ? `Signal:${String(signal)}` : `ExitCode:${String(exitCode)}`;
}

type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

/** Of the containers proper: the first one that has something to say says it. */
function running(status: PodStatus, before: string): { readonly ready: number; readonly reason: string } {
  let [reason, errorReason, ready] = [before, '', 0];
  for (const { state, ready: isReady } of (status.containerStatuses ?? []).toReversed()) {
    const { waiting, terminated } = state ?? {};
    if (waiting?.reason) reason = waiting.reason;
    else if (terminated) {
      reason = endReason(terminated);
      if (terminated.exitCode !== 0) errorReason = reason;
    } else if (isReady && state?.running) ready += 1;
  }
  if (reason !== 'Completed') return { ready, reason };
  // some are done, others are not
  if (ready > 0 && isTrue(status, 'Ready')) return { ready, reason: 'Running' };
  return { ready, reason: errorReason || (ready > 0 ? 'NotReady' : reason) };
}

function ending({ metadata, status }: Pod, reason: string): string {
  if (metadata.deletionTimestamp === undefined) return reason;
  if (status?.reason === 'NodeLost') return 'Unknown';
  return ['Succeeded', 'Failed'].includes(status?.phase ?? '') ? reason : 'Terminating';
}

function isTrue(status: PodStatus | undefined, type: string): boolean {
  return status?.conditions?.find((condition) => condition.type === type)?.status === 'True';
}

function added(sum: Restarts, more: ContainerStatus | Restarts): Restarts {
  if ('count' in more) return { count: sum.count + more.count, last: Math.max(sum.last, more.last) };
  const { finishedAt } = more.lastState?.terminated ?? {};
  const last = finishedAt ? Date.parse(finishedAt) : 0;
  return { count: sum.count + more.restartCount, last: Math.max(sum.last, last) };
}

function text({ count, last }: Restarts, since: Since): string {
  if (count === 0 || last === 0) return String(count);
  return `${String(count)} (${since(new Date(last).toISOString())} ago)`;
}
