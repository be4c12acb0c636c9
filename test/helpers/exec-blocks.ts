/** A block of an exported text that runs when somebody clicks on it. */
export interface ExecBlock {
  readonly line: string;
  /** Ctrl-C comes first. */
  readonly interrupts: boolean;
  /** The text between it and the block before it. */
  readonly before: string;
}

const BLOCK = /^(`{3,})\w*\n([\s\S]*?)\n\1\{\{(exec(?: interrupt)?|copy)\}\}$/gm;

/** The blocks of a Killercoda text that can be run, in order. */
export function execBlocks(text: string): ExecBlock[] {
  let end = 0;
  return [...text.matchAll(BLOCK)].flatMap(({ 0: whole, 2: line = '', 3: click, index }) => {
    const before = text.slice(end, index);
    end = index + whole.length;
    return click === 'copy' ? [] : [{ line, interrupts: click === 'exec interrupt', before }];
  });
}
