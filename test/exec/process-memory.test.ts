import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { processMemory } from '../../src/exec/process-memory.ts';

test('tells what this process holds, as Node itself does', () => {
  const seen = processMemory(process.pid) ?? 0;
  const own = process.memoryUsage.rss();
  assert.ok(seen > own / 2 && seen < own * 2, `${seen} bytes instead of ${own}`);
});

test('is undefined for a process that is gone', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  assert.equal(processMemory(pid), undefined);
});
