import { widthOf, wrap } from './style.ts';

/** Rows of cells as lines with aligned columns, two spaces between. The last column is not padded. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => widthOf(row[at] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === row.length - 1 ? cell : cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell)),
      )
      .join('  '),
  );
}

/** The same behind `indent`; the last cell of a row that is wider than `width` gets indented lines of its own below. */
export function tableWithin(rows: readonly (readonly string[])[], width: number, indent: string): string[] {
  return tableLines(rows).flatMap((line, at) => {
    const last = rows[at]?.at(-1) ?? '';
    if (widthOf(indent + line) <= width) return [`${indent}${line}`.trimEnd()];
    const others = line.slice(0, line.length - last.length).trimEnd();
    return [indent + others, ...wrap(last, width, `${indent}    `)];
  });
}
