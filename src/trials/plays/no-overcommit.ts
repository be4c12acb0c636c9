import { requestsOf } from '../../api/pod-requests.ts';
import { happens, idle, placeAll, settled, type Stage } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed } from '../verdicts.ts';
import { orders, workersOf } from './names.ts';
import { freeOn, quantity } from './room.ts';

/** Each worker takes two of them. */
const PART = 0.4;
const SILENCE_MS = 250;
/** client-go lets itself ask five times a second. */
const QUIET_MS = 350;

/** A burst of more pods than there is room for: exactly as many as fit are placed. */
export const noOvercommit: Trial = {
  id: 'no-overcommit',
  step: 4,
  title: 'does not overcommit in a burst',
  hints: [
    'Several pods come within a millisecond. When does your program know that the first one is on its node?',
    'The watch tells of your own binding only a moment after it, and until then the node still looks free.',
    'Decide one pod after the other, and count each on its node as soon as you have decided (kube-scheduler calls it "assume").',
  ],
  async play(stage) {
    const nodes = workersOf(stage);
    const free = nodes.map((node) => freeOn(stage, node, 'cpu'));
    const asked = Math.floor(Math.min(...free) * PART);
    const room = free.reduce((sum, amount) => sum + Math.floor(amount / asked), 0);
    const pods = orders('burst', room + nodes.length, { requests: { cpu: quantity('cpu', asked) } });
    const placed = (): string[] =>
      pods.map(({ name }) => name).filter((name) => stage.view.nodeOf(name) !== undefined);
    await settled(stage);
    await stage.scenery.pods(pods);
    const since = stage.clock.monotonic();
    const progress = (): number => placed().length;
    await stage.news.untilDone(() => placed().length >= room || !stage.program.runs, {
      progress,
      limitMs: stage.patience.ms,
      mostMs: MOST_MS,
    });
    if (placed().length > 0) stage.patience.placed((stage.clock.monotonic() - since) / placed().length);
    await happens(stage, () => placed().length > room, SILENCE_MS);
    await idle(stage, QUIET_MS);
    const over = nodes.find((node) => overcommitted(stage, node));
    if (over !== undefined) return overVerdict(stage, over, placed().length === pods.length);
    const elsewhere = placed().find((name) => !nodes.includes(stage.view.nodeOf(name) ?? ''));
    if (elsewhere !== undefined) {
      return notYet(
        `it placed ${elsewhere} on ${stage.view.nodeOf(elsewhere) ?? ''}, which is no worker`,
        'ignores-taints',
      );
    }
    if (placed().length >= room)
      return passed(`it placed ${String(room)} pods, for which there was room, and no more`);
    if (placed().length === 0) return notPlaced(stage, pods[0]?.name ?? '');
    return notYet(`it placed ${String(placed().length)} of ${String(room)} pods for which there was room`);
  },
};

const MOST_MS = 30_000;

/** Pods that its kubelet refused were placed there all the same. */
function overcommitted({ view }: Stage, node: string): boolean {
  const used = view
    .pods()
    .filter(({ spec }) => spec.nodeName === node)
    .reduce((sum, pod) => sum + (requestsOf(pod).get('cpu') ?? 0), 0);
  const allocatable = requestsOf({
    spec: {
      containers: [{ name: node, resources: { requests: view.node(node)?.status?.allocatable ?? {} } }],
    },
  });
  return used > (allocatable.get('cpu') ?? 0);
}

/** Who puts even a single pod where there is no room does not look at requests at all. */
async function overVerdict(stage: Stage, node: string, all: boolean): ReturnType<Trial['play']> {
  const found = `it placed more on ${node} than the node has, in a burst`;
  if (!all) return notYet(found, 'races-itself');
  const cpu = quantity('cpu', Math.max(...workersOf(stage).map((name) => freeOn(stage, name, 'cpu'))) + 1000);
  await settled(stage);
  const placed = await placeAll(stage, [{ name: 'alone', requests: { cpu } }]);
  return notYet(found, placed ? 'ignores-requests' : 'races-itself');
}
