import { readFileSync } from 'node:fs';

/** The facts recorded from a real kube-apiserver by scripts/record-api.ts; `scripts/build.ts` lays them beside the bundle. */
export type Recorded = 'version' | 'discovery' | 'schemas' | 'columns' | 'rbac' | 'shapes';

/**
 * Reads and parses one of them; `T` is the shape that the recorder writes. Each is read once by who needs it, and only in the process
 * that serves the API.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what the recorder wrote
export function readRecorded<T>(name: Recorded): T {
  return JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8'));
}
