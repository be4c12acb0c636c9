import { screenToSvg } from '../../lib/screen-svg.ts';
import { frameOf } from '../../tui/frame.ts';
import { frameCells } from '../../tui/frame-cells.ts';
import { UNICODE } from '../../tui/marks.ts';
import type { Model } from '../../tui/model.ts';
import { themeOf } from '../../tui/theme.ts';
import { UI_START } from '../../tui/ui-state.ts';
import { CORDON, type NodeFacts, type Share } from '../../view/node-facts.ts';
import { type Facts as ScreenFacts, NO_FACTS } from '../../view/facts.ts';
import { reduce } from '../../view/reduce.ts';
import { startStory } from '../../view/story.ts';
import type { Facts, NodeFact } from '../../verify/facts.ts';
import type { DrawRecord } from '../../verify/picture.ts';

const SIZE = { columns: 100, rows: 40 };

/** What is not recorded has no amount that it could be a share of. */
const UNKNOWN: Share = { used: 0, of: 0 };

/**
 * The screen of `serve` as it would have looked when the last of these events was told, drawn from the record: the decisions are those that
 * the journal has, the nodes as the evidence saw them. It says of itself that it is drawn.
 */
export const drawRecord: DrawRecord = (events, facts) => {
  const last = events.at(-1);
  const { context } = facts.cluster;
  const model: Model = {
    about: {
      context,
      server: 'drawn from the recorded events',
      scheduler: facts.scheduler,
      readonly: false,
      marks: UNICODE,
    },
    ui: UI_START,
    story: reduce(startStory({ mode: 'bind', policy: 'least-pods' }), events),
    facts: screenFacts(facts),
    now: last ? Date.parse(last.time) : 0,
    size: SIZE,
  };
  const theme = themeOf('dark');
  return screenToSvg(frameCells(frameOf(model), theme), {
    title: `what ${facts.scheduler} told on ${context}: drawn from the recorded events, not photographed`,
    palette: 'dark',
  });
};

function screenFacts({ cluster }: Facts): ScreenFacts {
  const rows = cluster.nodes.map((node) => nodeRow(node, cluster.pods));
  const waiting = cluster.pods.filter(({ node }) => node === undefined).length;
  return {
    ...NO_FACTS,
    cluster: cluster.kind,
    nodes: { rows, from: 0, matching: rows.length, total: rows.length },
    pending: waiting,
    parked: waiting,
  };
}

function nodeRow({ name, ready, taints }: NodeFact, pods: Facts['cluster']['pods']): NodeFacts {
  const used = pods.filter(({ node }) => node === name).length;
  return {
    name,
    ready: ready ? 'True' : 'False',
    cordoned: taints.some((taint) => taint.startsWith(CORDON)),
    taints: taints.filter((taint) => !taint.startsWith(CORDON)),
    zone: '',
    pods: { used, of: 0 },
    podCount: used,
    cpu: UNKNOWN,
    memory: UNKNOWN,
  };
}
