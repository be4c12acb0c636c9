import { processMemory } from '../exec/process-memory.ts';
import { readRecord } from './embedded-files.ts';
import type { EmbeddedParts } from './embedded-parts.ts';
import { type ProcessState, processState, servingProcess } from './embedded-process.ts';
import { serverAt } from './embedded-status.ts';
import { lastWords } from './last-words.ts';

/** What there is to say of an embedded cluster beside whether it is well. */
export interface EmbeddedFacts {
  readonly process: ProcessState;
  readonly server: string;
  /** Kept in memory only. */
  readonly ephemeral: boolean;
  /** The process that serves it, while there is one. */
  readonly pid?: number;
  /** What that process holds (resident), where the system tells. */
  readonly memoryBytes?: number;
  /** The SQLite file that keeps it, unless it is ephemeral. */
  readonly data?: string;
  readonly log: string;
  /** Of one that has crashed: the last line of its log that tells of a trouble, if there is any. */
  readonly lastWords?: string;
}

/** What a server says once it answers: see src/app/cluster/run-embedded.ts. */
const SERVES = /Z process \d+ serves /;

/** Undefined when there is no such cluster. Throws a `UserError` when its files are damaged. */
export function embeddedFacts(parts: EmbeddedParts): EmbeddedFacts | undefined {
  const { files } = parts;
  const record = readRecord(files);
  if (record?.port === undefined) return undefined;
  const pid = servingProcess(parts)?.owner.pid;
  const memoryBytes = pid === undefined ? undefined : processMemory(pid);
  const process = processState(parts);
  const said = process === 'crashed' ? lastWords(files.log, SERVES) : undefined;
  return {
    process,
    server: serverAt(record.port),
    ephemeral: record.ephemeral,
    ...(pid === undefined ? {} : { pid }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(record.ephemeral ? {} : { data: files.data }),
    log: files.log,
    ...(said === undefined ? {} : { lastWords: said }),
  };
}
