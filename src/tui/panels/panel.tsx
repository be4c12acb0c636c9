import { Box } from 'ink';
import type { ReactElement } from 'react';
import { type Line, span } from '../line.ts';
import type { PanelShape } from '../layout.ts';
import type { Marks } from '../marks.ts';
import { Row } from '../row.tsx';
import type { Theme } from '../theme.ts';
import { List } from '../widgets/list/list.tsx';
import type { PanelText } from './panel-text.ts';

interface PanelProps {
  readonly text: PanelText;
  readonly shape: PanelShape;
  readonly isFocused: boolean;
  readonly theme: Theme;
  readonly marks: Marks;
}

/** One panel in exactly its shape: title, heads, rows. */
export function Panel({ text, shape, isFocused, theme, marks }: PanelProps): ReactElement {
  const { width, height, rows } = shape;
  const row = (line: Line, more: string) => <Row line={line} width={width} theme={theme} more={more} />;
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0} overflow="hidden">
      {row(titleLine(text.title, width, isFocused, marks), isFocused ? marks.focusRule : marks.rule)}
      {height > 1 && text.head && row([span('  '), ...text.head], marks.more)}
      {rows > 0 && (
        <List
          rows={text.rows}
          cursor={text.cursor}
          width={width}
          height={rows}
          isFocused={isFocused}
          empty={text.empty}
          theme={theme}
          marks={marks}
        />
      )}
    </Box>
  );
}

/** Which panel the keys go to is told by the line's weight and the sign, not by its colour alone. */
function titleLine(title: string, width: number, isFocused: boolean, marks: Marks): Line {
  const rule = isFocused ? marks.focusRule : marks.rule;
  const tone = isFocused ? 'accent' : 'dim';
  const sign = isFocused ? marks.cursor : rule;
  return [
    span(`${sign} `, tone),
    span(title, isFocused ? 'accent' : 'title'),
    span(` ${rule.repeat(width)}`, tone),
  ];
}
