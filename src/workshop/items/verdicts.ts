import type { Decided, SchedulerEvent, Unschedulable } from '../../scheduler/events.ts';
import type { Play } from './scene.ts';
import type { Item } from './schema.ts';

/** Shows what the scheduler thought of each node when it last decided about a pod. */
export const playVerdicts: Play<Extract<Item, { verdicts: unknown }>> = (item, { stage }) => {
  const decision = stage.told.findLast((event) => isDecisionAbout(event, item.verdicts));
  if (decision) {
    stage.workshop.observe({
      type: 'verdicts',
      pod: item.verdicts,
      nodes: decision.nodes,
      ...(decision.type === 'decided' ? { chosen: decision.node } : {}),
    });
  } else {
    const text = stage.workshop.settings.attach
      ? `What it thought of each node stands in your other terminal.`
      : `The scheduler has not told what it thought of each node for ${item.verdicts}.`;
    stage.workshop.observe({ type: 'notice', level: 'info', text });
  }
  return Promise.resolve(true);
};

function isDecisionAbout(event: SchedulerEvent, pod: string): event is Decided | Unschedulable {
  return (event.type === 'decided' || event.type === 'unschedulable') && event.pod.name === pod;
}
