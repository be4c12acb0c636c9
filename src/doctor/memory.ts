import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';

import { type Finding, ok, trouble, warning } from './finding.ts';
import { probe } from './probe.ts';
import { gib, MIB } from './sizes.ts';

/** Is there memory for the program itself and an embedded cluster? What kind's nodes need is asked of the engine. */
export const memoryProbe = probe<number>({
  id: 'memory',
  title: 'Free memory',
  blocks: 'all',
  gather: availableBytes,
  judge: judgeMemory,
});

/** An embedded cluster and the workshop's processes took 400 MiB together. */
const LEAST = 300 * MIB;
const ENOUGH = 1024 * MIB;

export function judgeMemory(available: number): Finding {
  const what = `${gib(available)} of memory can be had`;
  const fix = ['ps aux --sort=-rss | head   # close what is large and not needed'];
  if (available < LEAST)
    return trouble(`${what}; the workshop needs about 400 MiB even without kind`, ...fix);
  if (available < ENOUGH) return warning(`${what}; kind's nodes need 2 GiB`, ...fix);
  return ok(what);
}

/** What the kernel would give without swapping; `os.freemem` does not count its caches before Node 18 and not everywhere. */
function availableBytes(): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    if (kib !== undefined) return Number(kib) * 1024;
  } catch {
    // no Linux
  }
  return freemem();
}
