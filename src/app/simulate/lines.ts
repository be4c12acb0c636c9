import { wayOutText } from '../../simulate/nearest.ts';
import type { Placement, SimulatedNode, Simulation } from '../../simulate/simulate.ts';
import { bytesText, cpuText } from '../../view/amounts.ts';
import { bar, nodePicture } from '../../workshop/node-picture.ts';
import { paint, sign, type Style, wrap } from '../../workshop/style.ts';
import { tableLines } from '../../workshop/table.ts';
import type { SimulateDocument } from './simulate.ts';

const MOST_NODES = 40;

/** What would happen, as a person reads it: the sum, a picture of the nodes, what does not fit and why. `wide`: every pod's node. */
export function simulationLines(told: SimulateDocument, style: Style, wide: boolean): string[] {
  const { results, isEmbedded } = told;
  const where = isEmbedded ? ' (embedded cluster, simulated nodes)' : '';
  const [first] = results;
  if (!first) return [];
  return [
    paint(`Only thought, nothing was written${where}.`, 'dim', style),
    ...(results.length === 1 ? one(first, style, wide) : sideBySide(results, style)),
    ...told.ignored.map((what) => paint(`${what} is no workload and was left out.`, 'dim', style)),
  ];
}

function one(
  { policy, simulation }: SimulateDocument['results'][number],
  style: Style,
  wide: boolean,
): string[] {
  const { placements, nodes } = simulation;
  return [
    paint(sentence(policy, simulation), 'title', style),
    '',
    ...picture(nodes, style),
    ...(wide ? ['', ...tableLines(placements.map(({ pod, node = '-' }) => [`  ${pod}`, node]))] : []),
    ...preemptions(placements, style),
    ...failures(placements, style),
  ];
}

function sentence(policy: string, { placed, pending, preempted }: Simulation): string {
  const fit =
    pending === 0 ? `all ${placed} would be placed` : `${placed} of ${placed + pending} would be placed`;
  const cost = preempted.length === 0 ? '' : `, ${preempted.length} other pods preempted`;
  return `By policy ${policy} ${fit}${cost}.`;
}

/** One row for each node: how full, and a letter for each pod that came. */
function picture(nodes: readonly SimulatedNode[], style: Style): string[] {
  const rows = nodes.map(({ name, isNew, requested, allocatable, pods }) => ({
    name,
    isNew,
    cells: [
      `${bar(requested.milliCpu / allocatable.milliCpu, style)} ${cpuText(requested.milliCpu)}/${cpuText(allocatable.milliCpu)}`,
      `${bar(requested.memory / allocatable.memory, style)} ${bytesText(requested.memory)}/${bytesText(allocatable.memory)}`,
      `${pods.length}/${allocatable.pods}`,
    ],
    pods,
  }));
  return nodePicture(['CPU', 'MEMORY', 'PODS'], rows, 'there already', style);
}

function preemptions(placements: readonly Placement[], style: Style): string[] {
  const lines = placements.flatMap(({ pod, node, preempted = [] }) =>
    preempted.length === 0
      ? []
      : [`${pod} would take the place of ${preempted.join(', ')} on ${node ?? ''}.`],
  );
  const hint = `${paint(sign('hint', style), 'warning', style)} `;
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrap(line, style.width, hint, '  '))];
}

/** Pods of one source that fail for the same reason are told once. */
function failures(placements: readonly Placement[], style: Style): string[] {
  const failed = placements.filter(({ node }) => node === undefined);
  const groups = Map.groupBy(failed, ({ source, message }) => `${source}\n${message ?? ''}`);
  const bad = `${paint(sign('bad', style), 'bad', style)} `;
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const what = group.length === 1 ? first.pod : `${group.length} pods of ${first.source}`;
    const way = first.wayOut ? ` ${group.length === 1 ? 'It' : 'One'} ${wayOutText(first.wayOut)}.` : '';
    return ['', ...wrap(`${what}: ${first.message ?? ''}${way}`, style.width, bad, '  ')];
  });
}

/** A column for each policy: how many of the pods that came each node would have. */
function sideBySide(results: SimulateDocument['results'], style: Style): string[] {
  const names = results[0]?.simulation.nodes.map(({ name }) => name) ?? [];
  const head = ['  NODE', ...results.map(({ policy }) => policy.toUpperCase())];
  const rows = names.slice(0, MOST_NODES).map((name) => [
    `  ${name}`,
    ...results.map(({ simulation }) => {
      const came = cameTo(simulation, name);
      const sign = style.unicode ? '■' : '#';
      return came === 0 ? '-' : `${came} ${sign.repeat(Math.min(came, 20))}`;
    }),
  ]);
  const sum = (pick: (simulation: Simulation) => number) =>
    results.map(({ simulation }) => String(pick(simulation)));
  return [
    '',
    ...tableLines([
      head,
      ...rows,
      ['  placed', ...sum(({ placed }) => placed)],
      ['  not placed', ...sum(({ pending }) => pending)],
      ['  preempted', ...sum(({ preempted }) => preempted.length)],
      [
        '  nodes used',
        ...sum(({ nodes }) => nodes.filter(({ pods }) => pods.some(({ isNew }) => isNew)).length),
      ],
    ]),
  ];
}

function cameTo({ nodes }: Simulation, name: string): number {
  return nodes.find((node) => node.name === name)?.pods.filter(({ isNew }) => isNew).length ?? 0;
}
