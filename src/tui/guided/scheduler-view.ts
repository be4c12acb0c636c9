import type { Decided, NodeVerdict, Unschedulable } from '../../scheduler/events.ts';
import { eventText } from '../../scheduler/log-text.ts';
import type { Guide } from '../../view/guide.ts';
import type { Story } from '../../view/story.ts';
import { verdictLines } from '../../workshop/plain-tables.ts';
import { type Line, span } from '../line.ts';
import { entryLine } from '../panels/decisions-panel.ts';
import { wrapLine } from '../wrap-line.ts';
import { pagerSettled } from '../widgets/pager/pager-state.ts';
import { guidedLayout } from './guided-layout.ts';
import { type GuidedModel, textStyle } from './guided-model.ts';
import type { PanelView } from './step-view.ts';
import { paintedLine } from './transcript-lines.ts';

/** With less room the latest words alone are shown, each in one line. */
const ROOM_FOR_MORE = 10;
/** What a long line goes on under: its words, not the time. */
const HANG = 11;

/** What the scheduler does, the newest first; above it, where there is room, what it thought of each node when it last decided. */
export function schedulerView(model: GuidedModel): PanelView {
  const { guide, about, ui } = model;
  const { width, height } = guidedLayout(model).panels.scheduler;
  const isRoomy = height >= ROOM_FOR_MORE;
  const entry = (line: Line) => (isRoomy ? wrapLine(line, width - 1, HANG) : [line]);
  const stream: readonly Line[] =
    guide.story.stream.length === 0
      ? [[span(`nothing yet: what ${about.scheduler} says stands here`, 'dim')]]
      : guide.story.stream.toReversed().flatMap((told) => entry(entryLine(told, false, about.marks)));
  const latest = latestDecision(guide.story);
  const verdicts = latest && isRoomy ? [...decisionLines(latest, width - 1, model), []] : [];
  const lines = [...verdicts, ...stream];
  const seen = Math.max(1, height - 1);
  return {
    title: titleOf(guide, about.scheduler, height === 1),
    lines,
    from: pagerSettled(ui.scroll.scheduler, { length: lines.length, height: seen }),
    height: seen,
  };
}

/** Undefined where something was bound since: a scheduler that binds tells its verdicts only when no node fits. */
function latestDecision({ decisions, stream }: Story): Decided | Unschedulable | undefined {
  const latest = decisions.at(-1);
  const bound = stream.findLast(({ event }) => event.type === 'bound')?.event.time ?? '';
  return latest && latest.time >= bound ? latest : undefined;
}

/** A panel that is folded says its latest word in its title. */
function titleOf({ scheduler, story }: Guide, name: string, isFolded: boolean): string {
  const latest = story.stream.at(-1)?.event;
  if (isFolded && latest) return `scheduler: ${eventText(latest) ?? ''}`;
  if (!scheduler) return `${name} does not run`;
  const mode = scheduler.mode === undefined ? '' : `, mode ${scheduler.mode}`;
  return `${name} runs (pid ${scheduler.pid}${mode})`;
}

function decisionLines(
  decision: Decided | Unschedulable,
  width: number,
  { about }: GuidedModel,
): readonly Line[] {
  const nodes: readonly NodeVerdict[] = decision.nodes;
  const chosen = decision.type === 'decided' ? { chosen: decision.node } : {};
  const [, ...lines] = verdictLines(
    { type: 'verdicts', pod: decision.pod.name, nodes, ...chosen },
    textStyle(about, width),
  );
  return lines.flatMap((line) => wrapLine(paintedLine(line), width));
}
