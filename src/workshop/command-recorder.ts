import type { CommandResult, Output } from '../exec/run.ts';
import type { WorkshopEvent } from './events.ts';
import type { Journal } from './journal.ts';

/** How much of a command's output the journal keeps: its end. */
const KEPT = 64 * 1024;

interface Place {
  readonly observe: (event: WorkshopEvent) => void;
  readonly journal: Journal;
  readonly clock: { now(): number };
}

interface Open {
  readonly line: string;
  readonly startedAt: string;
  readonly output: { stdout: string[]; stderr: string[] };
}

/**
 * Shows commands as they run. For programs that run several by themselves (a cluster provider) it also writes each into the journal:
 * one is over when the next begins, or at `end`. For one command with a known result use `record`.
 */
export class CommandRecorder implements Output {
  readonly #place: Place;
  readonly #step: number;
  #open: Open | undefined;

  constructor(place: Place, step: number) {
    this.#place = place;
    this.#step = step;
  }

  command(line: string): void {
    this.end(0);
    const startedAt = new Date(this.#place.clock.now()).toISOString();
    this.#open = { line, startedAt, output: { stdout: [], stderr: [] } };
    this.#place.observe({ type: 'command', line });
  }

  line(text: string, stream: 'stdout' | 'stderr'): void {
    this.#open?.output[stream].push(text);
    this.#place.observe({ type: 'output', text, stream });
  }

  /** The last command ended so. */
  end(exitCode: number): void {
    if (!this.#open) return;
    const { line, startedAt, output } = this.#open;
    this.#open = undefined;
    this.#append({
      line,
      exitCode,
      startedAt,
      stdout: output.stdout.join('\n'),
      stderr: output.stderr.join('\n'),
    });
  }

  /** The command ended, and this is what it says itself. */
  record(result: CommandResult): void {
    this.#open = undefined;
    this.#append(result);
  }

  #append(result: Omit<CommandResult, 'milliseconds'>): void {
    const { line, exitCode, startedAt } = result;
    const [stdout, stderr] = [result.stdout.slice(-KEPT), result.stderr.slice(-KEPT)];
    this.#place.journal.append({
      kind: 'command',
      step: this.#step,
      line,
      exitCode,
      startedAt,
      stdout,
      stderr,
    });
  }
}
