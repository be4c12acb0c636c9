import type { Readable } from 'node:stream';

/** A terminal or a pipe, as far as commands need it. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where keys come from and a screen is drawn. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** Everything a command may touch of the process; `main.ts` fills it in, tests pass their own. */
export interface CliContext {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** The terminal that a full screen may be drawn on; missing where input or output is none. */
  readonly terminal?: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The user's home folder. */
  readonly home: string;
  /** The package's own folder: `workshop/` and `kind-config.yaml` are in it. */
  readonly root: string;
  /** Aborts on SIGINT and SIGTERM; everything that runs long ends then. */
  readonly signal: AbortSignal;
  /** The program to start again for background work: `[node, main.js]`. */
  readonly self: readonly string[];
  /** What the shell sees when nothing is thrown: see `EXIT` in lib/errors.ts. */
  setExitCode(code: number): void;
}
