import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FakeState } from '../fixtures/fake-tools.ts';

/** A machine with a docker, a kind and a kubectl of its own that remember in a file what they did. */
export interface FakeTools {
  readonly folder: string;
  /** PATH holds only the fake tools, and what a shell script needs. */
  readonly env: Readonly<Record<string, string>>;
  state(): FakeState;
  change(part: Partial<FakeState>): void;
  readonly remove: () => void;
}

/** `tools`: which of the programs are there. */
export function fakeTools(tools: readonly string[] = ['docker', 'kind', 'kubectl']): FakeTools {
  const folder = mkdtempSync(join(tmpdir(), 'minisched-fake-tools-'));
  const file = join(folder, 'state.json');
  const script = new URL('../fixtures/fake-tools.ts', import.meta.url).pathname;
  for (const tool of tools) {
    const text = `#!/bin/sh\nexec "${process.execPath}" "${script}" ${tool} "$@"\n`;
    writeFileSync(join(folder, tool), text, { mode: 0o755 });
  }
  const state = (): FakeState => {
    const stored: FakeState = JSON.parse(readFileSync(file, 'utf8'));
    return stored;
  };
  const write = (value: FakeState): void => {
    writeFileSync(file, JSON.stringify(value));
  };
  write({ containers: [], contexts: [], current: '', notReady: [], answers: true, say: {}, log: [] });
  return {
    folder,
    env: {
      PATH: folder,
      FAKE_TOOLS_STATE: file,
      // a test runs dozens of these programs: see scripts/test.ts
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(folder, 'compiled'),
    },
    state,
    change: (part) => {
      write({ ...state(), ...part });
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
