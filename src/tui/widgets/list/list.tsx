import { Box } from 'ink';
import type { ReactElement } from 'react';
import { type Line, span } from '../../line.ts';
import type { Marks } from '../../marks.ts';
import { Row } from '../../row.tsx';
import type { Theme } from '../../theme.ts';

interface ListProps {
  /** Only the rows that are seen. */
  readonly rows: readonly Line[];
  /** Which of them is under the cursor. */
  readonly cursor: number;
  readonly width: number;
  readonly height: number;
  /** Whether keys go here: only then is the cursor shown in full. */
  readonly isFocused: boolean;
  /** Said where there are no rows. */
  readonly empty: string;
  readonly theme: Theme;
  readonly marks: Marks;
}

/** The rows of a list that are seen, the one under the cursor marked by a sign as well as by its look. */
export function List(props: ListProps): ReactElement {
  const { rows, cursor, width, height, isFocused, empty, theme, marks } = props;
  const shown: readonly Line[] = rows.length === 0 ? [[span(empty, 'dim')]] : rows.slice(0, height);
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      {shown.map((line, at) => {
        const isUnder = isFocused && at === cursor && rows.length > 0;
        return (
          <Row
            // oxlint-disable-next-line react/no-array-index-key -- a line on the screen is its place
            key={at}
            line={[span(isUnder ? `${marks.cursor} ` : '  ', 'accent'), ...line]}
            width={width}
            theme={theme}
            more={marks.more}
            selected={isUnder}
          />
        );
      })}
    </Box>
  );
}
