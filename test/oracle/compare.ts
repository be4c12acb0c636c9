import type { Verdict } from './cases.ts';

/** Where we part from upstream: which plugin it is about, and both sides. */
export interface Difference {
  readonly id: string;
  readonly plugin: string;
  readonly text: string;
}

/**
 * Every difference between upstream's verdict and our answer. `ours` are the plugins that we have: what another plugin of upstream's says
 * is not expected of us.
 */
export function differences(theirs: Verdict, our: Verdict, ours: ReadonlySet<string>): Difference[] {
  const found: Difference[] = [];
  const tell = (plugin: string, what: string, expected: unknown, actual: unknown) => {
    const [a, b] = [JSON.stringify(expected), JSON.stringify(actual)];
    if (a !== b) found.push({ id: theirs.id, plugin, text: `${what}: upstream ${a}, ours ${b}` });
  };
  const leavesOut = ['NodeName', 'NodeAffinity'].every((plugin) => ours.has(plugin));
  if (leavesOut) tell('preFilter', 'preFilter', theirs.preFilter, our.preFilter);
  compareNodes(theirs, our, ours, leavesOut, tell);
  const isWhole =
    leavesOut && Object.values(theirs.plugins ?? {}).every((plugin) => plugin === '' || ours.has(plugin));
  if (isWhole) {
    tell('feasible', 'feasible', theirs.feasible.toSorted(), our.feasible.toSorted());
    tell('message', 'message', theirs.message, our.message);
  }
  // upstream scores nothing when one node is left; the oracle does all the same
  if (our.scores) compareScores(theirs, our, ours, tell);
  return found;
}

type Tell = (plugin: string, what: string, expected: unknown, actual: unknown) => void;

function compareNodes(
  theirs: Verdict,
  our: Verdict,
  ours: ReadonlySet<string>,
  leavesOut: boolean,
  tell: Tell,
): void {
  const nodes = new Set([
    ...theirs.feasible,
    ...Object.keys(theirs.reasons ?? {}),
    ...Object.keys(our.reasons ?? {}),
  ]);
  for (const node of nodes) {
    const plugin = theirs.plugins?.[node];
    const [left, right] = [said(theirs, node), said(our, node)];
    if (plugin === undefined || (plugin === '' ? leavesOut : ours.has(plugin)))
      tell(plugin ?? our.plugins?.[node] ?? 'feasible', node, left, right);
  }
}

/** Reasons are a multiset: those of extended resources come in the order of a Go map. */
function said({ reasons, codes, plugins }: Verdict, node: string) {
  if (!reasons?.[node]) return 'fits';
  return [plugins?.[node], codes?.[node], reasons[node].toSorted()];
}

function compareScores(theirs: Verdict, our: Verdict, ours: ReadonlySet<string>, tell: Tell): void {
  const whole = ['NodeResourcesFit', 'NodeResourcesBalancedAllocation', 'ImageLocality', 'TaintToleration']
    .concat(['NodeAffinity', 'PodTopologySpread', 'InterPodAffinity'])
    .every((plugin) => ours.has(plugin));
  for (const node of theirs.feasible) {
    const [left, right] = [theirs.scores?.[node] ?? {}, our.scores?.[node] ?? {}];
    const plugins = new Set([...Object.keys(left), ...Object.keys(right)]);
    for (const plugin of plugins) {
      if (plugin === 'total' ? whole : ours.has(plugin))
        tell(plugin, `score on ${node}`, left[plugin] ?? 0, right[plugin] ?? 0);
    }
  }
}
