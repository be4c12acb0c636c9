import { readdirSync, readFileSync } from 'node:fs';
import type { Clock } from '../lib/clock.ts';
import type { Registry } from './registry.ts';

/** What Prometheus' Go client measures of a process, under its names. What the system does not tell is left out. */
export function processMetrics(registry: Registry, process: NodeJS.Process, clock: Pick<Clock, 'now'>): void {
  const cpu = registry.counter(
    'process_cpu_seconds_total',
    'Total user and system CPU time spent in seconds.',
  );
  const memory = registry.gauge('process_resident_memory_bytes', 'Resident memory size in bytes.');
  const start = registry.gauge(
    'process_start_time_seconds',
    'Start time of the process since unix epoch in seconds.',
  );
  const files = registry.gauge('process_open_fds', 'Number of open file descriptors.');
  const mostFiles = registry.gauge('process_max_fds', 'Maximum number of open file descriptors.');
  start.with().set(clock.now() / 1000 - process.uptime());
  registry.onCollect(() => {
    const { user, system } = process.cpuUsage();
    cpu.with().set((user + system) / 1e6);
    memory.with().set(process.memoryUsage.rss());
    files.clear();
    mostFiles.clear();
    const [open, most] = [openFiles(), fileLimit()];
    if (open !== undefined) files.with().set(open);
    if (most !== undefined) mostFiles.with().set(most);
  });
}

function openFiles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}

function fileLimit(): number | undefined {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}
