/** A run of lines that both texts have. */
interface Match {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** What becomes of `a[a1..a2)`: it is `b[b1..b2)`, the same lines or others. */
interface Step {
  readonly same: boolean;
  readonly a1: number;
  readonly a2: number;
  readonly b1: number;
  readonly b2: number;
}

type Lines = readonly string[];

/** Lines that are shown around a change. */
const CONTEXT = 3;
/** From how many lines on a line that is everywhere is no anchor. */
const MANY_LINES = 200;

/**
 * How two values differ, as the server's sentences show it (apimachinery/pkg/util/diff with go-difflib): hunks of the indented JSON of both.
 * Give it values in the form of Go's internal types (`internalForm`).
 */
export function diffText(before: unknown, after: unknown): string {
  const [a, b] = [linesOf(before), linesOf(after)];
  return groupsOf(stepsOf(a, b))
    .map((group) => hunkText(a, b, group))
    .join('');
}

/** Go's `json.MarshalIndent` makes HTML harmless. */
function linesOf(value: unknown): string[] {
  const text = JSON.stringify(value, null, 1).replace(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
  return text.split('\n');
}

function hunkText(a: Lines, b: Lines, group: readonly Step[]): string {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return '';
  const lines = group.flatMap(({ same, a1, a2, b1, b2 }) =>
    same
      ? a.slice(a1, a2).map((line) => ` ${line}`)
      : [...a.slice(a1, a2).map((line) => `-${line}`), ...b.slice(b1, b2).map((line) => `+${line}`)],
  );
  const head = `@@ -${rangeText(first.a1, last.a2)} +${rangeText(first.b1, last.b2)} @@`;
  return [head, ...lines].map((line) => `${line}\n`).join('');
}

function rangeText(from: number, to: number): string {
  const length = to - from;
  if (length === 1) return String(from + 1);
  return `${String(length === 0 ? from : from + 1)},${String(length)}`;
}

/** Changes with what is around them; long runs of same lines part them (`GetGroupedOpCodes`). */
function groupsOf(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [[]];
  for (const [index, step] of steps.entries()) {
    const [isFirst, isLast] = [index === 0, index === steps.length - 1];
    if (step.same && !isFirst && !isLast && step.a2 - step.a1 > 2 * CONTEXT) {
      groups.at(-1)?.push(beginning(step));
      groups.push([ending(step)]);
    } else if (step.same) groups.at(-1)?.push(isFirst ? ending(step) : isLast ? beginning(step) : step);
    else groups.at(-1)?.push(step);
  }
  return groups.filter((group) => group.some(({ same }) => !same));
}

function beginning(step: Step): Step {
  return { ...step, a2: Math.min(step.a2, step.a1 + CONTEXT), b2: Math.min(step.b2, step.b1 + CONTEXT) };
}

function ending(step: Step): Step {
  return { ...step, a1: Math.max(step.a1, step.a2 - CONTEXT), b1: Math.max(step.b1, step.b2 - CONTEXT) };
}

function stepsOf(a: Lines, b: Lines): Step[] {
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  for (const match of [...matchesOf(a, b), { a: a.length, b: b.length, size: 0 }]) {
    if (i < match.a || j < match.b) steps.push({ same: false, a1: i, a2: match.a, b1: j, b2: match.b });
    [i, j] = [match.a + match.size, match.b + match.size];
    if (match.size > 0) steps.push({ same: true, a1: match.a, a2: i, b1: match.b, b2: j });
  }
  return steps;
}

/** The longest run first, then what is on either side of it (`GetMatchingBlocks`); neighbours are one. */
function matchesOf(a: Lines, b: Lines): Match[] {
  const places = placesOf(b);
  const joined: Match[] = [];
  for (const match of matchesBetween(0, a.length, 0, b.length)) {
    const last = joined.at(-1);
    const follows = last && last.a + last.size === match.a && last.b + last.size === match.b;
    if (follows) joined[joined.length - 1] = { ...last, size: last.size + match.size };
    else joined.push(match);
  }
  return joined;

  function matchesBetween(a1: number, a2: number, b1: number, b2: number): Match[] {
    if (a1 >= a2 || b1 >= b2) return [];
    const match = longestMatch(a, b, places, [a1, a2, b1, b2]);
    if (match.size === 0) return [];
    return [
      ...matchesBetween(a1, match.a, b1, match.b),
      match,
      ...matchesBetween(match.a + match.size, a2, match.b + match.size, b2),
    ];
  }
}

/** Where each line of `b` is, without lines that are everywhere in a long text. */
function placesOf(b: Lines): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, line] of b.entries()) {
    const known = places.get(line);
    if (known) known.push(index);
    else places.set(line, [index]);
  }
  if (b.length < MANY_LINES) return places;
  const popular = Math.floor(b.length / 100) + 1;
  return new Map([...places].filter(([, indices]) => indices.length <= popular));
}

function longestMatch(
  a: Lines,
  b: Lines,
  places: ReadonlyMap<string, readonly number[]>,
  [a1, a2, b1, b2]: readonly [number, number, number, number],
): Match {
  let best: Match = { a: a1, b: b1, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = a1; i < a2; i += 1) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] ?? '') ?? []) {
      if (j < b1 || j >= b2) continue;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    lengths = next;
  }
  return extended(a, b, best, [a1, a2, b1, b2]);
}

/** Lines that are no anchors belong to a match when they are beside one. */
function extended(
  a: Lines,
  b: Lines,
  { a: i, b: j, size }: Match,
  [a1, a2, b1, b2]: readonly [number, number, number, number],
): Match {
  let [from, at, length] = [i, j, size];
  while (from > a1 && at > b1 && a[from - 1] === b[at - 1])
    [from, at, length] = [from - 1, at - 1, length + 1];
  while (from + length < a2 && at + length < b2 && a[from + length] === b[at + length]) length += 1;
  return { a: from, b: at, size: length };
}
