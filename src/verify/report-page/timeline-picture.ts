import { type Html, html } from '../../lib/html.ts';
import type { MomentKind, TimelineMoment } from '../timeline.ts';
import { clockText } from './parts.ts';

/** Lengths in the units of the drawing. */
const WIDTH = 760;
const [LEFT, RIGHT] = [100, 44];
const [LABELS, LANE, LANE_STEP] = [58, 26, 40];
/** Between two moments there is at least so much room. */
const NARROWEST = 76;

/** What a lane shows between two kinds of moments. */
interface Stretch {
  readonly from: MomentKind | 'start';
  readonly to: MomentKind | 'end';
  readonly look: 'idle' | 'busy' | 'waiting' | 'placed';
  readonly text: string;
}

/** A row of the picture: whose time it is, and what it was from when to when. */
export interface Lane {
  readonly name: string;
  readonly stretches: readonly Stretch[];
}

const SHORT: Readonly<Record<MomentKind, string>> = {
  stopped: 'stopped',
  created: 'created',
  refused: 'refused',
  pending: 'still pending',
  started: 'started',
  untainted: 'untainted',
  bound: 'bound',
  running: 'seen running',
  now: 'now',
};

/**
 * The moments on a line, and below them who was in which state. Distances tell the order and roughly the length; how long each was is written
 * between them. A picture only: the table beside it says the same.
 */
export function timelinePicture(
  moments: readonly TimelineMoment[],
  lanes: readonly Lane[],
  name: string,
): Html {
  const places = placesOf(moments);
  const bottom = LABELS + lanes.length * LANE_STEP;
  const height = bottom + 34;
  return html`<svg
    class="timeline"
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    aria-label="${name}; the table below says the same"
  >
    ${moments.map((moment, at) => markOf(moment, at + 1, places[at] ?? 0, bottom))}
    ${lanes.map((lane, at) => laneOf(lane, LABELS + at * LANE_STEP + 7, moments, places))}
    ${moments.slice(1).map((moment, at) => gapOf(moments[at] ?? moment, moment, places[at] ?? 0, places[at + 1] ?? 0, bottom))}
  </svg>`;
}

/** How long it was between two moments, no more exact than they are known. */
export function gapText(from: string, to: string): string {
  const milliseconds = Date.parse(to) - Date.parse(from);
  if (Number.isNaN(milliseconds)) return '';
  const isExact = [from, to].every((time) => /\.\d/.test(time));
  if (isExact) return Math.abs(milliseconds) < 1000 ? `${milliseconds} ms` : spanText(milliseconds);
  return milliseconds < 1000 ? '< 1 s' : `≈ ${spanText(Math.round(milliseconds / 1000) * 1000)}`;
}

function spanText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 100) / 10;
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Every moment has its room; the rest is shared out by how long it was, of which the root is taken: half a minute must not hide a second. */
function placesOf(moments: readonly TimelineMoment[]): readonly number[] {
  const gaps = moments
    .slice(1)
    .map(({ at }, index) =>
      Math.sqrt(Math.max(0, Date.parse(at) - Date.parse(moments[index]?.at ?? at)) || 0),
    );
  const all = gaps.reduce((sum, gap) => sum + gap, 0);
  const room = Math.max(0, WIDTH - LEFT - RIGHT - 24 - gaps.length * NARROWEST);
  let x = LEFT + 24;
  return [
    x,
    ...gaps.map((gap) => (x += NARROWEST + (all > 0 ? (gap / all) * room : room / gaps.length))),
  ].map((place) => Math.round(place * 10) / 10);
}

function markOf({ kind, at }: TimelineMoment, number: number, x: number, bottom: number): Html {
  return html`<line class="moment" x1="${x}" y1="40" x2="${x}" y2="${bottom}" />
    <circle class="moment ${kind}" cx="${x}" cy="40" r="9" /><text class="count" x="${x}" y="44"
      >${number}</text
    >
    <text class="what" x="${x}" y="12">${SHORT[kind]}</text
    ><text class="when" x="${x}" y="25">${clockText(at)}</text> `;
}

function laneOf(
  { name, stretches }: Lane,
  y: number,
  moments: readonly TimelineMoment[],
  places: readonly number[],
): Html {
  const placeOf = (kind: MomentKind | 'start' | 'end'): number | undefined => {
    if (kind === 'start') return LEFT;
    if (kind === 'end') return WIDTH - 8;
    return places[moments.findIndex((moment) => moment.kind === kind)];
  };
  const parts = stretches.map(({ from, to, look, text }) => {
    const [x, end] = [placeOf(from), placeOf(to)];
    if (x === undefined || end === undefined || end <= x) return undefined;
    const width = Math.round((end - x) * 10) / 10;
    // a text that has no room would run into the next one; about 6.2 units a letter
    const fits = text.length * 6.2 + 8 < width;
    return html`<rect class="stretch ${look}" x="${x}" y="${y}" width="${width}" height="${LANE}" rx="4" />
      ${fits && html`<text class="inside ${look}" x="${x + width / 2}" y="${y + 17}">${text}</text>`}`;
  });
  return html`<text class="lane" x="0" y="${y + 17}">${name}</text>${parts}`;
}

function gapOf(from: TimelineMoment, to: TimelineMoment, x: number, end: number, bottom: number): Html {
  return html`<text class="gap" x="${Math.round((x + end) * 5) / 10}" y="${bottom + 20}"
    >${gapText(from.at, to.at)}</text
  > `;
}
