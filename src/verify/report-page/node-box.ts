import { counted } from '../../lib/words.ts';
import { type Html, html } from '../../lib/html.ts';
import type { DrawnNode, DrawnPod } from './scenes.ts';

/** Lengths in the units of the drawing; a box is as wide as its place in the page allows. */
const WIDTH = 184;
const MARGIN = 10;
const [POD_WIDTH, POD_HEIGHT, GAP] = [79, 22, 6];
const PER_ROW = 2;
const HEAD = 40;
const TAINT = 18;
/** More pods than these are counted. */
const MOST_PODS = 12;
/** Letters of a name that fit. */
const [NODE_LETTERS, POD_LETTERS, TAINT_LETTERS] = [24, 11, 27];

/** How high the boxes of these nodes have to be so that all are of one height. */
export function boxHeight(nodes: readonly DrawnNode[], waiting: readonly DrawnPod[]): number {
  const rows = Math.max(1, ...[...nodes.map(({ pods }) => pods), waiting].map((pods) => rowsOf(pods)));
  const taints = Math.max(0, ...nodes.map((node) => Math.min(2, node.taints.length)));
  return HEAD + taints * TAINT + rows * (POD_HEIGHT + GAP) + MARGIN;
}

/** A node as a box with its pods in it. It is a picture only: what it shows is said in words beside it. */
export function nodeBox({ name, controlPlane, taints, pods }: DrawnNode, height: number): Html {
  const shown = taints.slice(0, 2);
  const top = HEAD + shown.length * TAINT;
  return html`<svg
    class="node${controlPlane && ' plane'}"
    viewBox="0 0 ${WIDTH} ${height}"
    aria-hidden="true"
    focusable="false"
  >
    <rect class="box" x="1" y="1" width="${WIDTH - 2}" height="${height - 2}" rx="9" />
    <text class="name" x="${MARGIN}" y="19">
      <title>${name}</title>
      ${shortened(name, NODE_LETTERS)}
    </text>
    <text class="role" x="${MARGIN}" y="33">
      ${controlPlane ? 'control plane' : 'worker'}${pods.length > 0 && ` · ${counted(pods.length, 'pod')}`}
    </text>
    ${shown.map((taint, at) => html`<text class="taint" x="${MARGIN}" y="${HEAD + at * TAINT + 11}"><title>${taint}</title>⊘ ${shortened(withoutDomain(taint), TAINT_LETTERS)}</text>`)}
    ${podSquares(pods, top)}
  </svg>`;
}

/** Those that are on no node, beside the nodes. */
export function waitingBox(pods: readonly DrawnPod[], height: number): Html {
  return html`<svg
    class="node tray${pods.length === 0 && ' empty'}"
    viewBox="0 0 ${WIDTH} ${height}"
    aria-hidden="true"
    focusable="false"
  >
    <rect class="box" x="1" y="1" width="${WIDTH - 2}" height="${height - 2}" rx="9" />
    <text class="name" x="${MARGIN}" y="19">on no node</text>
    <text class="role" x="${MARGIN}" y="33">
      ${pods.length === 0 ? 'nobody waits' : `${counted(pods.length, 'pod')} waiting`}
    </text>
    ${podSquares(pods, HEAD)}
  </svg>`;
}

/** A name that has room: of a longer one the middle goes, for names of one cluster begin alike and end differently. */
export function shortened(text: string, letters: number): string {
  const signs = Array.from(text);
  if (signs.length <= letters) return text;
  const end = Math.ceil((letters - 1) / 2);
  return `${signs.slice(0, letters - 1 - end).join('')}…${signs.slice(-end).join('')}`;
}

/** `control-plane:NoSchedule`: who made up the key has no room. */
function withoutDomain(taint: string): string {
  return taint.replace(/^[^/=:]*\//, '');
}

function podSquares(pods: readonly DrawnPod[], top: number): readonly Html[] {
  const isMany = pods.length > MOST_PODS;
  const shown = isMany ? pods.slice(0, MOST_PODS - 1) : pods;
  const more = pods.length - shown.length;
  const last: DrawnPod = { name: `+${more} more`, state: 'before', phase: '' };
  return [...shown, ...(more > 0 ? [last] : [])].map(({ name, state, phase }, at) => {
    const x = MARGIN + (at % PER_ROW) * (POD_WIDTH + GAP);
    const y = top + Math.floor(at / PER_ROW) * (POD_HEIGHT + GAP);
    return html`<g class="pod ${state}"
      ><title>${name}${phase !== '' && `, ${phase}`}</title
      ><rect x="${x}" y="${y}" width="${POD_WIDTH}" height="${POD_HEIGHT}" rx="5" /><text
        x="${x + POD_WIDTH / 2}"
        y="${y + 15}"
        >${shortened(name, POD_LETTERS)}</text
      ></g
    >`;
  });
}

function rowsOf(pods: readonly DrawnPod[]): number {
  return Math.ceil(Math.min(pods.length, MOST_PODS) / PER_ROW);
}
