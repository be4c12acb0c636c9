import type { KubeEvent } from '../../api/types.ts';
import { placeAll, type Stage } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed } from '../verdicts.ts';

const EVENT_LIMIT_MS = 3000;
const POD = 'told';

/** `kubectl describe pod` shows it, which looks for events by the pod's name, namespace and uid. */
export const saysScheduled: Trial = {
  id: 'says-scheduled',
  step: 4,
  title: 'says so in an event Scheduled',
  hints: [
    'kubectl describe pod, at the very end: who says what happened? Look at a pod of the default scheduler.',
    'An event is an object of its own, in the namespace of the pod; involvedObject points at the pod.',
    'Create an Event: type Normal, reason Scheduled, involvedObject with kind, namespace, name and uid, source.component your name.',
  ],
  async play(stage) {
    if (!(await placeAll(stage, [{ name: POD }]))) return notPlaced(stage, POD);
    const about = (): KubeEvent | undefined =>
      scheduledEvents(stage).find((event) => isAttached(stage, event));
    if (await stage.news.until(() => about() !== undefined, Math.min(EVENT_LIMIT_MS, stage.patience.ms))) {
      const event = about();
      const from = event?.reportingController || event?.deprecatedSource?.component;
      if (!from)
        return notYet(
          'its event Scheduled has neither a source nor a reportingController',
          'event-anonymous',
        );
      return passed(`${from} says: ${event?.note ?? ''}`);
    }
    const [other] = scheduledEvents(stage);
    if (other) {
      const { kind = '', name = '', uid } = other.regarding ?? {};
      const what = `${kind} ${name}, ${uid ? 'with another uid' : 'without a uid'}`;
      return notYet(
        `its event Scheduled is about ${what}, so kubectl describe does not show it`,
        'event-elsewhere',
      );
    }
    const lost = stage.proxy.log
      .since(0)
      .find(({ resource, verb, status }) => resource === 'events' && verb === 'create' && status >= 400);
    if (lost) return notYet(`its event was refused with ${String(lost.status)}`, 'event-elsewhere');
    const [another] = stage.view.eventsOf(POD).filter(({ reportingController: from }) => from !== 'kubelet');
    const seen = another?.reason ? `; there is one with reason ${another.reason}` : '';
    return notYet(
      `${POD} was placed, and there is no event with reason Scheduled about it${seen}`,
      'no-scheduled-event',
    );
  },
};

/** Those that may be meant for the pod: an event without a pod may be about any. */
function scheduledEvents({ view }: Stage): KubeEvent[] {
  return view.events().filter(({ reason, regarding, note }) => {
    return reason === 'Scheduled' && (regarding?.name === POD || (note ?? '').includes(POD));
  });
}

function isAttached({ view }: Stage, { regarding }: KubeEvent): boolean {
  const uid = view.pod(POD)?.metadata.uid;
  return regarding?.kind === 'Pod' && regarding.name === POD && regarding.uid === uid;
}
