import { readFileSync } from 'node:fs';

/**
 * What Linux tells of a process in /proc/PID/stat (proc(5)), from its state on: state ppid pgrp …; what stands before it, the program's name in
 * parentheses, may itself contain spaces and parentheses. Undefined when there is no such process.
 */
export function procStat(pid: number | string): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    // no such process, or it ended while we read: both mean that it is gone
    return undefined;
  }
}
