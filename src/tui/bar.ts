import type { Share } from '../view/node-facts.ts';
import type { Marks } from './marks.ts';
import type { Tone } from './theme.ts';

/** How much of it is used: `█████░░░`, full only when nothing is left and empty only when nothing is used. Blank where nobody knows how much there is. */
export function bar({ used, of }: Share, width: number, { full, empty }: Marks): string {
  if (width <= 0) return '';
  if (of <= 0) return ' '.repeat(width);
  const share = Math.min(1, used / of);
  const rounded = Math.round(share * width);
  const cells = share > 0 && rounded === 0 ? 1 : share < 1 && rounded === width ? width - 1 : rounded;
  return full.repeat(cells) + empty.repeat(width - cells);
}

/** `38%`; `-` where nothing is known of how much there is. */
export function percent({ used, of }: Share): string {
  return of > 0 ? `${Math.round((used / of) * 100)}%` : '-';
}

/** Nearly full is worth a look, more than full is wrong. */
export function shareTone({ used, of }: Share): Tone {
  if (of > 0 && used > of) return 'bad';
  return of > 0 && used >= of * 0.9 ? 'warn' : 'good';
}

/** One sign for each number, the highest for the greatest. Nothing is blank, anything at all is not. */
export function sparkline(counts: readonly number[], { spark }: Marks): string {
  const most = counts.reduce((high, count) => Math.max(high, count), 0);
  const top = spark.length - 1;
  return counts
    .map((count) => spark[count === 0 ? 0 : Math.max(1, Math.round((count / most) * top))] ?? '')
    .join('');
}
