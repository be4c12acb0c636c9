import { Box } from 'ink';
import type { ReactElement } from 'react';
import { type Line, span } from '../../line.ts';
import type { Marks } from '../../marks.ts';
import { Row } from '../../row.tsx';
import type { Theme } from '../../theme.ts';
import { type PagerState, pagerSettled } from './pager-state.ts';

interface PagerProps {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly scroll: PagerState;
  readonly width: number;
  /** The title's line is one of them. */
  readonly height: number;
  readonly theme: Theme;
  readonly marks: Marks;
}

/** A long text, as much of it as there is room for, and how far it is scrolled. */
export function Pager({ title, lines, scroll, width, height, theme, marks }: PagerProps): ReactElement {
  const room = Math.max(1, height - 1);
  const from = pagerSettled(scroll, { length: lines.length, height: room });
  const shown = lines.slice(from, from + room);
  const part = lines.length > room ? `  ${from + 1}-${from + shown.length} of ${lines.length}` : '';
  const rule = marks.focusRule;
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      <Row
        line={[span(`${rule} ${title}${part} `, 'accent'), span(rule.repeat(width), 'accent')]}
        width={width}
        theme={theme}
        more={rule}
      />
      {shown.map((line, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a line on the screen is its place
        <Row key={at} line={line} width={width} theme={theme} more={marks.more} />
      ))}
    </Box>
  );
}
