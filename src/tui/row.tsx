import { Text } from 'ink';
import { memo, type ReactElement } from 'react';
import { fitLine, type Line } from './line.ts';
import type { Look, Theme } from './theme.ts';

interface RowProps {
  readonly line: Line;
  /** Cells; the line is cut or filled to exactly this. */
  readonly width: number;
  readonly theme: Theme;
  /** What a cut ends with. */
  readonly more: string;
  /** Under the cursor: one look for the whole row. */
  readonly selected?: boolean;
}

/** One line of the screen. Drawn again only when its text, a tone or its width changed: most lines of a frame are those of the frame before. */
export const Row = memo(PlainRow, (before, now) => {
  return (
    before.width === now.width &&
    before.selected === now.selected &&
    before.theme === now.theme &&
    isSame(before.line, now.line)
  );
});

function PlainRow({ line, width, theme, more, selected }: RowProps): ReactElement {
  const spans = fitLine(line, width, more);
  if (selected) {
    return (
      <Text wrap="truncate-end" {...theme.selected}>
        {spans.map(({ text }) => text).join('')}
      </Text>
    );
  }
  return (
    <Text wrap="truncate-end">
      {spans.map(({ text, tone }, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- spans of a line have no identity but their place
        <Text key={at} {...look(theme, tone)}>
          {text}
        </Text>
      ))}
    </Text>
  );
}

function look(theme: Theme, tone: Line[number]['tone']): Look {
  return tone === undefined ? theme.normal : theme[tone];
}

function isSame(a: Line, b: Line): boolean {
  return (
    a.length === b.length && a.every(({ text, tone }, at) => text === b[at]?.text && tone === b[at]?.tone)
  );
}
