import type { Pod } from '../../api/types.ts';
import type { PodOrder } from '../pod-order.ts';
import { placeAll, settled, type Stage } from '../stage.ts';
import type { Trial, Verdict } from '../trial.ts';
import { notPlaced, notYet, passed } from '../verdicts.ts';
import { bestBy, countingRules, countsBy, explains } from './counts.ts';
import { FILLER, orders, workersOf } from './names.ts';

const BURST = 4;
const DAEMONS = 3;
const FINISHED = 3;
const FINISH_LIMIT_MS = 5000;

/**
 * First with ordinary pods only; then with finished ones and daemons about, so many that whoever counts them takes another node, and which
 * one tells what was counted.
 */
export const fewestPods: Trial = {
  id: 'fewest-pods',
  step: 3,
  title: 'takes the node with the fewest pods',
  workers: 2,
  hints: [
    'For each node that is left: how many pods have its name in spec.nodeName? In all namespaces.',
    'Two kinds of pods are no load: those that every node has (DaemonSets), and those that have finished.',
    'Leave out pods with an ownerReference of kind DaemonSet, and those whose status.phase is Succeeded or Failed; then take the lowest count.',
  ],
  async play(stage) {
    const nodes = workersOf(stage);
    const target = nodes.at(-1) ?? '';
    return (
      (await withOrdinaryPods(stage, nodes, target)) ??
      (await withOtherPods(stage, nodes, target)) ??
      passed(`it took ${target}, which had the fewest, each time`)
    );
  },
};

async function withOrdinaryPods(
  stage: Stage,
  nodes: readonly string[],
  target: string,
): Promise<Verdict | undefined> {
  // the first node is the only one without a pod of the program's own
  const own = nodes.slice(1).map((node, index) => ({ name: `own-${String(index)}`, node }));
  await stage.scenery.pods(own);
  await level(stage, nodes, (node, index) => (node === target ? 0 : BURST + (index === 0 ? 0 : 1)));
  return judged(stage, nodes, orders('light', BURST), target);
}

async function withOtherPods(
  stage: Stage,
  nodes: readonly string[],
  target: string,
): Promise<Verdict | undefined> {
  await level(stage, nodes, (node, index) => (node === target ? 0 : index === 0 ? 2 : 1));
  const finished = orders('finished', FINISHED, { node: target, refused: true, schedulerName: FILLER });
  await stage.scenery.pods(finished);
  for (let index = 1; index <= DAEMONS; index += 1) {
    // one node less has the last: then who counts daemons takes the first node, who counts finished pods the second
    const on = index === DAEMONS ? [target] : nodes.slice(1);
    await stage.scenery.daemons(`daemons-${String(index)}`, on);
  }
  await stage.news.until(() => refusedPods(stage) >= FINISHED, FINISH_LIMIT_MS);
  return judged(stage, nodes, orders('lighter', 1), target);
}

function refusedPods({ view }: Stage): number {
  return view.ownPods().filter(({ status }) => status?.phase === 'Failed').length;
}

/** Fillers, so that every node has as many pods as the fullest one, and so many more. */
async function level(
  stage: Stage,
  nodes: readonly string[],
  more: (node: string, index: number) => number,
): Promise<void> {
  const [right] = countingRules(stage.schedulerName);
  const counts = countsBy(right, nodes, stage.view.pods());
  const most = Math.max(...counts.values());
  const fillers = nodes.flatMap((node, index) => {
    const count = most - (counts.get(node) ?? 0) + more(node, index);
    return orders(`filler-${String(most)}-${String(index)}`, count, { node, schedulerName: FILLER });
  });
  await stage.scenery.pods(fillers);
}

/** Undefined when all these pods went to the target. */
async function judged(
  stage: Stage,
  nodes: readonly string[],
  pods: readonly PodOrder[],
  target: string,
): Promise<Verdict | undefined> {
  await settled(stage);
  const before = stage.view.pods();
  await placeAll(stage, pods);
  const nodeOf = ({ name }: PodOrder): string | undefined => stage.view.nodeOf(name);
  if (pods.some((pod) => ![undefined, target].includes(nodeOf(pod)))) {
    return misplaced(stage, nodes, before, pods);
  }
  const missing = pods.find((pod) => nodeOf(pod) === undefined);
  return missing && notPlaced(stage, missing.name);
}

function misplaced(
  stage: Stage,
  nodes: readonly string[],
  before: readonly Pod[],
  pods: readonly PodOrder[],
): Verdict {
  const { schedulerName, view, proxy } = stage;
  const [right, ...wrong] = countingRules(schedulerName);
  const boundAt = ({ metadata }: Pod): number => proxy.log.bindings(metadata.name)[0]?.at ?? 0;
  const placed = pods
    .flatMap(({ name }) => view.pod(name) ?? [])
    .filter(({ spec }) => spec.nodeName)
    .toSorted((a, b) => boundAt(a) - boundAt(b));
  const rule = wrong.find((one) => explains(one, nodes, before, placed));
  const found = firstWrong(right, nodes, before, placed);
  if (found === undefined)
    return notYet('it placed several pods as if each were the only one', 'does-not-count');
  const isElsewhere = !nodes.includes(found.node);
  return notYet(found.text, isElsewhere ? 'ignores-taints' : (rule?.mistake ?? 'does-not-count'));
}

function firstWrong(
  right: Parameters<typeof bestBy>[0],
  nodes: readonly string[],
  before: readonly Pod[],
  placed: readonly Pod[],
): { readonly node: string; readonly text: string } | undefined {
  for (const [index, pod] of placed.entries()) {
    const then = [...before, ...placed.slice(0, index)];
    const [best = ''] = bestBy(right, nodes, then);
    const counts = countsBy(right, nodes, then);
    const { nodeName: node = '' } = pod.spec;
    const had = counts.get(node);
    const text = `it placed ${pod.metadata.name} on ${node}, which `;
    if (had === undefined) return { node, text: `${text}is no worker` };
    const fewest = counts.get(best) ?? 0;
    if (had > fewest) {
      return { node, text: `${text}had ${String(had)} pods that count; ${best} had ${String(fewest)}` };
    }
  }
  return undefined;
}
