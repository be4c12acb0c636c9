import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

import type { Answer, Answers } from './run.ts';

/** The answers of one area by the real control plane. */
export interface Recording {
  /** `v1.37.2`. */
  readonly kubernetes: string;
  /** The day it was recorded: `2026-11-24`. */
  readonly recorded: string;
  readonly answers: Readonly<Record<string, Answer>>;
}

/** What was recorded of an area; undefined when nothing was. */
export function readRecording(area: string): Recording | undefined {
  const file = fileOf(area);
  return existsSync(file) ? JSON.parse(gunzipSync(readFileSync(file)).toString()) : undefined;
}

export function writeRecording(area: string, recording: Recording): void {
  writeFileSync(fileOf(area), gzipSync(JSON.stringify(recording), { level: 9 }));
}

/** Those of an area's answers. */
export function ofArea(answers: Answers, area: string): Answers {
  return new Map([...answers].filter(([id]) => id.startsWith(`${area}/`)));
}

function fileOf(area: string): URL {
  return new URL(`../fixtures/parity/${area}.json.gz`, import.meta.url);
}
