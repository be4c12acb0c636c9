import { PassThrough } from 'node:stream';
import xterm from '@xterm/headless';
import type { GuidedScreenOptions } from '../../src/tui/guided/open-guided.ts';
import type { ScreenOptions } from '../../src/tui/open-screen.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { NO_FACTS } from '../../src/view/facts.ts';
import { startStory } from '../../src/view/story.ts';
import { NO_ACTIONS, NO_GUIDED_ACTIONS } from './no-actions.ts';
import { GUIDED_ABOUT, someGuide } from './guide.ts';
import { eventually } from './eventually.ts';
import { ABOUT } from './models.ts';
import { loadTsx } from './tsx.ts';

loadTsx();
// what draws looks whether this process has a terminal, which a test has not
process.env['FORCE_COLOR'] ??= '1';
const { openScreen } = await import('../../src/tui/open-screen.ts');
const { openGuided } = await import('../../src/tui/guided/open-guided.ts');

/** A terminal in memory, with a person before it: they see what is on it, and press keys. */
export class ScreenReader {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  readonly #stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode(raw: boolean) {
      this.isRaw = raw;
      return this;
    },
    ref() {
      return this;
    },
    unref() {
      return this;
    },
  });
  readonly #stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  #bytes = 0;
  #written = 0;
  #clears = 0;

  constructor(columns: number, rows: number) {
    // a terminal's driver makes a line feed go to the beginning of the next line
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
    Object.assign(this.#stdout, { columns, rows });
    this.#stdout.on('data', (chunk: Buffer) => {
      this.#bytes += chunk.length;
      if (chunk.includes('\u001b[2J')) this.#clears++;
      this.#terminal.write(chunk, () => (this.#written += chunk.length));
    });
  }

  /** Opens the screen on this terminal. */
  open(options: Partial<ScreenOptions> = {}): ReturnType<typeof openScreen> {
    return openScreen({
      stdin: this.#stdin,
      stdout: this.#stdout,
      about: ABOUT,
      story: startStory({ mode: 'bind', policy: 'least-pods' }),
      read: () => NO_FACTS,
      actions: NO_ACTIONS,
      theme: 'dark',
      clock: systemClock,
      ...options,
    });
  }

  /** Opens the guided mode's screen on this terminal. */
  openGuided(options: Partial<GuidedScreenOptions> = {}): ReturnType<typeof openGuided> {
    return openGuided({
      stdin: this.#stdin,
      stdout: this.#stdout,
      about: GUIDED_ABOUT,
      guide: someGuide(),
      actions: NO_GUIDED_ACTIONS,
      theme: 'dark',
      clock: systemClock,
      ...options,
    });
  }

  /** What is on the terminal, line by line without trailing spaces. */
  lines(): string[] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: this.#terminal.rows }, (_, at) =>
      (active.getLine(active.viewportY + at)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  text(): string {
    return this.lines().join('\n');
  }

  /** The line that has these words; fails with the whole screen. */
  line(words: string): string {
    const found = this.lines().find((line) => line.includes(words));
    if (found === undefined) throw new Error(`nobody sees "${words}":\n${this.text()}`);
    return found;
  }

  /** Whether the cells of these words are drawn in reverse, as what is under the cursor is. */
  isReversed(words: string): boolean {
    const { active } = this.#terminal.buffer;
    const at = this.lines().findIndex((line) => line.includes(words));
    const column = this.lines()[at]?.indexOf(words) ?? 0;
    return (
      active
        .getLine(active.viewportY + at)
        ?.getCell(column)
        ?.isInverse() !== 0
    );
  }

  /** Resolves once the words are seen; fails with what is seen instead. */
  async sees(words: string, limitMs = 5_000): Promise<void> {
    await eventually(() => this.text().includes(words), `"${words}" is seen`, limitMs).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}\n${this.text()}`);
      },
    );
  }

  press(keys: string): void {
    this.#stdin.write(keys);
  }

  /** As a person who pulls at the window's corner. */
  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    Object.assign(this.#stdout, { columns, rows });
    this.#stdout.emit('resize');
  }

  /** Whether the other screen is shown, the one without a history. */
  get isAlternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  get isRaw(): boolean {
    return this.#stdin.isRaw;
  }

  /** How often the whole terminal was cleared. */
  get clears(): number {
    return this.#clears;
  }

  /** Bytes that were written to the terminal so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves when all that was written is on the terminal. */
  async settled(): Promise<void> {
    await eventually(() => this.#written === this.#bytes, 'all that was written is drawn');
  }
}
