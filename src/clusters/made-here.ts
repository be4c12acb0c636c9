import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { NodeContainer } from '../exec/docker.ts';
import { makeFolder } from '../lib/make-folder.ts';

/** Written while the cluster is being made: what is there then is ours, whatever its ids. */
const MAKING = 'making';

/**
 * Remembers in a file which cluster this program made, by the id of its control plane's container: one of the same name that
 * somebody else made, before or after, is not ours to taint or to delete.
 */
export class MadeHere {
  readonly #file: string;
  #seen: string | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Whether what was seen last is ours. So is what is not there: nobody else's is harmed. */
  get ours(): boolean {
    if (this.#seen === undefined) return true;
    const made = this.#read();
    return made === MAKING || made === this.#seen;
  }

  /** These are the cluster's containers now. */
  saw(containers: readonly NodeContainer[]): void {
    this.#seen = containers.find(({ role }) => role === 'control-plane')?.id ?? containers[0]?.id;
  }

  /** From here on it is ours, even if this process is killed. */
  begin(): void {
    makeFolder(dirname(this.#file), 0o700);
    writeFileSync(this.#file, MAKING);
  }

  /** It is made: what was seen last is it. */
  finish(): void {
    writeFileSync(this.#file, this.#seen ?? MAKING);
  }

  /** It is gone. */
  forget(): void {
    rmSync(this.#file, { force: true });
    this.#seen = undefined;
  }

  #read(): string | undefined {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch {
      // nothing was made here
      return undefined;
    }
  }
}
