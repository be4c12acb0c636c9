import { canPlace, CONTROL, happens, settled } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed } from '../verdicts.ts';
import { workersOf } from './names.ts';

const WATCHED_MS = 400;
/** Requests in that time. A program that waits before it tries again sends a handful. */
const HOT = 15;

/** Every node has a taint: the pod has to wait, and its events have to say why. */
export const saysFailed: Trial = {
  id: 'says-failed',
  step: 6,
  title: 'says in an event FailedScheduling why a pod waits',
  changesNodes: true,
  hints: [
    'A pod that hangs without a single event has no scheduler. How does yours differ?',
    'kube-scheduler writes an event of type Warning, reason FailedScheduling: "0/4 nodes are available: …".',
    'Where your filter leaves no node: create the event about the pod, count the reasons of the nodes in its message, and go on with the next pod.',
  ],
  async play(stage) {
    const { view, news, scenery, patience, proxy, clock } = stage;
    if (!(await canPlace(stage))) return notPlaced(stage, CONTROL);
    await scenery.taint(workersOf(stage));
    await settled(stage);
    await scenery.pod({ name: 'blocked' });
    const complaint = () => view.eventsOf('blocked').find(({ reason }) => reason === 'FailedScheduling');
    const isOver = (): boolean => complaint() !== undefined || view.nodeOf('blocked') !== undefined;
    await news.until(isOver, patience.ms);
    const since = clock.monotonic();
    await happens(stage, () => view.nodeOf('blocked') !== undefined, WATCHED_MS);
    const node = view.nodeOf('blocked');
    if (node !== undefined)
      return notYet(`it placed blocked on ${node}, whose taint it does not tolerate`, 'ignores-taints');
    const requests = proxy.log.since(since).length;
    if (requests > HOT) {
      return notYet(
        `it sent ${String(requests)} requests in ${String(WATCHED_MS)} ms while no node fitted`,
        'hot-loop',
      );
    }
    const event = complaint();
    if (event) return passed(`it says: ${event.note ?? ''}`);
    const [other] = view.eventsOf('blocked');
    const seen = other?.reason ? `, only one with reason ${other.reason}` : '';
    return notYet(
      `no node takes blocked, and there is no event FailedScheduling about it${seen}`,
      'no-failed-event',
    );
  },
};
