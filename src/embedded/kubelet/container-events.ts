import type { EventRecorder, Told } from '../controllers/runtime/event-recorder.ts';
import { PODS } from '../controllers/runtime/kinds.ts';
import type { Container, Pod } from '../data/types.ts';
import type { ContainerNews } from './pod-step.ts';

/** Writes what happened to a container as events, in the words of pkg/kubelet/kuberuntime and pkg/kubelet/images. */
export function tellContainer(
  recorder: EventRecorder,
  pod: Pod,
  { container, isInit, what }: ContainerNews,
): void {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const image =
    [...initContainers, ...containers, ...ephemeralContainers].find(({ name }) => name === container)
      ?.image ?? '';
  const isEphemeral = ephemeralContainers.some(({ name }) => name === container);
  const list = isInit ? 'initContainers' : isEphemeral ? 'ephemeralContainers' : 'containers';
  const path = `spec.${list}{${container}}`;
  const source = { component: 'kubelet', host: pod.spec?.nodeName ?? '' };
  for (const told of wordsOf(pod, container, image, what)) recorder.about(PODS, pod, source, told, path);
}

/** That a pod has the size it was to have (pkg/kubelet/events/resize.go). */
export function tellResize(recorder: EventRecorder, pod: Pod): void {
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  const summary = {
    ...(initContainers.length > 0 ? { initContainers: sizes(initContainers) } : {}),
    containers: sizes(containers),
    generation: pod.metadata.generation ?? 0,
  };
  const source = { component: 'kubelet', host: pod.spec?.nodeName ?? '' };
  const message = `Pod resize completed: ${JSON.stringify(summary)}`;
  recorder.about(PODS, pod, source, normal('ResizeCompleted', message));
}

function sizes(containers: readonly Container[]): object[] {
  return containers.map(({ name, resources = {} }) => ({ name, resources }));
}

function wordsOf(pod: Pod, container: string, image: string, what: ContainerNews['what']): Told[] {
  const { name = '', namespace = '', uid = '' } = pod.metadata;
  switch (what) {
    case 'started':
      return [
        normal(
          'Pulled',
          `Container image "${image}" already present on machine and can be accessed by the pod`,
        ),
        normal('Created', 'Container created'),
        normal('Started', 'Container started'),
      ];
    case 'resized':
      // told of the whole pod: `tellResize`
      return [];
    case 'killing':
      return [normal('Killing', `Stopping container ${container}`)];
    case 'back-off': {
      const message = `Back-off restarting failed container ${container} in pod ${name}_${namespace}(${uid})`;
      return [{ type: 'Warning', reason: 'BackOff', message }];
    }
  }
}

function normal(reason: string, message: string): Told {
  return { type: 'Normal', reason, message };
}
