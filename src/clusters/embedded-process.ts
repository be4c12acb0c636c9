import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';

import { endProcess } from '../exec/end-process.ts';
import { type LockOwner, readLock } from '../exec/lock.ts';
import { sendSignal } from '../exec/send-signal.ts';
import { type Detached, startDetached } from '../exec/start-detached.ts';
import { UserError } from '../lib/errors.ts';
import { readRecord } from './embedded-files.ts';
import type { EmbeddedParts } from './embedded-parts.ts';

const LIMIT_MS = 60_000;
/** What each node is given besides: a slow machine makes some hundred a second. */
const LIMIT_PER_NODE_MS = 20;
const LOOK_EVERY_MS = 10;

/** The living process that serves the cluster, whoever started it. `answers`: it listens. */
export function servingProcess({
  files,
}: EmbeddedParts): { readonly owner: LockOwner; readonly answers: boolean } | undefined {
  const owner = readLock(files.lock);
  return owner && { owner, answers: existsSync(files.adminConf) };
}

/** `crashed`: it ended without a word, as after kill -9 or a power cut. `starting`: it does not listen yet. */
export type ProcessState = 'running' | 'starting' | 'stopped' | 'crashed';

/** What became of the process that serves the cluster. One that ends as it should gives its lock back. */
export function processState(parts: EmbeddedParts): ProcessState {
  const serving = servingProcess(parts);
  if (serving) return serving.answers ? 'running' : 'starting';
  return existsSync(parts.files.lock) ? 'crashed' : 'stopped';
}

/**
 * Starts the process in the background, or waits for one that is just starting. Resolves once the cluster answers; rejects with a
 * `UserError` in the process's own words when it ended before, or when it takes more than a minute and a bit for each node.
 */
export async function startServing(parts: EmbeddedParts, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (servingProcess(parts)) return untilAnswers(parts, undefined, 0, signal);
  const { files, command, env, name } = parts;
  // left by one that was killed: it would be taken for a sign that the new one answers
  rmSync(files.adminConf, { force: true });
  const offset = sizeOf(files.log);
  const child = await startDetached([...command, name], { env, log: files.log, cwd: files.folder });
  try {
    await untilAnswers(parts, child, offset, signal);
  } catch (error) {
    if (child.exitCode() === undefined) sendSignal(child.pid, 'SIGKILL');
    throw error;
  }
}

/** Ends the process that serves the cluster, if there is one. */
export async function stopServing({ files, clock }: EmbeddedParts, signal: AbortSignal): Promise<void> {
  const owner = readLock(files.lock);
  if (owner) await endProcess(owner, clock, signal);
}

async function untilAnswers(
  parts: EmbeddedParts,
  child: Detached | undefined,
  offset: number,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = parts;
  const limitMs = LIMIT_MS + LIMIT_PER_NODE_MS * (readRecord(parts.files)?.workers ?? 0);
  const end = clock.monotonic() + limitMs;
  while (!servingProcess(parts)?.answers) {
    const code = child?.exitCode();
    if (code !== undefined) throw startError(parts, offset, `ended at once (exit code ${String(code)})`);
    if (clock.monotonic() >= end)
      throw startError(parts, offset, `did not answer within ${String(Math.round(limitMs / 1000))} s`);
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/** In the words with which every command of ours ends, `error: …` and `next: …`; else with its first ones: its log goes with what failed. */
function startError({ name, files }: EmbeddedParts, offset: number, what: string): UserError {
  const said = readFileSync(files.log).subarray(offset).toString('utf8');
  const error = /^error: (.+)$/m.exec(said)?.[1];
  const next = /^next: (.+)$/m.exec(said)?.[1];
  const why = error ?? `its process ${what}${firstWords(said)}`;
  return new UserError(`the embedded cluster ${name} could not be started: ${why}`, {
    next:
      next ?? `try again; if it stays so, report it with ${said.length > 0 ? 'these words' : 'this line'}`,
  });
}

const SHOWN = 3;

function firstWords(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0
    ? ' and said nothing'
    : `: ${lines
        .slice(0, SHOWN)
        .map((line) => line.trim())
        .join(' | ')}`;
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}
