/** A template in parts, in order: what everybody has, and what is open in the skeleton. Texts end with a newline. */
export type TemplatePart = { readonly text: string } | TemplateRegion;

/** What a person has to write. */
export interface TemplateRegion {
  /** The step of the workshop that it belongs to. */
  readonly step: number;
  readonly solution: string;
  readonly skeleton: string;
}

/** A region and where it stands: the line above it, and the first line below it that is not empty. */
interface Place {
  readonly region: TemplateRegion;
  /** The head of what it is part of, down to the line above it. */
  readonly head: string;
  readonly above: string;
  readonly below: string | undefined;
  /** The empty lines in between. */
  readonly gap: string;
}

/** The solution of a step, each part with the head of the function that it stands in; undefined where the step has no part of its own. */
export function solutionText(parts: readonly TemplatePart[], step: number): string | undefined {
  const places = placesOf(parts, step);
  if (places.length === 0) return undefined;
  return places
    .map(({ region, head, below }) => {
      const end = below !== undefined && /^\s*\W{1,2}$/.test(below) ? `\n${below}` : '';
      return `${head}\n${region.solution.trimEnd()}${end}`;
    })
    .join('\n\n');
}

/** The whole file, solved. */
export function solvedText(parts: readonly TemplatePart[]): string {
  return parts.map((part) => ('text' in part ? part.text : part.solution)).join('');
}

/** The whole file as a person is given it. */
export function skeletonText(parts: readonly TemplatePart[]): string {
  return parts.map((part) => ('text' in part ? part.text : part.skeleton)).join('');
}

/** What {@link putBack} came to. */
export type PutBack =
  | { readonly text: string }
  /** The step has no part of its own in the skeleton. */
  | { readonly problem: 'nothing-open' }
  /** This line, below which the part stood, is not there any more. */
  | { readonly problem: 'lost'; readonly above: string };

/** The person's text with the skeleton's text put back where the parts of a step are; all else stays as it is. */
export function putBack(own: string, parts: readonly TemplatePart[], step: number): PutBack {
  const places = placesOf(parts, step);
  if (places.length === 0) return { problem: 'nothing-open' };
  let lines = own.split('\n');
  for (const { region, above, below, gap } of places) {
    const from = lines.findIndex((line) => line.trimEnd() === above.trimEnd());
    const length =
      below === undefined
        ? lines.length - from - 1
        : lines.slice(from + 1).findIndex((line) => line.trimEnd() === below.trimEnd());
    if (from === -1 || length === -1) return { problem: 'lost', above: above.trim() };
    const skeleton = (region.skeleton + gap).split('\n').slice(0, -1);
    lines = [...lines.slice(0, from + 1), ...skeleton, ...lines.slice(from + 1 + length)];
  }
  return { text: lines.join('\n') };
}

function placesOf(parts: readonly TemplatePart[], step: number): readonly Place[] {
  return parts.flatMap((part, at): readonly Place[] => {
    if ('text' in part || part.step !== step) return [];
    const [before, after] = [textOf(parts[at - 1]), textOf(parts[at + 1])];
    const following = after.split('\n');
    const first = following.findIndex((line) => line.trim() !== '');
    const preceding = before.trimEnd().split('\n');
    return [
      {
        region: part,
        head: headOf(preceding, indentOf(part.solution)),
        above: preceding.at(-1) ?? '',
        below: following[first],
        gap: '\n'.repeat(Math.max(0, first)),
      },
    ];
  });
}

/** From the last line that is less indented than the region on. */
function headOf(preceding: readonly string[], indent: number): string {
  const from = preceding.findLastIndex((line) => line.trim() !== '' && indentOf(line) < indent);
  return preceding.slice(from === -1 ? -1 : from).join('\n');
}

function indentOf(text: string): number {
  return text.search(/\S|$/);
}

function textOf(part: TemplatePart | undefined): string {
  return part !== undefined && 'text' in part ? part.text : '';
}
