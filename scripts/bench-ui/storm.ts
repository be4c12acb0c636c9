import type { PassThrough } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../src/lib/clock.ts';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import { FactsReader } from '../../src/view/facts.ts';
import { startStory } from '../../src/view/story.ts';
import { ABOUT, boundEvent } from '../../test/helpers/models.ts';
import { NO_ACTIONS } from '../../test/helpers/no-actions.ts';
import { loadTsx } from '../../test/helpers/tsx.ts';
import { print, quantile } from '../measure.ts';
import { largeCluster } from './large-cluster.ts';
import { memoryTerminal } from './memory-terminal.ts';

const STORM = { nodes: 5_000, waiting: 50_000, perSecond: 1_000 };
const EVERY_MS = 5;
const KEY_EVERY_MS = 230;

/** A screen under the load that the issue names, with a person who presses keys all the while. */
export async function storm(seconds: number): Promise<void> {
  loadTsx();
  const { openScreen } = await import('../../src/tui/open-screen.ts');
  const { stdin, stdout } = memoryTerminal();
  const reader = new FactsReader(largeCluster(STORM));
  let reading = 0;
  const without = await tell(seconds / 2, () => {});
  const screen = openScreen({
    stdin,
    stdout,
    about: ABOUT,
    story: startStory({ mode: 'bind', policy: 'least-pods' }),
    read(want, story) {
      const began = performance.now();
      const facts = reader.read(want, story, systemClock.monotonic());
      reading += performance.now() - began;
      return facts;
    },
    actions: NO_ACTIONS,
    theme: 'dark',
    clock: systemClock,
  });
  // what is not compiled yet is not what is measured
  await tell(1, (event) => screen.push(event));
  reading = 0;
  const person = personBefore(stdin, stdout);
  const shown = await tell(seconds, (event) => {
    screen.push(event);
    person.press();
  });
  await screen.close();
  const { frames, latencies } = person;
  const perSecond = (amount: number, digits: number) => (amount / shown.seconds).toFixed(digits);
  print(
    `storm: ${STORM.nodes} nodes, ${STORM.waiting} waiting pods, ${perSecond(shown.told, 0)} decisions/s, screen of 200×50`,
  );
  print(`  ${perSecond(frames(), 1)} frames/s`);
  print(
    `  a key is answered after ${quantile(latencies, 0.5, 1)} ms (median), ${quantile(latencies, 0.95, 1)} ms (19 of 20), ${quantile(latencies, 1, 1)} ms (slowest of ${latencies.length})`,
  );
  const cost = shown.cpu / shown.seconds - without.cpu / without.seconds;
  print(
    `  the screen takes ${(cost * 0.1).toFixed(1)} % of its thread, keys included; ${perSecond(reading * 0.1, 2)} % are for reading facts`,
  );
}

/** What it took to tell the decisions of so many seconds. */
interface Told {
  readonly seconds: number;
  readonly told: number;
  /** Milliseconds of the processor that this thread had. */
  readonly cpu: number;
}

/** Tells decisions at the rate of the storm. */
async function tell(seconds: number, push: (event: SchedulerEvent) => void): Promise<Told> {
  const before = process.threadCpuUsage();
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  let told = 0;
  while (passed() < seconds) {
    const due = Math.floor(passed() * STORM.perSecond);
    while (told < due) push(bound(told++));
    await pause(EVERY_MS);
  }
  const { user, system } = process.threadCpuUsage(before);
  return { seconds: passed(), told, cpu: (user + system) / 1000 };
}

/** One who opens the help and closes it again: an answer that can be told from a frame that was due anyway. */
function personBefore(stdin: PassThrough, stdout: PassThrough) {
  const latencies: number[] = [];
  let [frames, seen, isOpen, pressedAt, nextAt] = [0, '', false, 0, performance.now()];
  stdout.on('data', (chunk: Buffer) => {
    // a frame is written between two marks of synchronised output
    if (chunk.includes('\u001b[?2026h')) frames++;
    if (pressedAt === 0) return;
    seen += chunk.toString();
    if (!seen.includes(isOpen ? 'go on' : 'decisions')) return;
    latencies.push(performance.now() - pressedAt);
    pressedAt = 0;
  });
  const press = () => {
    if (pressedAt > 0 || performance.now() < nextAt) return;
    isOpen = !isOpen;
    seen = '';
    pressedAt = performance.now();
    nextAt = pressedAt + KEY_EVERY_MS;
    stdin.write(isOpen ? '?' : 'q');
  };
  return { latencies, press, frames: () => frames };
}

/** One that has just happened. */
function bound(number: number): SchedulerEvent {
  const time = new Date().toISOString();
  return { ...boundEvent(`pod-${number}`, 0, `node-${number % STORM.nodes}`), time };
}
