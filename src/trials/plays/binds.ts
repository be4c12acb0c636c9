import { placeAll, settled } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed } from '../verdicts.ts';
import { orders } from './names.ts';

const PODS = 3;
const RUNNING_LIMIT_MS = 5000;

/** Until the pods run: each change of them comes over the watch as well, and must not be taken for a new pod. */
export const binds: Trial = {
  id: 'binds',
  step: 4,
  title: 'binds each pod once',
  hints: [
    'A pod gets its node by one write. Nothing can change spec.nodeName of a pod directly.',
    'POST /api/v1/namespaces/NAMESPACE/pods/NAME/binding with a Binding: metadata.name is the pod, target the node.',
    'A watch tells of the same pod several times: as soon as spec.nodeName is set, it is none of your business any more.',
  ],
  async play(stage) {
    const pods = orders('bound', PODS);
    await placeAll(stage, pods);
    const missing = pods.find(({ name }) => stage.view.nodeOf(name) === undefined);
    if (missing) return notPlaced(stage, missing.name);
    const started = ({ name }: { readonly name: string }): boolean =>
      stage.view.pod(name)?.status?.phase !== 'Pending';
    await stage.news.until(() => pods.every(started), RUNNING_LIMIT_MS);
    await settled(stage);
    for (const { name } of pods) {
      const all = stage.proxy.log.bindings(name);
      const first = all.findIndex(({ status }) => status > 0 && status < 300);
      const again = all.length - 1 - first;
      if (first >= 0 && again > 0) {
        return notYet(
          `it tried to bind ${name} ${String(again)} more times after it was bound`,
          'binds-twice',
        );
      }
    }
    return passed(`it bound ${String(PODS)} pods, each once`);
  },
};
