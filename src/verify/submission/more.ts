import type { Finding } from '../../workshop/finding.ts';
import type { Evidence } from '../evidence.ts';
import { lessonOf } from '../lessons/index.ts';
import { plain, table } from '../markdown.ts';
import { timeText } from '../moment.ts';

/** What was played beyond the workshop itself; empty where nothing was. */
export function moreSection({ facts, findings }: Evidence): string {
  const rows = (facts.story.more ?? []).map((play) => {
    const lesson = lessonOf(play.step);
    const finding = findings.find(({ id }) => id === lesson?.id);
    const outcome =
      play.ok === undefined ? '_interrupted_' : play.ok ? seenText(finding) : '_did not come true_';
    return [`${play.step}`, timeText(play.startedAt), plain(lesson?.title ?? ''), outcome];
  });
  if (rows.length === 0) return '';
  return `## 5. And more: steps that nobody has to play\n\n${table(['step', 'played at', 'what it shows', 'seen'], rows)}`;
}

function seenText(finding: Finding | undefined): string {
  return finding ? plain(finding.seen) : '_could not be shown on this cluster_';
}
