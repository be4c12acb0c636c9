import type { TemplatePart } from './skeleton.ts';

/** A line of a template that is no text of its own, whatever the language's comments begin with. */
const MARK = /^\s*(?:\/\/|#) (>>> solution|=== skeleton|<<<)\s*$/;
/** A line of a skeleton, which would not compile beside the solution: its indent, and what is behind the mark. */
const SKELETON_LINE = /^(\s*)(?:\/\/|#):(?: (.*))?$/;

/**
 * Takes a template apart. It is the solved program, with regions between the marks
 *
 *     // >>> solution
 *     …
 *     // === skeleton
 *     //: // TODO (step 2): …
 *     // <<<
 *
 * in the comments of its language. A region belongs to the first `step N` that its skeleton names. Throws an `Error` with the line where
 * marks are out of order, which is a bug of the template.
 */
export function templateParts(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at: 'text' | 'solution' | 'skeleton' = 'text';
  let [text, solution, skeleton] = ['', '', ''];
  for (const [index, line] of template.split(/(?<=\n)/).entries()) {
    const mark = MARK.exec(line)?.[1];
    if (mark === undefined) {
      if (at === 'text') text += line;
      else if (at === 'solution') solution += line;
      else skeleton += skeletonLine(line, index);
      continue;
    }
    if (EXPECTED[at] !== mark)
      throw new Error(`line ${String(index + 1)} of the template: ${mark} after ${at}`);
    if (at === 'text') {
      parts.push({ text });
      [text, solution, skeleton] = ['', '', ''];
      at = 'solution';
    } else if (at === 'solution') {
      at = 'skeleton';
    } else {
      parts.push({ step: stepOf(skeleton), solution, skeleton });
      at = 'text';
    }
  }
  if (at !== 'text') throw new Error('the template ends within a region');
  return [...parts, { text }];
}

const EXPECTED = { text: '>>> solution', solution: '=== skeleton', skeleton: '<<<' } as const;

function skeletonLine(line: string, index: number): string {
  const found = SKELETON_LINE.exec(line.trimEnd());
  if (!found) throw new Error(`line ${String(index + 1)} of the template: no line of a skeleton`);
  const [, indent = '', text] = found;
  return text === undefined ? '\n' : `${indent}${text}\n`;
}

function stepOf(skeleton: string): number {
  return Number(/\bstep (\d+)/.exec(skeleton)?.[1] ?? 0);
}
