import { spawnSync } from 'node:child_process';
import { eventually } from './eventually.ts';
import { missingOnPath } from './require-tools.ts';

/** False when tmux is there; else the reason to skip, printed loudly. */
export const missingTmux = (): string | false => missingOnPath('tmux');

/** A real terminal: tmux of its own, with a shell in it. */
export class Tmux implements Disposable {
  static #count = 0;
  readonly #socket = `minisched-test-${process.pid}-${Tmux.#count++}`;

  /** `command` is run by sh, `env` is added to what tmux gives it. */
  constructor(
    { columns, rows }: { readonly columns: number; readonly rows: number },
    command: string,
    env: Readonly<Record<string, string>>,
  ) {
    const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const size = ['-x', String(columns), '-y', String(rows)];
    this.#tmux('-f', '/dev/null', 'new-session', '-d', ...size, ...variables, command);
  }

  text(): string {
    return this.#tmux('capture-pane', '-p');
  }

  /** The same with colours, as a terminal would be sent it: each line whole. */
  coloured(): string {
    return this.#tmux('capture-pane', '-p', '-e', '-N');
  }

  /** Resolves once the words are seen; fails with what is seen instead. */
  async sees(words: string | RegExp, limitMs?: number): Promise<void> {
    const isSeen = () => (typeof words === 'string' ? this.text().includes(words) : words.test(this.text()));
    await eventually(isSeen, `${String(words)} is seen`, limitMs).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.text()}`);
    });
  }

  /** Keys as tmux names them: `j`, `Enter`, `C-c`. */
  press(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  size(): { readonly columns: number; readonly rows: number } {
    const [columns, rows] = this.#tmux('display-message', '-p', '#{pane_width} #{pane_height}')
      .trim()
      .split(' ');
    return { columns: Number(columns), rows: Number(rows) };
  }

  /** The process that the terminal was opened with. */
  get pid(): number {
    return Number(this.#tmux('display-message', '-p', '#{pane_pid}'));
  }

  /** Whether the other screen is shown, and the cursor hidden. */
  state(): { readonly alternate: boolean; readonly cursor: boolean } {
    const [alternate, cursor] = this.#tmux('display-message', '-p', '#{alternate_on} #{cursor_flag}')
      .trim()
      .split(' ');
    return { alternate: alternate === '1', cursor: cursor === '1' };
  }

  [Symbol.dispose](): void {
    spawnSync('tmux', ['-L', this.#socket, 'kill-server']);
  }

  #tmux(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('tmux', ['-L', this.#socket, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
    return stdout;
  }
}
