import type { Container, ContainerStatus, Pod, PodCondition, PodStatus } from '../data/types.ts';
import { timeOf } from '../../api/times.ts';
import { isSidecar } from '../../api/pod-requests.ts';

type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** The containers of a pod as they are. */
export interface Containers {
  readonly init: readonly ContainerStatus[];
  readonly regular: readonly ContainerStatus[];
  /** Those for debugging: nothing depends on them. */
  readonly ephemeral: readonly ContainerStatus[];
}

/** `getPhase` (pkg/kubelet/kubelet_pods.go) for containers that are all known. */
export function phaseOf(pod: Pod, { init, regular }: Containers): Phase {
  const policy = pod.spec?.restartPolicy ?? 'Always';
  const initFailed = init.some(({ name, state }) => {
    const isPlain = !sidecarNames(pod).has(name);
    return isPlain && policy === 'Never' && (state?.terminated?.exitCode ?? 0) !== 0;
  });
  if (initFailed) return 'Failed';
  const waiting = regular.filter(({ state, lastState }) => state?.waiting && !lastState?.terminated).length;
  if (waiting > 0) return 'Pending';
  if (regular.some(({ state }) => state?.running)) return 'Running';
  if (policy === 'Always') return 'Running';
  if (regular.every(({ state }) => state?.terminated?.exitCode === 0)) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

/**
 * The whole status that a kubelet writes for containers as they are (pkg/kubelet/status/generate.go): conditions of other writers stay,
 * times of conditions change only with their status. `phase` may be given where the pod is being ended.
 */
export function podStatus(
  pod: Pod,
  containers: Containers,
  network: Pick<PodStatus, 'podIP' | 'podIPs'>,
  now: number,
  phase: Phase = phaseOf(pod, containers),
): PodStatus {
  const old = pod.status ?? {};
  const observedGeneration = pod.metadata.generation ?? 0;
  const { init, regular, ephemeral } = containers;
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const hasSandbox = !isOver && [...init, ...regular].some(({ containerID }) => containerID);
  const said = conditionsOf(pod, containers, phase, hasSandbox);
  return {
    ...old,
    ...network,
    observedGeneration,
    phase,
    conditions: merged(old.conditions ?? [], said, observedGeneration, now),
    ...(init.length > 0 ? { initContainerStatuses: [...init] } : {}),
    containerStatuses: [...regular],
    ...(ephemeral.length > 0 ? { ephemeralContainerStatuses: [...ephemeral] } : {}),
  };
}

type Said = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>;

function conditionsOf(pod: Pod, containers: Containers, phase: Phase, hasSandbox: boolean): Said[] {
  const containersReady = readiness(pod, containers, phase);
  return [
    { type: 'PodReadyToStartContainers', ...sandbox(containers, hasSandbox) },
    { type: 'Initialized', ...initialization(pod, containers, phase) },
    { type: 'Ready', ...(containersReady.status === 'True' ? gates(pod) : containersReady) },
    { type: 'ContainersReady', ...containersReady },
    { type: 'PodScheduled', status: 'True' },
  ];
}

/** `GeneratePodReadyToStartContainersCondition`, with the words of pkg/kubelet/types/constants.go. */
function sandbox({ init, regular }: Containers, isReady: boolean): Omit<Said, 'type'> {
  if (isReady) return { status: 'True' };
  const wasThere = [...init, ...regular].some(({ containerID }) => containerID);
  const message = wasThere ? 'pod sandbox is not ready' : 'no pod sandbox exists';
  return { status: 'False', reason: 'PodSandboxNotReady', message };
}

function readiness(pod: Pod, { init, regular }: Containers, phase: Phase): Omit<Said, 'type'> {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const sidecars = sidecarNames(pod);
  const unready = [...init.filter(({ name }) => sidecars.has(name)), ...regular].filter(
    ({ ready }) => !ready,
  );
  if (unready.length === 0) return { status: 'True' };
  const names = unready.map(({ name }) => name).join(' ');
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${names}]`,
  };
}

function initialization(pod: Pod, { init, regular }: Containers, phase: Phase): Omit<Said, 'type'> {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  if (regular.some(({ state, lastState }) => !state?.waiting || lastState?.terminated))
    return { status: 'True' };
  const sidecars = sidecarNames(pod);
  const open = init.filter(({ name, started, ready }) => !(sidecars.has(name) ? started : ready));
  if (open.length === 0) return { status: 'True' };
  const names = open.map(({ name }) => name).join(' ');
  const message = `containers with incomplete status: [${names}]`;
  return { status: 'False', reason: 'ContainersNotInitialized', message };
}

/** Readiness gates are conditions that somebody else writes. */
function gates({ spec, status }: Pod): Omit<Said, 'type'> {
  const missing = (spec?.readinessGates ?? []).flatMap(({ conditionType }) => {
    const found = status?.conditions?.find(({ type }) => type === conditionType);
    if (!found) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    if (found.status === 'True') return [];
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${found.status}`];
  });
  return missing.length === 0
    ? { status: 'True' }
    : { status: 'False', reason: 'ReadinessGatesNotReady', message: missing.join(', ') };
}

function merged(
  old: readonly PodCondition[],
  said: readonly Said[],
  observedGeneration: number,
  now: number,
): PodCondition[] {
  const own = said.map((condition) => {
    const before = old.find(({ type }) => type === condition.type);
    const isSame = before?.status === condition.status;
    const lastTransitionTime = (isSame ? before.lastTransitionTime : undefined) ?? timeOf(now);
    return { observedGeneration, lastTransitionTime, ...condition };
  });
  const others = old.filter(({ type }) => !said.some((condition) => condition.type === type));
  return [...own, ...others];
}

function sidecarNames({ spec }: Pod): Set<string> {
  return new Set((spec?.initContainers ?? []).filter(isSidecar).map(({ name }: Container) => name));
}
