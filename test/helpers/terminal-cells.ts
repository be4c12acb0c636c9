import type xterm from '@xterm/headless';
import type { Cell, Cells } from '../../src/lib/cells.ts';

type Terminal = InstanceType<typeof xterm.Terminal>;
type BufferCell = NonNullable<
  ReturnType<NonNullable<ReturnType<Terminal['buffer']['active']['getLine']>>['getCell']>
>;

/** What a person sees on this terminal. Throws where a colour is shown that is none of the terminal's first eight: none of ours is. */
export function terminalCells({ buffer, cols, rows }: Terminal): Cells {
  const { active } = buffer;
  return Array.from({ length: rows }, (_, y) => {
    const line = active.getLine(active.viewportY + y);
    return Array.from({ length: cols }, (__, x) => {
      const cell = line?.getCell(x);
      return cell ? cellOf(cell) : { text: ' ' };
    });
  });
}

function cellOf(cell: BufferCell): Cell {
  const isOther = cell.isFgRGB() || !cell.isBgDefault() || (cell.isFgPalette() && cell.getFgColor() > 7);
  if (isOther) throw new Error(`"${cell.getChars()}" has a colour that pictures do not know`);
  return {
    text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ',
    ...(cell.isFgPalette() && { color: cell.getFgColor() }),
    ...(cell.isBold() && { bold: true }),
    ...(cell.isDim() && { dim: true }),
    ...(cell.isInverse() && { inverse: true }),
  };
}
