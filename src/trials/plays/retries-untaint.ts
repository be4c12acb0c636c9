import { canPlace, CONTROL, settled } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed, seconds } from '../verdicts.ts';
import { tried, triedAgain } from './blocked.ts';
import { workersOf } from './names.ts';

/** Two pods wait for nodes without a taint; one is deleted; the taints go. */
export const retriesUntaint: Trial = {
  id: 'retries-untaint',
  step: 6,
  title: 'tries a pod again when the taint is gone',
  changesNodes: true,
  hints: [
    'Nothing happens to the pod when a taint is taken off. What does happen, and who is told?',
    'A watch on nodes says MODIFIED. Your program has to remember which pods fitted nowhere.',
    'Keep the pods without a node in a map by uid; on each change of a node, and every ten seconds, decide them again; on DELETED take the pod out.',
  ],
  async play(stage) {
    const { scenery, proxy, clock } = stage;
    if (!(await canPlace(stage))) return notPlaced(stage, CONTROL);
    const nodes = workersOf(stage);
    await scenery.taint(nodes);
    await settled(stage);
    await scenery.pods([{ name: 'patient' }, { name: 'gone' }]);
    await tried(stage, 'patient');
    const early = stage.view.nodeOf('patient');
    if (early !== undefined)
      return notYet(`it placed patient on ${early} in spite of the taint`, 'ignores-taints');
    await scenery.deletePod('gone');
    await settled(stage);
    const since = clock.monotonic();
    await scenery.untaint(nodes);
    const verdict = await triedAgain(stage, 'patient', 'the taints are gone');
    if (verdict) return verdict;
    const took = clock.monotonic() - since;
    await settled(stage);
    if (proxy.log.bindings('gone').some(({ at }) => at > since)) {
      return notYet('it tried to bind gone, which had been deleted while it waited', 'binds-gone');
    }
    return passed(`it placed patient ${seconds(took)} after the taints were gone`);
  },
};
