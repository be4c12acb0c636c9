import { bindsPerSecond, until } from '../../view/minute.ts';
import { durationText } from '../../view/amounts.ts';
import { sparkline } from '../bar.ts';
import { type Line, type Span, span, widthOf } from '../line.ts';
import { layoutOf, type Model } from '../model.ts';

/** The first lines of the screen: who works where, what came of it so far, and the last minute. As many as the layout says. */
export function headerLines(model: Model): readonly Line[] {
  const { header, width } = layoutOf(model);
  if (header <= 0) return [];
  const chart = chartSpans(model);
  if (header >= 3) return [whereLine(model), figuresLine(model), [span('last 60s ', 'dim'), ...chart]];
  if (header === 1) return [[...stateSpans(model), span('  '), ...figuresLine(model)]];
  const figures = figuresLine(model);
  const used = figures.reduce((sum, { text }) => sum + widthOf(text), 0);
  // half a chart says nothing
  const room = width - used >= 62;
  return [whereLine(model), room ? [...figures, span('  '), ...chart] : figures];
}

/** In the order in which a narrow terminal may cut it. */
function whereLine(model: Model): Line {
  const { about, facts, story, now } = model;
  const cluster = facts.cluster === 'unknown' || facts.cluster === 'other' ? '' : ` (${facts.cluster})`;
  const up = story.startedAt === undefined ? '' : `  up ${durationText(now - story.startedAt)}`;
  return [
    ...stateSpans(model),
    span(`  ${about.scheduler}`, 'title'),
    span(` on ${about.context}${cluster}`),
    span(up, 'dim'),
    span(about.readonly ? '  read-only' : '', 'warn'),
    span(`  ${about.server}`, 'dim'),
  ];
}

/** One word for how it goes, the worst first. */
function stateSpans({ story, about: { marks } }: Model): Span[] {
  if (story.election?.state === 'lost') return [span(' LEASE LOST ', 'alarm')];
  if (story.phase === 'stopped') return [span(' STOPPED ', 'alarm')];
  if (story.lost.length > 0) return [span(` ${marks.bad} NO CONNECTION: ${story.lost.join(', ')} `, 'alarm')];
  if (story.paused) return [span(' PAUSED ', 'alarm')];
  if (story.election?.state === 'waits') return [span(`standby: ${story.election.leader} leads`, 'warn')];
  if (story.phase === 'starting') return [span('starting', 'warn')];
  return [span(`${marks.good} ${story.election ? 'leader, ' : ''}running`, 'good')];
}

function figuresLine({ story, facts, now }: Model): Line {
  const rate = bindsPerSecond(story.minute, Math.floor(now / 1000));
  return [
    span('bound ', 'dim'),
    span(String(story.bound), 'title'),
    span('  pending ', 'dim'),
    span(String(facts.pending), facts.pending > 0 ? 'warn' : 'title'),
    span('  failed ', 'dim'),
    span(String(story.failed), story.failed > 0 ? 'bad' : 'title'),
    span('  ', 'dim'),
    span(rate >= 100 ? rate.toFixed(0) : rate.toFixed(1), 'title'),
    span(' binds/s', 'dim'),
    span('  policy ', 'dim'),
    span(story.policy, 'accent'),
    span(story.mode === 'bind' ? '' : `  mode ${story.mode}`, 'warn'),
  ];
}

function chartSpans({ story, now, about: { marks } }: Model): Span[] {
  const counts = until(story.minute, Math.floor(now / 1000));
  const most = counts.reduce((high, count) => Math.max(high, count), 0);
  return [span(sparkline(counts, marks), 'accent'), span(most > 0 ? ` most ${most}/s` : ' none', 'dim')];
}
