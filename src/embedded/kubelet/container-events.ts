import type { EventRecorder, Told } from '../controllers/runtime/event-recorder.ts';
import { PODS } from '../controllers/runtime/kinds.ts';
import type { Pod } from '../data/types.ts';
import type { ContainerNews } from './pod-step.ts';

/** Writes what happened to a container as events, in the words of pkg/kubelet/kuberuntime and pkg/kubelet/images. */
export function tellContainer(
  recorder: EventRecorder,
  pod: Pod,
  { container, isInit, what }: ContainerNews,
): void {
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  const image = [...initContainers, ...containers].find(({ name }) => name === container)?.image ?? '';
  const path = `spec.${isInit ? 'initContainers' : 'containers'}{${container}}`;
  const source = { component: 'kubelet', host: pod.spec?.nodeName ?? '' };
  for (const told of wordsOf(pod, container, image, what)) recorder.about(PODS, pod, source, told, path);
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
