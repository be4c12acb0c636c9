/** What the shell sees. 0 done; 1 a negative verdict; 2 the command line was wrong; 3 it could not be done. */
export const EXIT = { ok: 0, negative: 1, usage: 2, failure: 3 } as const;

/** What helps the person at the command line besides the sentence itself. */
export interface UserErrorOptions {
  /** What to do next: a command to paste or one short sentence. */
  readonly next?: string;
  readonly cause?: unknown;
}

/**
 * Something a person can mend. `message` is one sentence (what, where) without "Error:" and without a final newline;
 * `next` says what to do about it. Everything else that is thrown is a bug and is shown with its stack.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly exitCode: number = EXIT.failure;
  readonly next: string | undefined;

  constructor(message: string, options: UserErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.next = options.next;
  }
}

/** The command line, a file or an answer of the user's is wrong (exit code 2). */
export class UsageError extends UserError {
  override readonly name = 'UsageError';
  override readonly exitCode = EXIT.usage;
}
