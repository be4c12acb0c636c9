import { KEY_TABLE } from '../key-table.ts';
import { type Line, span, wrap } from '../line.ts';

const KEYS = 14;

/** The keys, and what the screen means. */
export function helpLines(width: number): readonly Line[] {
  const keys = KEY_TABLE.flatMap(([key, what]) =>
    wrap(what, Math.max(10, width - KEYS)).map((line, at): Line => [
      span((at === 0 ? key : '').padEnd(KEYS), 'accent'),
      span(line),
    ]),
  );
  const words = TEXT.flatMap((text) => [[], ...wrap(text, width).map((line): Line => [span(line)])]);
  return [...keys, ...words];
}

const TEXT = [
  'nodes: pods, and the CPU and memory that pods ask for, of what the node has for pods.',
  'decisions: what happened, the newest first. Going down holds the list still; g lets it run again.',
  'queue: a pod that fits nowhere waits for a change that can help it (NEXT TRY change), at most five minutes; one that could not be bound rests for 1 to 10 seconds.',
  'A page on a pod: every filter of every node, the scores (raw > 0 to 100 x weight), and what would have to change for it to fit.',
];
