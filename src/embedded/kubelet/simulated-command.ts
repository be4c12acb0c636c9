import type { Container } from '../data/types.ts';

/** How a simulated container ends. */
export interface Ending {
  readonly exitCode: number;
  readonly seconds: number;
}

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash']);
const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };

/**
 * What becomes of a container, judged by its command: no process is started. `sleep N`, `true`, `false`, `exit N`, `echo …` and shell lines
 * made of them (`sh -c 'echo hi; sleep 5; exit 3'`) end as they would. Undefined for everything else, which runs until it is deleted.
 */
export function endingOf({ command = [], args = [] }: Container): Ending | undefined {
  const words = [...command, ...args];
  const [program = '', flag = '', script = ''] = words;
  if (SHELLS.has(baseName(program)) && /^-[a-z]*c$/.test(flag)) return endingOfScript(script);
  return words.length > 0 ? endingOfCommand(words) : undefined;
}

function endingOfScript(script: string): Ending | undefined {
  let [seconds, exitCode] = [0, 0];
  for (const { text, onlyAfter } of commandsOf(script)) {
    if (onlyAfter === '&&' && exitCode !== 0) continue;
    if (onlyAfter === '||' && exitCode === 0) continue;
    const words = text.split(/\s+/);
    const ending = endingOfCommand(words);
    if (!ending) return undefined;
    seconds += ending.seconds;
    exitCode = ending.exitCode;
    if (words[0] === 'exit') break;
  }
  return { seconds, exitCode };
}

interface Part {
  readonly text: string;
  readonly onlyAfter: string;
}

function commandsOf(script: string): Part[] {
  const parts: Part[] = [];
  let onlyAfter = ';';
  for (const piece of script.split(/(;|&&|\|\||\n)/)) {
    if (/^(;|&&|\|\||\n)$/.test(piece)) onlyAfter = piece;
    else if (piece.trim() !== '') parts.push({ text: piece.trim(), onlyAfter });
  }
  return parts;
}

function endingOfCommand(words: readonly string[]): Ending | undefined {
  const [program = '', first = ''] = words;
  switch (baseName(program)) {
    case 'true':
    case 'echo':
    case ':':
    case 'date':
      return { exitCode: 0, seconds: 0 };
    case 'false':
      return { exitCode: 1, seconds: 0 };
    case 'exit':
      return { exitCode: Number.parseInt(first, 10) || 0, seconds: 0 };
    case 'sleep':
      return asleep(first);
    default:
      return undefined;
  }
}

function asleep(text: string): Ending | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text) ?? [];
  return amount === undefined ? undefined : { exitCode: 0, seconds: Number(amount) * (UNITS[unit] ?? 1) };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
