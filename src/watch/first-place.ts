/** A place in a file, as a compiler names it. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** `./scheduler.go:12:3: …`, `src/a.ts(3,7): error …`, `File "scheduler.py", line 3`, `file:///a/scheduler.ts:3`. */
const FORMS: readonly RegExp[] = [
  /^\s*(?:vet: |-->\s*)?(?:file:\/\/)?((?:[A-Za-z]:)?[^\s:()"]+\.\w+):(\d+)(?::(\d+))?/,
  /^\s*([^\s:()"]+\.\w+)\((\d+),(\d+)\)/,
  /^\s*File "([^"]+)", line (\d+)/,
];

/** The first place that the output of a build names; undefined where it names none. */
export function firstPlace(lines: readonly string[]): Place | undefined {
  for (const text of lines) {
    for (const form of FORMS) {
      const [, file, line, column] = form.exec(text) ?? [];
      if (file === undefined) continue;
      const place = { file: file.replace(/^\.\//, ''), line: Number(line) };
      return column === undefined ? place : { ...place, column: Number(column) };
    }
  }
  return undefined;
}

/** As editors take it: `scheduler.go:12:3`. */
export function placeText({ file, line, column }: Place): string {
  return `${file}:${String(line)}${column === undefined ? '' : `:${String(column)}`}`;
}
