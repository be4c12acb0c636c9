import type { Answer, Answers } from './run.ts';

/** One comparison. */
export interface Comparison {
  readonly id: string;
  /** What differs, a line each (`body.status.phase: Active | Terminating`); empty: nothing. */
  readonly lines: readonly string[];
  /** Nothing differs but the order of fields in the JSON. */
  readonly ordered: boolean;
}

/** Each answer of the real server beside ours, in the real one's order; answers that only one side has differ as well. */
export function compare(real: Answers, ours: Answers): Comparison[] {
  const ids = new Set([...real.keys(), ...ours.keys()]);
  return Array.from(ids, (id) => compared(id, real.get(id), ours.get(id)));
}

function compared(id: string, real: Answer | undefined, ours: Answer | undefined): Comparison {
  if (!real) return { id, lines: [`not recorded: ${short(ours)}`], ordered: true };
  if (!ours) return { id, lines: ['not run'], ordered: true };
  const lines = [...differences('', real, ours)];
  return { id, lines, ordered: lines.length > 0 || JSON.stringify(real) === JSON.stringify(ours) };
}

function* differences(place: string, real: unknown, ours: unknown): Iterable<string> {
  if (Object.is(real, ours)) return;
  if (isLines(real) && isLines(ours)) yield* lineDifferences(place, real, ours);
  else if (isObject(real) && isObject(ours) && Array.isArray(real) === Array.isArray(ours)) {
    const keys = new Set([...Object.keys(real), ...Object.keys(ours)]);
    for (const key of keys) {
      const inner = place === '' ? key : `${place}.${key}`;
      if (!(key in real)) yield `${inner}: (none) | ${short(ours[key])}`;
      else if (!(key in ours)) yield `${inner}: ${short(real[key])} | (none)`;
      else yield* differences(inner, real[key], ours[key]);
    }
  } else yield `${place}: ${short(real)} | ${short(ours)}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isLines(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((line) => typeof line === 'string');
}

/** Lines that only the real one has (`-`) and that only we have (`+`), by the longest common subsequence. */
function* lineDifferences(place: string, real: readonly string[], ours: readonly string[]): Iterable<string> {
  const table = commonLengths(real, ours);
  let [i, j] = [0, 0];
  while (i < real.length || j < ours.length) {
    if (i < real.length && j < ours.length && real[i] === ours[j]) {
      i++;
      j++;
    } else if (j >= ours.length || (i < real.length && lookup(table, i + 1, j) >= lookup(table, i, j + 1))) {
      yield `${place} - ${real[i++]}`;
    } else {
      yield `${place} + ${ours[j++]}`;
    }
  }
}

function commonLengths(real: readonly string[], ours: readonly string[]): number[][] {
  const table = Array.from({ length: real.length + 1 }, () =>
    Array.from({ length: ours.length + 1 }, () => 0),
  );
  for (let i = real.length - 1; i >= 0; i--) {
    const row = table[i] ?? [];
    for (let j = ours.length - 1; j >= 0; j--) {
      const same = real[i] === ours[j];
      row[j] = same
        ? lookup(table, i + 1, j + 1) + 1
        : Math.max(lookup(table, i + 1, j), lookup(table, i, j + 1));
    }
  }
  return table;
}

function lookup(table: readonly (readonly number[])[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
