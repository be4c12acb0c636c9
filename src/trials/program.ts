import type { Env } from '../exec/env.ts';

/** A person's own scheduler, as it is started. */
export interface Program {
  /** A shell line, e.g. `go run .` */
  readonly run: string;
  /** A shell line that makes it, run once before; nothing needs to be made when missing. */
  readonly build?: string;
  /** Where both run. */
  readonly folder: string;
  /** spec.schedulerName of its pods. */
  readonly schedulerName: string;
  /** The person's own environment: the program has it, too, beside what it is told. */
  readonly env: Env;
}
