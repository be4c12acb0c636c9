const NEWLINE = 0x0a;

/**
 * Turns chunks of bytes into lines of text. Cuts at the byte, so that a character whose bytes come in two chunks stays
 * whole; a line that comes in many chunks is put together once.
 */
export class LineSplitter {
  readonly #longest: number;
  #started: Buffer[] = [];
  #length = 0;

  /** `longest` in bytes: what has no newline by then is told as a line, so that memory stays bounded. Missing: any length. */
  constructor(longest = Infinity) {
    this.#longest = longest;
  }

  /** The lines that `chunk` completes, without their newlines. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      lines.push(this.#complete(chunk.subarray(from, end)));
      from = end + 1;
    }
    if (from < chunk.length) this.#keep(from === 0 ? chunk : chunk.subarray(from));
    if (this.#length > this.#longest) lines.push(this.#complete(Buffer.alloc(0)));
    return lines;
  }

  /** True when the last line has no newline yet. */
  get unfinished(): boolean {
    return this.#started.length > 0;
  }

  /** The last line, when it has no newline and none will come. */
  end(): string | undefined {
    return this.unfinished ? this.#complete(Buffer.alloc(0)) : undefined;
  }

  #keep(bytes: Buffer): void {
    this.#started.push(bytes);
    this.#length += bytes.length;
  }

  #complete(end: Buffer): string {
    if (this.#started.length === 0) return end.toString('utf8');
    const line = Buffer.concat([...this.#started, end]).toString('utf8');
    this.#started = [];
    this.#length = 0;
    return line;
  }
}
