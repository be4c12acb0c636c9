/**
 * For a program whose screen is photographed: its clocks stand still, and go on by one second for each SIGUSR2. Timers are as always.
 * Loaded into the program itself, by {@link STEPPED_CLOCK}.
 */
export function stepClock(): void {
  const RealDate = Date;
  let now = RealDate.UTC(2026, 0, 31, 10, 0, 0);
  const began = now;
  class SteppedDate extends RealDate {
    constructor(...given: readonly (string | number)[]) {
      const [first = now, ...more] = given;
      if (more.length === 0) super(first);
      else throw new Error('only times and texts become dates here');
    }

    static override now(): number {
      return now;
    }
  }
  Object.defineProperty(globalThis, 'Date', { value: SteppedDate });
  Object.defineProperty(performance, 'now', { value: () => now - began });
  process.on('SIGUSR2', () => {
    now += 1_000;
  });
}

/** The flag of a Node whose clocks stand still. */
export const STEPPED_CLOCK: readonly string[] = [
  '--import',
  `data:text/javascript,import{stepClock}from${JSON.stringify(import.meta.url)};stepClock()`,
];
