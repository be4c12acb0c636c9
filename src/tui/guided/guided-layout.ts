import { GUIDED_PANELS, type GuidedModel, type GuidedPanel } from './guided-model.ts';

/** A panel's place; its title is one of its lines. Height 1 is a title alone, 0 nothing. */
export interface Shape {
  readonly width: number;
  readonly height: number;
}

/** Where everything is. Header, body, the line that says what happens now and the footer sum up to the screen's height. */
export interface GuidedLayout {
  readonly header: number;
  readonly body: number;
  readonly now: number;
  readonly footer: number;
  /** The step on the left, scheduler and checks on the right; else one above the other. */
  readonly sideBySide: boolean;
  readonly panels: Readonly<Record<GuidedPanel, Shape>>;
}

/** From here on two panels beside each other are wide enough to be read. */
const SIDE_BY_SIDE = 130;
/** With a smaller body only the panel in focus is open. */
const ALL_OPEN = 15;

export function guidedLayout({ size, ui, guide }: Pick<GuidedModel, 'size' | 'ui' | 'guide'>): GuidedLayout {
  const { columns, rows } = size;
  const footer = rows > 5 ? 1 : 0;
  const now = rows > 2 ? 1 : 0;
  const header = Math.min(rows - footer - now, rows >= 20 ? 2 : 1);
  const body = Math.max(0, rows - footer - now - header);
  const asked = guide.steps.find(({ number }) => number === ui.shown)?.checks ?? [];
  const checks = asked.length;
  const words = guide.story.stream.length;
  const sideBySide = columns >= SIDE_BY_SIDE && body >= 10;
  const heights = sideBySide
    ? beside(body, checks + 2 * asked.filter(({ ok }) => ok === false).length)
    : body >= ALL_OPEN
      ? stacked(body, ui.focus, { checks, words })
      : folded(body, ui.focus);
  const left = Math.floor((columns - 1) * 0.56);
  const width = (name: GuidedPanel) => (!sideBySide ? columns : name === 'step' ? left : columns - 1 - left);
  const shape = (name: GuidedPanel): Shape => ({ width: width(name), height: heights[name] });
  return {
    header,
    body,
    now,
    footer,
    sideBySide,
    panels: { step: shape('step'), scheduler: shape('scheduler'), checks: shape('checks') },
  };
}

type Heights = Readonly<Record<GuidedPanel, number>>;

/** The checks get what they need, of which one that failed has two lines more, and a line for a title that is long. */
function beside(body: number, count: number): Heights {
  const checks = Math.max(3, Math.min(Math.floor(body / 2), count + 2));
  return { step: body, scheduler: body - checks, checks };
}

/** Of what is not in focus the part that changes: the latest words of the scheduler, the checks. */
function stacked(
  body: number,
  focus: GuidedPanel,
  { checks, words }: { readonly checks: number; readonly words: number },
): Heights {
  const small = { step: 6, scheduler: Math.min(4, words + 1), checks: Math.min(5, checks + 1) };
  const others = GUIDED_PANELS.filter((name) => name !== focus).reduce((sum, name) => sum + small[name], 0);
  return { ...small, [focus]: body - others };
}

/** Only the panel in focus is open; of the others the titles, as far as there is room. */
function folded(body: number, focus: GuidedPanel): Heights {
  const others = body >= 5 ? GUIDED_PANELS.length - 1 : 0;
  const height = (name: GuidedPanel) => (name === focus ? body - others : others === 0 ? 0 : 1);
  return { step: height('step'), scheduler: height('scheduler'), checks: height('checks') };
}
