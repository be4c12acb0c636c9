import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs';

import { errorCode } from '../lib/error-code.ts';
import type { SchedulerEvent } from '../scheduler/events.ts';

/** Events of a scheduler's log and how far it was read: bytes from its beginning. */
export interface LogPart {
  readonly events: SchedulerEvent[];
  readonly offset: number;
}

/**
 * The events in the log from `offset` on. A line that is still being written is left for the next call; a line that is
 * no event (a crash on stderr) is passed over. An absent log is empty; a log that became shorter is read from its start.
 */
export function readEvents(path: string, offset: number): LogPart {
  const { bytes, from } = bytesSince(path, offset);
  const complete = bytes.lastIndexOf('\n') + 1;
  const lines = bytes.toString('utf8', 0, complete).split('\n');
  return { events: lines.flatMap(eventOf), offset: from + complete };
}

/** Where the next scheduler's events will begin. Ends a line that a killed one left half, or it would swallow the first of them. */
export function endOfLog(path: string): number {
  const { bytes } = bytesSince(path, 0);
  if (bytes.length === 0 || bytes.at(-1) === 0x0a) return bytes.length;
  appendFileSync(path, '\n');
  return bytes.length + 1;
}

/** The last lines of the log written since `offset`, as they are: what a crash left behind. */
export function lastLines(path: string, offset: number, count: number): string[] {
  const { bytes } = bytesSince(path, offset);
  return bytes.toString('utf8').trimEnd().split('\n').slice(-count);
}

function bytesSince(path: string, offset: number): { bytes: Buffer; from: number } {
  const fd = opened(path);
  if (fd === undefined) return { bytes: Buffer.alloc(0), from: 0 };
  try {
    const { size } = fstatSync(fd);
    const from = offset > size ? 0 : offset;
    const bytes = Buffer.alloc(size - from);
    const read = readSync(fd, bytes, 0, bytes.length, from);
    return { bytes: bytes.subarray(0, read), from };
  } finally {
    closeSync(fd);
  }
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The event of a line; none where it is something else. */
export function eventOf(line: string): SchedulerEvent[] {
  try {
    const value: unknown = JSON.parse(line);
    return isEvent(value) ? [value] : [];
  } catch {
    // not JSON: a warning of node's or a stack on stderr
    return [];
  }
}

/** Our own program wrote it: what it has in common with every event is enough to tell it from other output. */
export function isEvent(value: unknown): value is SchedulerEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'time' in value &&
    typeof value.time === 'string'
  );
}
