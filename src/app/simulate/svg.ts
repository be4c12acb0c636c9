import type { SimulatedNode } from '../../simulate/simulate.ts';
import { bytesText, cpuText } from '../../view/amounts.ts';
import type { SimulateDocument } from './simulate.ts';

/** Pixels. */
const [BOX, ROW, LEFT, CELL, PER_ROW] = [260, 24, 16, 16, 14];
const COLOURS = ['#0550ae', '#bc4c00', '#116329', '#8250df', '#a40e26', '#1b6f83', '#7d4e00', '#57606a'];

/** Nodes as boxes with a square for each pod, one column for each policy; what came has its source's colour, what was there is grey. Same input, same image. */
export function simulationSvg({ results }: SimulateDocument): string {
  const came = results.flatMap(({ simulation }) =>
    simulation.nodes.flatMap(({ pods }) => pods.filter(({ isNew }) => isNew).map(({ source }) => source)),
  );
  const colours = new Map(
    [...new Set(came)].map((source, at) => [source, COLOURS[at % COLOURS.length] ?? '#000']),
  );
  const columns = results.map(({ policy, simulation }, at) =>
    column(
      LEFT + at * (BOX + LEFT),
      `${policy}: ${simulation.placed} placed, ${simulation.pending} not`,
      simulation.nodes,
      colours,
    ),
  );
  const tallest = Math.max(...columns.map(({ bottom }) => bottom));
  const legend = Array.from(colours, ([source, colour], at) => [
    square(LEFT, tallest + 8 + at * ROW, colour, source),
    text(LEFT + 24, tallest + 20 + at * ROW, source),
  ]).flat();
  const width = LEFT + columns.length * (BOX + LEFT);
  const height = tallest + 24 + colours.size * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Where pods would go">`,
    '<style>text{font:13px ui-monospace,Menlo,Consolas,monospace;fill:#1f2328}</style>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...columns.flatMap(({ parts }) => parts),
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

function column(
  x: number,
  title: string,
  nodes: readonly SimulatedNode[],
  colours: ReadonlyMap<string, string>,
) {
  const parts = [text(x, 24, title)];
  let y = 40;
  for (const node of nodes) {
    const height = 44 + Math.ceil(node.pods.length / PER_ROW) * (CELL + 2);
    const { requested, allocatable } = node;
    const full = `cpu ${cpuText(requested.milliCpu)}/${cpuText(allocatable.milliCpu)}  memory ${bytesText(requested.memory)}/${bytesText(allocatable.memory)}`;
    parts.push(
      `<rect x="${x}" y="${y}" width="${BOX}" height="${height}" rx="4" fill="none" stroke="#8b949e"${node.isNew ? ' stroke-dasharray="4 3"' : ''}/>`,
      text(x + 8, y + 16, node.name),
      text(x + 8, y + 33, full),
      ...node.pods.map(({ pod, source, isNew }, at) =>
        square(
          x + 8 + (at % PER_ROW) * (CELL + 2),
          y + 40 + Math.floor(at / PER_ROW) * (CELL + 2),
          isNew ? (colours.get(source) ?? '#000') : '#d0d7de',
          pod,
        ),
      ),
    );
    y += height + 8;
  }
  return { parts, bottom: y };
}

function square(x: number, y: number, colour: string, title: string): string {
  return `<rect x="${x}" y="${y}" width="${CELL}" height="${CELL}" rx="2" fill="${colour}"><title>${escaped(title)}</title></rect>`;
}

function text(x: number, y: number, words: string): string {
  return `<text x="${x}" y="${y}">${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
