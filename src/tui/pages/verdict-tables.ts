import { tenths } from '../../lib/words.ts';
import type { FilterVerdict } from '../../scheduler/explain.ts';
import type { ScoreCell, VerdictRow, Verdicts } from '../../view/verdicts.ts';
import { type Line, span } from '../line.ts';
import type { Marks } from '../marks.ts';
import { type Cell, type Column, headRow, row, widest, widthsOf } from '../table.ts';

const WIDEST_FILTER = 15;

/** Every node with what each filter said of it, and the words of those that object. */
export function filterTable({ rows, known }: Verdicts, width: number, marks: Marks): readonly Line[] {
  const plugins = filterNames(rows);
  const room = Math.max(4, Math.floor((width * 0.45) / Math.max(1, plugins.length)) - 1);
  const columns: readonly Column[] = [
    nodeColumn(rows, width),
    { head: 'PODS', width: 4, align: 'right' },
    ...plugins.map((plugin) => ({
      head: shortName(plugin),
      width: Math.min(room, WIDEST_FILTER, Math.max(3, shortName(plugin).length)),
    })),
    { head: 'WHY NOT' },
  ];
  const widths = widthsOf(columns, width);
  return [
    headRow(columns, widths, marks.more),
    ...rows.map((one) =>
      row(
        columns,
        widths,
        [...nodeCells(one, marks), ...plugins.map((plugin) => filterCell(one, plugin, marks)), why(one)],
        marks.more,
      ),
    ),
    ...(known > rows.length ? [[span(`and ${known - rows.length} more nodes`, 'dim')]] : []),
  ];
}

/** The nodes that fit with how each plugin scored them: raw → 0 to 100 × weight = part of the total. Empty when none was scored. */
export function scoreTable({ rows }: Verdicts, width: number, marks: Marks): readonly Line[] {
  const scored = rows.filter(({ fits, scores }) => fits && scores.length > 0);
  const plugins = unique(scored.flatMap(({ scores }) => scores.map(({ plugin }) => plugin)));
  if (scored.length === 0) return [];
  const columns: readonly Column[] = [
    nodeColumn(scored, width),
    { head: 'TOTAL', width: 6, align: 'right' },
    ...plugins.map((plugin) => ({ head: plugin })),
  ];
  const widths = widthsOf(columns, width);
  return [
    [],
    [span(`scores: raw ${marks.arrow} 0 to 100 x weight = its part of the total`, 'title')],
    headRow(columns, widths, marks.more),
    ...scored.map((one) =>
      row(
        columns,
        widths,
        [
          nodeCells(one, marks)[0] ?? { text: one.node },
          { text: tenths(one.total ?? 0), tone: 'title' },
          ...plugins.map((plugin) => ({
            text: partText(
              one.scores.find((score) => score.plugin === plugin),
              marks,
            ),
          })),
        ],
        marks.more,
      ),
    ),
  ];
}

function nodeColumn(rows: readonly VerdictRow[], width: number): Column {
  const names = rows.map(({ node }) => `  ${node}`);
  return { head: '  NODE', width: widest('  NODE', names, Math.max(14, Math.floor(width * 0.3))) };
}

function nodeCells(
  { node, pods, fits, isWinner }: VerdictRow,
  { chosen, good, bad }: Marks,
): readonly Cell[] {
  const sign = isWinner ? chosen : fits ? good : bad;
  return [
    { text: `${sign} ${node}`, tone: isWinner ? 'accent' : fits ? 'good' : 'bad' },
    { text: String(pods) },
  ];
}

/** Where a node was refused in a decision, filters after the first that objected were not asked. */
function filterCell({ filters }: VerdictRow, plugin: string, { good, bad, unasked }: Marks): Cell {
  const said = filters.find((one) => one.plugin === plugin);
  if (said?.reasons) return { text: bad, tone: 'bad' };
  return said ? { text: good, tone: 'good' } : { text: unasked, tone: 'dim' };
}

function why({ filters }: VerdictRow): Cell {
  return { text: filters.flatMap(objection).join('; '), tone: 'bad' };
}

/** The detail says more than upstream's sentence: which taint. */
function objection({ plugin, reasons, detail }: FilterVerdict): string[] {
  return reasons ? [detail ?? `${plugin}: ${reasons.join(', ')}`] : [];
}

function partText(score: ScoreCell | undefined, { arrow }: Marks): string {
  if (!score) return '';
  const { raw, score: normal, weight } = score;
  return `${tenths(raw)} ${arrow} ${tenths(normal)} x${weight} = ${tenths(normal * weight)}`;
}

/** In the order in which they are asked: the row of which most were asked has it. */
function filterNames(rows: readonly VerdictRow[]): readonly string[] {
  const most = rows.reduce<VerdictRow['filters']>(
    (found, { filters }) => (filters.length > found.length ? filters : found),
    [],
  );
  const others = rows.flatMap(({ filters }) => filters);
  return unique([...most, ...others].map(({ plugin }) => plugin));
}

/** All filters are about nodes: `NodeReady` is told apart by its second half. */
function shortName(plugin: string): string {
  return plugin.replace(/^Node(?=[A-Z])/, '');
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
