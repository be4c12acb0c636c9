import { stripVTControlCharacters } from 'node:util';

/** At once, and then so many a second. */
const [BURST, PER_SECOND] = [200, 2];
const LONGEST = 500;

/** What passes of a program's output, which may be a flood: each line without control characters and not too long, and not too many. */
export class OutputLimit {
  readonly #now: () => number;
  #left = BURST;
  #filledAt: number;
  #dropped = 0;

  /** `now` in milliseconds, never going back. */
  constructor(now: () => number) {
    this.#now = now;
    this.#filledAt = now();
  }

  /** The lines to tell now: none, the line, or first how many were left out before it. */
  pass(line: string): readonly string[] {
    this.#fill();
    if (this.#left < 1) {
      this.#dropped += 1;
      return [];
    }
    this.#left -= 1;
    const before = this.#dropped === 0 ? [] : [`… ${this.#dropped} lines left out`];
    this.#dropped = 0;
    return [...before, shownLine(line)];
  }

  #fill(): void {
    const now = this.#now();
    this.#left = Math.min(BURST, this.#left + ((now - this.#filledAt) / 1000) * PER_SECOND);
    this.#filledAt = now;
  }
}

/** A line of somebody's output as it can stand between lines of ours. */
export function shownLine(line: string): string {
  // what moves the cursor or rings a bell has no place between our own lines
  const text = stripVTControlCharacters(line)
    .replaceAll('\t', '  ')
    .replaceAll(/\p{Cc}/gu, '');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
