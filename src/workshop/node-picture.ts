import { paint, sign, type Style } from './style.ts';
import { tableWithin } from './table.ts';

/** A row of the picture. */
export interface PicturedNode {
  readonly name: string;
  /** A node that is not there, only thought of. */
  readonly isNew?: boolean;
  /** What stands between the name and the pods. */
  readonly cells: readonly string[];
  readonly pods: readonly PicturedPod[];
}

/** A pod on a node: with a letter of its source where it is new, as a dot where it is not. */
export interface PicturedPod {
  /** What made it, or its own name. */
  readonly source: string;
  readonly isNew: boolean;
}

const BAR = 10;
const MOST_NODES = 40;
const MOST_SIGNS = 24;

/** One row for each node, with a sign for each of its pods, and below which letter is whose. `others`: what the dots are. */
export function nodePicture(
  heads: readonly string[],
  nodes: readonly PicturedNode[],
  others: string,
  style: Style,
): string[] {
  const letters = lettersOf(nodes);
  const rows = nodes
    .slice(0, MOST_NODES)
    .map(({ name, isNew = false, cells, pods }) => [
      `${isNew ? '+' : ' '} ${name}`,
      ...cells,
      squares(pods, letters, style),
    ]);
  const hasOthers = nodes.some(({ pods }) => pods.some(({ isNew }) => !isNew));
  const legend = [
    ...Array.from(letters, ([source, letter]) => `${letter.toUpperCase()} ${source}`),
    ...(hasOthers ? [`${sign('dot', style)} ${others}`] : []),
    ...(nodes.some(({ isNew = false }) => isNew) ? ['+ a node that is not there'] : []),
  ].join('   ');
  return [
    ...tableWithin([['  NODE', ...heads, ''], ...rows], style.width, ''),
    ...(nodes.length > MOST_NODES
      ? [`  ${sign('wait', style)} ${nodes.length - MOST_NODES} more nodes`]
      : []),
    ...(legend === '' ? [] : [paint(`  ${legend}`, 'dim', style)]),
  ];
}

/** How full: `share` from 0 to 1. */
export function bar(share: number, style: Style): string {
  const full = Math.min(BAR, Math.round((Number.isFinite(share) ? share : 0) * BAR));
  const [on, off] = style.unicode ? ['█', '░'] : ['#', '.'];
  return on.repeat(full) + off.repeat(BAR - full);
}

/** A sign for each pod, those that were there first; counted where there are many. */
function squares(pods: readonly PicturedPod[], letters: ReadonlyMap<string, string>, style: Style): string {
  const signs = pods.map(({ source, isNew }) =>
    isNew ? (letters.get(source) ?? '?').toUpperCase() : sign('dot', style),
  );
  const groups = [...Map.groupBy(signs.toSorted(), (each) => each)].toSorted(([a], [b]) =>
    a === sign('dot', style) ? -1 : b === sign('dot', style) ? 1 : 0,
  );
  if (signs.length <= MOST_SIGNS) return groups.map(([each, { length }]) => each.repeat(length)).join('');
  return groups.map(([each, { length }]) => `${each}x${length}`).join(' ');
}

/** Only sources whose pods are new. */
function lettersOf(nodes: readonly PicturedNode[]): ReadonlyMap<string, string> {
  const came = nodes.flatMap(({ pods }) => pods.filter(({ isNew }) => isNew).map(({ source }) => source));
  return new Map([...new Set(came)].map((source, at) => [source, String.fromCharCode(97 + (at % 26))]));
}
