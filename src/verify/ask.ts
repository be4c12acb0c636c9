import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { type Readable, Writable } from 'node:stream';

/** A person at a terminal. */
export interface Terminal {
  readonly input: Readable;
  readonly write: (text: string) => unknown;
  readonly signal: AbortSignal;
}

/** Asks one question and resolves to the line typed; undefined for an empty line or the end of input (Ctrl-D). */
export async function askLine(
  question: string,
  { input, write, signal }: Terminal,
): Promise<string | undefined> {
  const output = new Writable({
    write(chunk, _encoding, done) {
      write(String(chunk));
      done();
    },
  });
  const lines = createInterface({ input, output, terminal: false });
  const stop = new AbortController();
  try {
    // at the end of input a question is never answered: the interface only closes
    const closed = once(lines, 'close', { signal: stop.signal }).then(() => '');
    const answer = await Promise.race([lines.question(question, { signal }), closed]);
    closed.catch(() => {
      // aborted below, because the answer came first
    });
    return answer.trim() || undefined;
  } catch (error) {
    // node's AbortError hides the reason that the caller gave
    signal.throwIfAborted();
    throw error;
  } finally {
    stop.abort();
    lines.close();
  }
}
